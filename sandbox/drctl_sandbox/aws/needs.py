"""The permissions that a call needs: actions, resources and condition keys, by the service authorization reference.

https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import xmltodict
from moto.cloudwatch.models import cloudwatch_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.rds.models import rds_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends

from ..front.request import Request

Context = dict[str, list[str]]

# The operations of S3 whose action has another name.
_S3_ACTIONS = {
    "CompleteMultipartUpload": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "UploadPart": "PutObject",
    "HeadBucket": "ListBucket", "ListObjectsV2": "ListBucket", "ListObjectVersions": "ListBucketVersions",
    "ListBuckets": "ListAllMyBuckets",
    "GetBucketEncryption": "GetEncryptionConfiguration", "PutBucketEncryption": "PutEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "GetBucketLifecycle": "GetLifecycleConfiguration", "PutBucketLifecycle": "PutLifecycleConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock", "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration", "HeadObject": "GetObject",
    "GetBucketReplication": "GetReplicationConfiguration", "PutBucketReplication": "PutReplicationConfiguration",
}  # fmt: skip

# The parameters of RDS that name a resource, with its type.
_RDS_NAMES = {
    "DBInstanceIdentifier": "db", "TargetDBInstanceIdentifier": "db", "SourceDBInstanceIdentifier": "db",
    "DBClusterIdentifier": "cluster", "SourceDBClusterIdentifier": "cluster", "DBSnapshotIdentifier": "snapshot",
    "DBClusterSnapshotIdentifier": "cluster-snapshot", "SnapshotIdentifier": "cluster-snapshot",
    "SourceDBSnapshotIdentifier": "snapshot", "TargetDBSnapshotIdentifier": "snapshot",
    "SourceDBClusterSnapshotIdentifier": "cluster-snapshot", "TargetDBClusterSnapshotIdentifier": "cluster-snapshot",
    "DBSubnetGroupName": "subgrp", "DBParameterGroupName": "pg", "DBClusterParameterGroupName": "cluster-pg",
    "OptionGroupName": "og", "SubscriptionName": "es", "DBClusterEndpointIdentifier": "cluster-endpoint",
}  # fmt: skip

# What of these a call makes: the first that it names.
_RDS_MADE = {
    "CreateDBInstance": "DBInstanceIdentifier", "RestoreDBInstanceFromDBSnapshot": "DBInstanceIdentifier",
    "RestoreDBInstanceToPointInTime": "TargetDBInstanceIdentifier", "CreateDBSnapshot": "DBSnapshotIdentifier",
    "RestoreDBClusterFromSnapshot": "DBClusterIdentifier", "RestoreDBClusterToPointInTime": "DBClusterIdentifier",
    "CreateDBClusterSnapshot": "DBClusterSnapshotIdentifier", "CreateDBParameterGroup": "DBParameterGroupName",
    "CreateDBClusterParameterGroup": "DBClusterParameterGroupName", "CreateEventSubscription": "SubscriptionName",
    "CopyDBSnapshot": "TargetDBSnapshotIdentifier", "CopyDBClusterSnapshot": "TargetDBClusterSnapshotIdentifier",
}  # fmt: skip


@dataclass(frozen=True)
class Need:
    """One action on one resource, with the values of the request's condition keys."""

    action: str
    resource: str = "*"
    context: Context = field(default_factory=dict)


def of(request: Request, body: bytes, account: str) -> list[Need]:
    """Everything that the call needs; nothing for calls that need no permission."""
    find = _SERVICES.get(request.service)
    return list(find(request, body, account)) if find else [Need(f"{request.service}:{request.operation}")]


def _unnamed(prefix: str) -> Callable[[Request, bytes, str], Iterator[Need]]:
    """A service whose actions have no resources."""

    def find(request: Request, _: bytes, __: str) -> Iterator[Need]:
        yield Need(f"{prefix}:{request.operation}")

    return find


def _rds(request: Request, _: bytes, account: str) -> Iterator[Need]:
    action, region = f"rds:{request.operation}", request.region
    if request.operation.startswith("Describe"):
        yield Need(action)
        return
    tags = _form_tags(request.parameters)
    backend = rds_backends[account][region]
    for name, kind in _RDS_NAMES.items():
        value = str(request.parameters.get(name) or "")
        if not value or value.startswith("default"):
            continue
        arn = value if value.startswith("arn:") else f"arn:aws:rds:{region}:{account}:{kind}:{value}"
        context = _requested(tags) | _resource_tags(_rds_tags(backend, arn, request.operation))
        yield Need(action, arn, context)
        if tags and _RDS_MADE.get(request.operation) == name:
            yield Need("rds:AddTagsToResource", arn, context)
    if request.operation.startswith("Restore"):
        yield from _grant(request, account)
    if request.operation.startswith("Copy") and (key := request.parameters.get("KmsKeyId")):
        via = {"kms:ViaService": [f"rds.{region}.amazonaws.com"], "kms:GrantIsForAWSResource": ["true"]}
        yield _key("kms:CreateGrant", str(key), region, account, via)


def _rds_tags(backend: Any, arn: str, operation: str) -> list[dict[str, str]]:
    if operation.startswith(("Create", "Restore", "Copy")) and ":drctl-" in arn:
        return []
    try:
        return list(backend.list_tags_for_resource(arn) or [])
    except Exception:  # moto knows no such resource: it has no tags either
        return []


def _grant(request: Request, account: str) -> Iterator[Need]:
    """RDS uses the key of what it restores in the caller's name."""
    parameters, backend = request.parameters, rds_backends[account][request.region]
    sources = [
        (backend.database_snapshots, parameters.get("DBSnapshotIdentifier")),
        (backend.databases, parameters.get("SourceDBInstanceIdentifier")),
        (backend.cluster_snapshots, parameters.get("SnapshotIdentifier")),
        (backend.clusters, parameters.get("SourceDBClusterIdentifier")),
    ]
    for known, name in sources:
        source = known.get(name) if name else None
        key = getattr(source, "kms_key_id", None) or getattr(getattr(source, "database", None), "kms_key_id", None)
        if str(key or "").startswith(("arn:", "alias/")):
            via = {"kms:ViaService": [f"rds.{request.region}.amazonaws.com"], "kms:GrantIsForAWSResource": ["true"]}
            yield _key("kms:CreateGrant", str(key), request.region, account, via)


def _key(action: str, key: str, region: str, account: str, context: Context | None = None) -> Need:
    backend = kms_backends[account][region]
    found = backend.keys.get(backend.any_id_to_key_id(key))
    if found is None:  # KMS says so itself
        return Need(action, f"arn:aws:kms:{region}:{account}:key/{key.rpartition('/')[2]}", context or {})
    aliases = [one.alias_name for one in backend.list_aliases(found.id)]
    values = dict(context or {}) | ({"kms:ResourceAliases": aliases} if aliases else {})
    tags = backend.list_resource_tags(found.id).get("Tags") or []
    named = [{"Key": tag["TagKey"], "Value": tag["TagValue"]} for tag in tags]
    return Need(action, found.arn, values | _resource_tags(named))


def _kms(request: Request, _: bytes, account: str) -> Iterator[Need]:
    action, region, parameters = f"kms:{request.operation}", request.region, request.parameters
    if request.operation == "CreateKey":
        tags = {tag["TagKey"]: tag["TagValue"] for tag in parameters.get("Tags") or []}
        yield Need(action, "*", _requested(tags))
        if tags:
            yield Need("kms:TagResource", f"arn:aws:kms:{region}:{account}:key/new", _requested(tags))
    elif request.operation == "CreateAlias":
        yield Need(action, f"arn:aws:kms:{region}:{account}:{parameters['AliasName']}")
        yield _key(action, parameters["TargetKeyId"], region, account)
    elif "KeyId" in parameters and not request.operation.startswith("ListAliases"):
        yield _key(action, parameters["KeyId"], region, account)
    else:
        yield Need(action)


def _s3(request: Request, body: bytes, account: str) -> Iterator[Need]:
    if request.path.startswith("/v20180820/"):  # S3 Control
        yield Need("s3:GetAccountPublicAccessBlock")
        return
    action = "s3:" + _S3_ACTIONS.get(request.operation, request.operation)
    bucket = f"arn:aws:s3:::{request.parameters.get('Bucket', '')}"
    query = parse_qs(request.query)
    if "Key" in request.parameters:
        yield Need(action, f"{bucket}/{request.parameters['Key']}")
        yield from _object_key(request, bucket, account)
        return
    yield Need(action, bucket, {"s3:prefix": query["prefix"]} if "prefix" in query else {})
    if request.operation == "CreateBucket":
        configuration = (xmltodict.parse(body).get("CreateBucketConfiguration") if body else None) or {}
        if configuration.get("Tags"):
            yield Need("s3:TagResource", bucket)


def _object_key(request: Request, bucket: str, account: str) -> Iterator[Need]:
    """S3 asks KMS in the caller's name, for the bucket where it has an S3 Bucket Key."""
    found = s3_backends[account]["aws"].buckets.get(request.parameters.get("Bucket", ""))
    rule = ((found.encryption if found else None) or {}).get("Rule", {}).get("ApplyServerSideEncryptionByDefault", {})
    if key := rule.get("KMSMasterKeyID"):
        context = {
            "kms:ViaService": [f"s3.{request.region}.amazonaws.com"],
            "kms:EncryptionContext:aws:s3:arn": [bucket],
        }
        action = "kms:GenerateDataKey" if request.operation in ("PutObject", "CreateMultipartUpload") else "kms:Decrypt"
        yield _key(action, key, request.region, account, context)


def _iam(request: Request, _: bytes, account: str) -> Iterator[Need]:
    name, source = request.parameters.get("RoleName"), request.parameters.get("PolicySourceArn")
    arn = source or (f"arn:aws:iam::{account}:role/{name}" if name else request.parameters.get("PolicyArn") or "*")
    boundary = request.parameters.get("PermissionsBoundary")
    context: Context = {"iam:PermissionsBoundary": [boundary]} if boundary else {}
    yield Need(f"iam:{request.operation}", arn, context | _resource_tags(_role_tags(name, account)))
    if request.operation == "CreateRole" and _form_tags(request.parameters):
        yield Need("iam:TagRole", arn)
    if request.operation == "CreateRole" and boundary:
        yield Need("iam:PutRolePermissionsBoundary", arn, context)


def _role_tags(name: Any, account: str) -> list[dict[str, str]]:
    roles = iam_backends[account]["aws"].roles.values()
    tags = next((role.tags for role in roles if role.name == name), None) or {}
    return list(tags.values()) if isinstance(tags, dict) else list(tags)


def _sns(request: Request, _: bytes, account: str) -> Iterator[Need]:
    name = request.parameters.get("Name")
    arn = request.parameters.get("TopicArn") or f"arn:aws:sns:{request.region}:{account}:{name}"
    # IAM knows no resource for a subscription.
    of_subscription = "SubscriptionArn" in request.parameters
    yield Need(f"sns:{request.operation}", "*" if of_subscription else arn)
    if request.operation == "CreateTopic" and _form_tags(request.parameters):
        yield Need("sns:TagResource", arn)
    topic = sns_backends[account][request.region].topics.get(arn)
    if request.operation == "Publish" and topic and topic.kms_master_key_id:
        via = {"kms:ViaService": [f"sns.{request.region}.amazonaws.com"]}
        for action in ("kms:GenerateDataKey", "kms:Decrypt"):
            yield _key(action, topic.kms_master_key_id, request.region, account, via)


def _cloudwatch(request: Request, _: bytes, account: str) -> Iterator[Need]:
    action, parameters = f"cloudwatch:{request.operation}", request.parameters
    if request.operation in ("GetDashboard", "PutDashboard"):
        yield Need(action, f"arn:aws:cloudwatch::{account}:dashboard/{parameters['DashboardName']}")
    elif request.operation == "DeleteDashboards":
        for name in _listed(parameters, "DashboardNames"):
            yield Need(action, f"arn:aws:cloudwatch::{account}:dashboard/{name}")
    elif request.operation == "DeleteAlarms":
        for name in _listed(parameters, "AlarmNames"):
            arn = f"arn:aws:cloudwatch:{request.region}:{account}:alarm:{name}"
            tags = cloudwatch_backends[account][request.region].list_tags_for_resource(arn)
            yield Need(action, arn, _resource_tags([{"Key": key, "Value": value} for key, value in tags.items()]))
    elif request.operation == "PutMetricAlarm":
        arn = f"arn:aws:cloudwatch:{request.region}:{account}:alarm:{parameters['AlarmName']}"
        yield Need(action, arn)
        if parameters.get("Tags") or _form_tags(parameters):
            yield Need("cloudwatch:TagResource", arn)
    elif request.operation in ("SetAlarmState", "DescribeAlarmHistory"):
        yield Need(action, f"arn:aws:cloudwatch:{request.region}:{account}:alarm:{parameters['AlarmName']}")
    elif request.operation == "PutMetricData":
        yield Need(action, "*", {"cloudwatch:namespace": [parameters.get("Namespace", "")]})
    else:
        yield Need(action)


def _listed(parameters: Any, name: str) -> list[str]:
    """A list in a form, `NAME.member.1`, or in JSON."""
    return list(parameters.get(name) or []) or [
        str(value) for key, value in parameters.items() if key.startswith(f"{name}.")
    ]


def _sqs(request: Request, _: bytes, account: str) -> Iterator[Need]:
    name = request.parameters.get("QueueName") or str(request.parameters.get("QueueUrl", "")).rpartition("/")[2]
    arn = f"arn:aws:sqs:{request.region}:{account}:{name}"
    tags = request.parameters.get("tags") or request.parameters.get("Tags") or {}
    yield Need(f"sqs:{request.operation}", arn, _requested(tags))
    if tags:
        yield Need("sqs:TagQueue", arn, _requested(tags))


def _secrets(request: Request, _: bytes, account: str) -> Iterator[Need]:
    known = secretsmanager_backends[account][request.region].secrets
    name = str(request.parameters.get("SecretId", ""))
    try:
        secret = known[name]
        yield Need(f"secretsmanager:{request.operation}", secret.arn, _resource_tags(secret.tags or []))
    except KeyError:
        yield Need(
            f"secretsmanager:{request.operation}",
            f"arn:aws:secretsmanager:{request.region}:{account}:secret:{name}-AbCdEf",
        )


def _events(request: Request, _: bytes, account: str) -> Iterator[Need]:
    name = request.parameters.get("Rule") or request.parameters.get("Name")
    rule = f"arn:aws:events:{request.region}:{account}:rule/{name}" if name else "*"
    yield Need(f"events:{request.operation}", rule)
    if request.operation == "PutRule" and request.parameters.get("Tags"):
        yield Need("events:TagResource", rule)


def _securityhub(request: Request, _: bytes, account: str) -> Iterator[Need]:
    yield Need(
        f"securityhub:{request.operation}",
        f"arn:aws:securityhub:{request.region}:{account}:product/{account}/default",
    )


def _sts(request: Request, _: bytes, __: str) -> Iterator[Need]:
    if request.operation == "AssumeRole":
        yield Need("sts:AssumeRole", str(request.parameters["RoleArn"]))


def _form_tags(parameters: Any) -> dict[str, str]:
    """Tags in a form: `Tags.Tag.1.Key` with its `Value`."""
    keys = {name[:-4]: value for name, value in parameters.items() if re.match(r"Tags\..*\.Key$", name)}
    return {value: str(parameters.get(f"{name}.Value", "")) for name, value in keys.items()}


def _requested(tags: dict[str, str]) -> Context:
    values = {f"aws:RequestTag/{key}": [value] for key, value in tags.items()}
    return values | ({"aws:TagKeys": sorted(tags)} if tags else {})


def _resource_tags(tags: list[dict[str, str]]) -> Context:
    return {f"aws:ResourceTag/{tag['Key']}": [str(tag.get("Value") or "")] for tag in tags}


_SERVICES: dict[str, Callable[[Request, bytes, str], Iterator[Need]]] = {
    "rds": _rds,
    "kms": _kms,
    "s3": _s3,
    "iam": _iam,
    "sns": _sns,
    "monitoring": _cloudwatch,
    "secretsmanager": _secrets,
    "events": _events,
    "securityhub": _securityhub,
    "sqs": _sqs,
    "sts": _sts,
    "cloudtrail": _unnamed("cloudtrail"),
    "ec2": _unnamed("ec2"),
    "organizations": _unnamed("organizations"),
    "tagging": _unnamed("tag"),
}
