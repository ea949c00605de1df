"""Runs the commands of one job of a workflow, as the runner would: one step after the other, in a shell that ends at an error.

    run_steps.py FILE JOB VALUES

FILE is a workflow of GitHub, or a configuration of GitLab. VALUES is a JSON object of what `${{ … }}` stands for, of
variables of GitLab, and of `env.NAME` for a variable that a step sets otherwise, such as the place of a service. Steps that
`use` an action, and those that install something, are passed over and named. Prints one JSON object: the exit code of the job,
and the names of the steps that ran and that did not.
"""
import json
import os
import re
import subprocess
import sys

import yaml


def filled(text, values):
    """A text with its expressions in place; an expression that nobody gave a value is an error."""
    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: values[found.group(1)], str(text))


def holds(condition, failed):
    """Whether a step's `if` lets it run."""
    if failed and "always()" not in condition:
        return False
    named = re.search(r"hashFiles\('([^']*)'\) != ''", condition)
    return named is None or os.path.exists(named.group(1))


def run(command, variables):
    shell = subprocess.run(["bash", "-e", "-c", command], env={**os.environ, **variables}, stdout=sys.stderr)
    return shell.returncode


def github(job, values):
    code, ran, passed = 0, [], []
    for step in job["steps"]:
        name = step.get("name", step.get("uses", ""))
        if "run" not in step or name.startswith("Install ") or not holds(step.get("if", ""), code != 0):
            passed.append(name)
            continue
        variables = {
            key: values.get(f"env.{key}") or filled(value, values) for key, value in step.get("env", {}).items()
        }
        ended = run(filled(step["run"], values), variables)
        ran.append(name)
        code = code or ended
    return code, ran, passed


def gitlab(job, values):
    code, ran, passed = 0, [], []
    variables = {key: str(value) for key, value in job.get("variables", {}).items()}
    for line in job["script"]:
        if code != 0 or not line.startswith("drctl "):
            passed.append(line)
            continue
        code = run(line, {**variables, **values})
        ran.append(line)
    return code, ran, passed


def main():
    path, name, values = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    jobs = document.get("jobs")
    code, ran, passed = github(jobs[name], values) if jobs else gitlab(document[name], values)
    json.dump({"code": code, "ran": ran, "passed": passed}, sys.stdout)


main()
