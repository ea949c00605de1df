"""Compares documents of OpenSLO with the fields of its specification, and says what is wrong with them.

    check.py FILE

Exit status 0: nothing is wrong; 1: each problem is a line on stdout.
"""
import json
import pathlib
import sys

import jsonschema
import yaml

schema = json.loads((pathlib.Path(__file__).parent / "openslo-v1.json").read_text(encoding="utf-8"))
validator = jsonschema.Draft202012Validator(schema)
documents = list(yaml.safe_load_all(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")))
problems = [
    f"{number}, {'/'.join(map(str, error.absolute_path))}: {error.message}"
    for number, document in enumerate(documents)
    for error in validator.iter_errors(document)
]
names = [(document["kind"], document["metadata"]["name"]) for document in documents]
problems += [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
services = {name for kind, name in names if kind == "Service"}
problems += [
    f"no service {document['spec']['service']}"
    for document in documents
    if document["kind"] == "SLO" and document["spec"]["service"] not in services
]
if not services or len(names) == len(services):
    problems.append("there is no service, or no SLO")
print("\n".join(problems))
sys.exit(1 if problems else 0)
