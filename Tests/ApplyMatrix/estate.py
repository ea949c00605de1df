"""What an account holds, as boto3 sees it: the same text for the same settings, whatever ids AWS has given."""

from __future__ import annotations

import json
import re
from typing import Any

import boto3
from botocore.exceptions import ClientError

# What a call adds to its answer, and what time alone changes.
_VOLATILE = re.compile(
    "ResponseMetadata|.*(Time|Date|Updated.*|Timestamp)|LastModified|RequestId|HostId|CreationDate|RoleId|ETag|NextToken"
    "|DBInstanceAutomatedBackupsReplications|RoleLastUsed|StateReason.*|KeyMaterialId|CurrentKeyMaterialId"
)

# Ids that are drawn anew for each estate, and whose places say enough.
_DRAWN = [
    (re.compile(r"\b(vpc|subnet|sg|eni)-[0-9a-f]{8,17}\b"), r"\1-…"),
    (re.compile(r"\b(db|cluster)-[A-Z0-9]{26}\b"), r"\1-…"),
    (re.compile(r"\bab-[a-z0-9]{26}\b"), "ab-…"),
    (re.compile(r"rds!(db|cluster)-[0-9a-f-]{36}-\w{6}"), r"rds!\1-…"),
    (re.compile(r'"(DbInstancePort|Port)": \d+'), r'"\1": …'),
]


def dump(environment: dict[str, str]) -> str:
    """Everything that an apply can make or change, sorted."""
    session = boto3.Session(
        environment["DRCTL_SANDBOX_ENGINEER_ACCESS_KEY_ID"], environment["DRCTL_SANDBOX_ENGINEER_SECRET_ACCESS_KEY"],
        region_name="us-east-1",
    )  # fmt: skip

    def client(name: str) -> Any:
        return session.client(name, endpoint_url=environment["AWS_ENDPOINT_URL"])

    found: dict[str, Any] = {
        "buckets": _buckets(client("s3")), "roles": _roles(client("iam")), "topics": _topics(client("sns")),
        **_cloudwatch(client("cloudwatch")), **_databases(client("rds")),
    }  # fmt: skip
    keys = client("kms")
    names = _key_names(keys)
    found["keys"] = sorted(json.dumps(_key(keys, name), sort_keys=True, default=str) for name in names)
    text = json.dumps(_steady(found), sort_keys=True, indent=1, default=str)
    for identity, name in names.items():
        text = text.replace(identity, f"<key {name}>")
    for pattern, replacement in _DRAWN:
        text = pattern.sub(replacement, text)
    return text


def _key_names(keys: Any) -> dict[str, str]:
    names = {key["KeyId"]: "without alias" for key in keys.list_keys()["Keys"]}
    for alias in sorted(keys.list_aliases()["Aliases"], key=lambda each: each["AliasName"], reverse=True):
        if alias.get("TargetKeyId") in names:
            names[alias["TargetKeyId"]] = alias["AliasName"]
    return names


def _key(keys: Any, identity: str) -> dict[str, Any]:
    return {
        "policy": json.loads(keys.get_key_policy(KeyId=identity, PolicyName="default")["Policy"]),
        "rotation": {name: value for name, value in _ask(keys.get_key_rotation_status, KeyId=identity).items()
                     if name in ("KeyRotationEnabled", "RotationPeriodInDays")},
        "tags": sorted(map(str, keys.list_resource_tags(KeyId=identity)["Tags"])),
    }  # fmt: skip


def _buckets(s3: Any) -> dict[str, Any]:
    questions = [
        "get_bucket_encryption", "get_bucket_versioning", "get_bucket_policy", "get_public_access_block",
        "get_bucket_lifecycle_configuration", "get_bucket_logging", "get_bucket_ownership_controls", "get_bucket_tagging",
        "get_object_lock_configuration", "get_bucket_acl", "get_bucket_replication",
    ]  # fmt: skip
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    return {name: {one: _ask(getattr(s3, one), Bucket=name) for one in questions} for name in names}


def _roles(iam: Any) -> dict[str, Any]:
    found = {}
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
        found[name] = {
            "role": iam.get_role(RoleName=name)["Role"],
            "inline": {one: iam.get_role_policy(RoleName=name, PolicyName=one)["PolicyDocument"] for one in inline},
            "attached": iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"],
        }
    return found


def _topics(sns: Any) -> dict[str, Any]:
    arns = [topic["TopicArn"] for topic in sns.list_topics()["Topics"]]
    return {
        arn: {
            "attributes": sns.get_topic_attributes(TopicArn=arn)["Attributes"],
            "subscriptions": sorted(
                f"{one['Protocol']} {one['Endpoint']}"
                for one in sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
            ),
            "tags": sorted(map(str, sns.list_tags_for_resource(ResourceArn=arn)["Tags"])),
        }
        for arn in arns
    }


def _cloudwatch(cloudwatch: Any) -> dict[str, Any]:
    dashboards = [one["DashboardName"] for one in cloudwatch.list_dashboards()["DashboardEntries"]]
    alarms = cloudwatch.describe_alarms()["MetricAlarms"]
    for alarm in alarms:
        for name in [each for each in alarm if each.startswith("State")]:
            del alarm[name]
    return {
        "alarms": {alarm["AlarmName"]: alarm for alarm in alarms},
        "dashboards": {name: cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"] for name in dashboards},
    }


def _databases(rds: Any) -> dict[str, Any]:
    instances = rds.describe_db_instances()["DBInstances"]
    for instance in instances:
        instance.pop("Endpoint", None)
    groups = [
        one["DBParameterGroupName"]
        for one in rds.describe_db_parameter_groups()["DBParameterGroups"]
        if not one["DBParameterGroupName"].startswith("default.")
    ]
    return {
        "instances": {instance["DBInstanceIdentifier"]: instance for instance in instances},
        "subscriptions": rds.describe_event_subscriptions()["EventSubscriptionsList"],
        "parameters": {
            name: [
                f"{one['ParameterName']}={one.get('ParameterValue')}"
                for one in rds.describe_db_parameters(DBParameterGroupName=name)["Parameters"]
                if one.get("Source") == "user"
            ]
            for name in groups
        },
        "replicated": rds.describe_db_instance_automated_backups()["DBInstanceAutomatedBackups"],
    }


def _ask(question: Any, **parameters: Any) -> dict[str, Any]:
    """The answer, or the code by which AWS says that there is nothing."""
    try:
        return dict(question(**parameters))
    except ClientError as refusal:
        return {"error": refusal.response["Error"]["Code"]}


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _steady(one) for name, one in value.items() if not _VOLATILE.fullmatch(str(name))}
    if isinstance(value, list):
        return sorted((_steady(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True, default=str))
    return value
