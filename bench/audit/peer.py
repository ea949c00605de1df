"""The same settings read with boto3, by sixteen threads: the least that any user of an SDK pays.

Usage: peer.py, with the endpoint and credentials in AWS's variables.
"""

from __future__ import annotations

import json
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
SERVICES = ("rds", "s3", "iam", "kms", "sns", "cloudwatch", "secretsmanager", "sts")


class Reader:
    """Asks, and keeps the code of a refusal: what is not configured is an answer, too."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        config = Config(max_pool_connections=32, retries={"mode": "standard"}, s3={"addressing_style": "path"})
        clients = {name: boto3.client(name, config=config) for name in SERVICES}
        self.rds, self.s3, self.iam, self.kms, self.sns, self.cloudwatch, self.secrets, self.sts = clients.values()
        self.pool = pool

    def everything(self) -> dict[str, list[Any]]:
        """All that an audit of the estate looks at."""
        self.sts.get_caller_identity()
        databases = pages(self.rds, "describe_db_instances", "DBInstances")
        snapshots = pages(self.rds, "describe_db_snapshots", "DBSnapshots")
        manual = [one["DBSnapshotIdentifier"] for one in snapshots if one["SnapshotType"] == "manual"]
        groups = {group["DBParameterGroupName"] for one in databases for group in one["DBParameterGroups"]}
        services = {tag["Value"] for one in databases for tag in one["TagList"] if tag["Key"] == "service"}
        topics = pages(self.sns, "list_topics", "Topics")
        return {
            "databases": databases,
            "snapshots": snapshots,
            "backups": pages(self.rds, "describe_db_instance_automated_backups", "DBInstanceAutomatedBackups"),
            "events": pages(self.rds, "describe_event_subscriptions", "EventSubscriptionsList"),
            "parameters": [
                pages(self.rds, "describe_db_parameters", "Parameters", DBParameterGroupName=group)
                for group in sorted(groups)
            ],
            "sharing": self.each(
                lambda name: self.rds.describe_db_snapshot_attributes(DBSnapshotIdentifier=name), manual
            ),
            "buckets": self.each(self.bucket, [bucket["Name"] for bucket in self.s3.list_buckets()["Buckets"]]),
            "roles": self.each(self.role, [role["RoleName"] for role in pages(self.iam, "list_roles", "Roles")]),
            "alarms": pages(self.cloudwatch, "describe_alarms", "MetricAlarms"),
            "topics": self.each(self.topic, [topic["TopicArn"] for topic in topics]),
            "secrets": self.each(
                lambda name: answered(self.secrets.describe_secret, SecretId=f"{name}/database"), sorted(services)
            ),
            "keys": self.each(self.key, [key["KeyId"] for key in pages(self.kms, "list_keys", "Keys")]),
        }

    def each(self, read: Any, names: list[str]) -> list[Any]:
        """By sixteen threads."""
        return list(self.pool.map(read, names))

    def bucket(self, name: str) -> list[Any]:
        """All settings of a bucket."""
        return [answered(getattr(self.s3, operation), Bucket=name) for operation in BUCKET_READS]

    def role(self, name: str) -> list[Any]:
        """A role with its policies."""
        inline = pages(self.iam, "list_role_policies", "PolicyNames", RoleName=name)
        return [
            self.iam.get_role(RoleName=name),
            [self.iam.get_role_policy(RoleName=name, PolicyName=policy) for policy in inline],
            pages(self.iam, "list_attached_role_policies", "AttachedPolicies", RoleName=name),
        ]

    def topic(self, arn: str) -> list[Any]:
        """A topic with those who are told."""
        subscriptions = pages(self.sns, "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn)
        return [self.sns.get_topic_attributes(TopicArn=arn), subscriptions]

    def key(self, identity: str) -> list[Any]:
        """A key with its policy."""
        return [
            self.kms.describe_key(KeyId=identity),
            answered(self.kms.get_key_rotation_status, KeyId=identity),
            self.kms.get_key_policy(KeyId=identity, PolicyName="default"),
        ]


def pages(client: Any, operation: str, member: str, **parameters: Any) -> list[Any]:
    """The items of all pages."""
    return [item for page in client.get_paginator(operation).paginate(**parameters) for item in page[member]]


def answered(operation: Any, **parameters: Any) -> Any:
    """The answer, or the refusal's code."""
    try:
        return operation(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]


def main() -> None:
    with ThreadPoolExecutor(16) as pool:
        found = Reader(pool).everything()
    print(json.dumps({name: len(items) for name, items in found.items()}))


if __name__ == "__main__":
    main()
