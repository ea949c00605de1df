"""What policy_sentry and parliament say about what `drctl iam` prints.

    judge.py DRCTL POLICY...             every duty of these policies; prints a line for each complaint
    judge.py --document FILE             one document
"""

from __future__ import annotations

import fnmatch
import json
import re
import subprocess
import sys

import parliament
from policy_sentry.querying.actions import get_action_data

DUTIES = ["audit", "plan", "apply", "drift", "drill", "backup", "restore", "all"]
OPTIONS = [
    "--account", "123456789012", "--evidence", "s3://kb-evidence/drills", "--signing-key", "secretsmanager:drctl/key",
    "--iam-user", "drill", "--organization", "--quiet",
]  # fmt: skip

# parliament judges one statement at a time and wants every type of resource of an action in it; it calls it an escalation
# that an apply writes bucket policies, which is its work; and `*` where a list is asked for. policy_sentry, whose data are
# newer, judges resources and conditions below.
PARDONED = {
    "RESOURCE_MISMATCH", "RESOURCE_POLICY_PRIVILEGE_ESCALATION", "RESOURCE_STAR", "MISMATCHED_TYPE_BUT_USABLE",
    "UNKNOWN_CONDITION_FOR_ACTION",
}  # fmt: skip


def main(arguments: list[str]) -> None:
    if arguments[0] == "--document":
        documents = {arguments[1]: open(arguments[1]).read()}
    else:
        documents = {
            f"{policy} {duty}": subprocess.run(
                [arguments[0], "iam", "--for", duty, "--policy", policy, *OPTIONS],
                check=True, capture_output=True, text=True,
            ).stdout
            for policy in arguments[1:]
            for duty in DUTIES
        }  # fmt: skip
    for name, text in documents.items():
        for complaint in sorted({*_parliament(text), *_policy_sentry(json.loads(text))}):
            print(f"{name}: {complaint}")


def _parliament(text: str) -> list[str]:
    findings = parliament.analyze_policy_string(text).findings
    return [f"{one.issue} {one.detail}" for one in findings if one.issue not in PARDONED]


def _policy_sentry(document: dict) -> list[str]:  # type: ignore[type-arg]
    return [complaint for statement in document["Statement"] for complaint in _statement(statement)]


def _statement(statement: dict) -> list[str]:  # type: ignore[type-arg]
    sid = statement.get("Sid", "a statement without a name")
    actions, resources = _list(statement["Action"]), _list(statement["Resource"])
    keys = [key for test in statement.get("Condition", {}).values() for key in test]
    complaints, fitting = [], set()
    for action in actions:
        service, name = action.split(":")
        rows = (get_action_data(service, name) or {}).get(service, [])
        if not rows:
            complaints.append(f"{sid}: {action} does not exist")
            continue
        known = {key for row in rows for key in row["condition_keys"]}
        complaints += [f"{sid}: {action} knows no {key}" for key in keys if not any(_fits(key, one) for one in known)]
        # The row of `*` holds the conditions of the request.
        formats = [row["resource_arn_format"] for row in rows if row["resource_arn_format"] != "*"]
        own = {one for one in resources if one == "*" or any(_fits(one, form) for form in formats)}
        fitting |= own
        if not own:
            complaints.append(f"{sid}: {action} is done on none of {resources}")
    return complaints + [f"{sid}: nothing is done on {one}" for one in resources if one not in fitting]


def _fits(text: str, form: str) -> bool:
    """Whether an ARN or a condition key has a form of the reference, such as arn:${Partition}:s3:::${BucketName}."""
    pattern = re.sub(r"\$\{\w+\}|<\w+>|tag-key", "*", form)
    return fnmatch.fnmatchcase(text, pattern) or fnmatch.fnmatchcase(text, pattern.replace("arn:*:s3:*", "arn:*:s3::"))


def _list(value: object) -> list:  # type: ignore[type-arg]
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    main(sys.argv[1:])
