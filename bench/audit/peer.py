"""The same settings read with boto3, by sixteen threads: the least that any user of an SDK pays. Usage: peer.py ENDPOINT."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

BUCKET_READS = (
    "head_bucket",
    "get_bucket_encryption",
    "get_bucket_versioning",
    "get_public_access_block",
    "get_bucket_policy",
    "get_bucket_lifecycle_configuration",
    "get_object_lock_configuration",
    "get_bucket_logging",
    "get_bucket_ownership_controls",
)


def main() -> None:
    config = Config(max_pool_connections=32, s3={"addressing_style": "path"})
    rds, s3 = (boto3.client(name, endpoint_url=sys.argv[1], config=config) for name in ("rds", "s3"))
    found: dict[str, Any] = {
        "instances": list(rds.get_paginator("describe_db_instances").paginate()),
        "snapshots": list(rds.get_paginator("describe_db_snapshots").paginate()),
    }
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]

    def read(bucket: str) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for operation in BUCKET_READS:
            try:
                answers[operation] = getattr(s3, operation)(Bucket=bucket)
            except ClientError as error:
                answers[operation] = error.response["Error"]["Code"]
        return answers

    with ThreadPoolExecutor(16) as pool:
        found["buckets"] = dict(zip(names, pool.map(read, names)))
    print(len(found["buckets"]), "buckets")


if __name__ == "__main__":
    main()
