"""Random valid inputs from AWS's models, serialised by botocore: one JSON object a line.

Reads {"seed": n, "count": n, "operations": ["rds:DescribeDBInstances", ...], "omitted": {service: {shape: [member]}},
"protocols": {service: name}} from standard input. Each line: {case, service, operation, params, method, url_path, query,
headers, body}; params in the form of awscli's --cli-input-json, but with blobs as plain text.
"""

import datetime
import json
import random
import sys

try:
    import botocore.loaders
    import botocore.model
    import botocore.serialize
except ImportError:
    sys.exit(3)  # Nothing to compare with: the caller skips.

TEXTS = ["a", "kb-prod", "a b", "a/b+c", "ümläut", "x=1&y=2", "<&>\"'", "line\nbreak", "100%", "~._-"]


class Inputs:
    def __init__(self, rng, omitted):
        self.rng, self.omitted = rng, omitted

    def structure(self, shape, depth):
        left_out = set(self.omitted.get("*", [])) | set(self.omitted.get(shape.name, []))
        values = {}
        names = [name for name in shape.members if name not in left_out]
        if getattr(shape, "is_tagged_union", False):
            names = names and [self.rng.choice(names)]
        for name in names:
            member = shape.members[name]
            if name in shape.required_members or self.rng.random() < (0.5 if depth < 3 else 0.15):
                values[name] = self.value(member, depth + 1)
        return values

    def value(self, shape, depth, location=None):
        kind = shape.type_name
        location = shape.serialization.get("location", location)
        if kind == "structure":
            return self.structure(shape, depth)
        if kind == "list":
            return [self.value(shape.member, depth + 1, location) for _ in range(self.rng.randint(1, 2))]
        if kind == "map":
            return {f"key{i}": self.value(shape.value, depth + 1, location) for i in range(self.rng.randint(1, 2))}
        if kind in ("string", "character"):
            if getattr(shape, "enum", None):
                return self.rng.choice(shape.enum)
            if shape.serialization.get("hostLabel"):
                return "123456789012"
            return self.rng.choice(TEXTS[:6] if location in ("header", "headers", "uri") else TEXTS)
        if kind in ("integer", "long"):
            return self.rng.choice([0, 1, 7, 35, 65535])
        if kind in ("float", "double"):
            return self.rng.choice([0.5, 1.25, -3.0, 99.9])
        if kind == "boolean":
            return self.rng.random() < 0.5
        if kind == "timestamp":
            return datetime.datetime(2026, 11, 23, 5, self.rng.randint(0, 59), tzinfo=datetime.timezone.utc)
        if kind == "blob":
            return self.rng.choice(["blob", "ünïcode"]).encode()
        raise ValueError(kind)


def literal(value):
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, dict):
        return {key: literal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [literal(item) for item in value]
    return value


def body_of(body):
    if isinstance(body, dict):
        return {"form": [[key, str(value)] for key, value in body.items()]}
    return {"utf8": body.decode() if isinstance(body, (bytes, bytearray)) else body}


def main():
    job = json.load(sys.stdin)
    loader = botocore.loaders.Loader()
    rng = random.Random(job["seed"])
    models = {}
    for key in job["operations"]:
        service, name = key.split(":")
        if service not in models:
            # The model alone: what botocore adds to it (RDS's SourceRegion) is no part of AWS's API.
            version = loader.determine_latest_version(service, "service-2")
            facts = loader.load_data(f"{service}/{version}/service-2")
            models[service] = botocore.model.ServiceModel(facts, service)
        model = models[service]
        operation = model.operation_model(name)
        protocol = job["protocols"].get(service, model.metadata["protocol"])
        serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
        inputs = Inputs(rng, job["omitted"].get(service, {}))
        for number in range(job["count"]):
            params = inputs.structure(operation.input_shape, 0) if operation.input_shape else {}
            request = serializer.serialize_to_request(params, operation)
            print(json.dumps({
                "case": f"{key}#{number}", "params": literal(params), "method": request["method"],
                "url_path": request["url_path"], "query": request["query_string"],
                "headers": {name: str(value) for name, value in request["headers"].items()},
                "body": body_of(request["body"]),
            }))


main()
