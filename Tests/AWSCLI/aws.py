"""The part of the AWS CLI that advice uses: `aws rds OPERATION --option value …` and `aws rds wait WAITER …`.

It reads options by the service's own model, as the AWS CLI does, and knows nothing of what drctl prints.
"""

import json
import sys

import boto3
from botocore import xform_name


def value(shape, words):
    """The value of an option's words, in the shorthand of the AWS CLI."""
    if words[0][:1] in ("[", "{"):
        return json.loads(words[0])
    if shape.type_name == "list":
        return [value(shape.member, [word]) for word in words]
    if shape.type_name == "structure":
        pairs = dict(pair.split("=", 1) for pair in words[0].split(","))
        return {name: value(shape.members[name], [text]) for name, text in pairs.items()}
    (word,) = words
    return {"integer": int, "long": int, "double": float}.get(shape.type_name, str)(word)


def main(service, name, *words):
    client = boto3.client(service)
    if name == "wait":
        waiter = client.get_waiter(words[0].replace("-", "_"))
        option, identifier = words[1:]
        argument = "".join(part.capitalize() for part in option[2:].split("-")).replace("Db", "DB")
        waiter.wait(**{argument: identifier}, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        return
    operation = client.meta.method_to_api_mapping[name.replace("-", "_")]
    members = client.meta.service_model.operation_model(operation).input_shape.members
    options = {"--" + xform_name(member, "-"): (member, shape) for member, shape in members.items()}
    given, current = {}, None
    for word in words:
        if word.startswith("--"):
            off = word.startswith("--no-") and word not in options
            current, shape = options["--" + word[5:] if off else word]
            given[current] = [] if shape.type_name != "boolean" else not off
        else:
            given[current].append(word)
    getattr(client, xform_name(operation))(
        **{
            name: words if isinstance(words, bool) else value(members[name], words)
            for name, words in given.items()
        }
    )


main(*sys.argv[1:])
