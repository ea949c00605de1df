"""CloudTrail's LookupEvents, answered from the calls that were received."""

from __future__ import annotations

import base64
import datetime
import json
from typing import Any

from moto.cloudtrail.responses import CloudTrailResponse

from .. import hooks
from ..core import Sandbox
from ..front.calls import Call
from ..settings import ACCOUNT
from . import identity

# Parameter -> its resource type in CloudTrail.
_RESOURCES = {
    "DBInstanceIdentifier": "AWS::RDS::DBInstance",
    "SourceDBInstanceIdentifier": "AWS::RDS::DBInstance",
    "TargetDBInstanceIdentifier": "AWS::RDS::DBInstance",
    "DBSnapshotIdentifier": "AWS::RDS::DBSnapshot",
    "TargetDBSnapshotIdentifier": "AWS::RDS::DBSnapshot",
    "DBParameterGroupName": "AWS::RDS::DBParameterGroup",
    "DBSubnetGroupName": "AWS::RDS::DBSubnetGroup",
    "SubscriptionName": "AWS::RDS::EventSubscription",
    "Bucket": "AWS::S3::Bucket",
    "RoleName": "AWS::IAM::Role",
    "UserName": "AWS::IAM::User",
    "PolicyArn": "AWS::IAM::Policy",
    "KeyId": "AWS::KMS::Key",
    "AliasName": "AWS::KMS::Alias",
    "SecretId": "AWS::SecretsManager::Secret",
    "AlarmName": "AWS::CloudWatch::Alarm",
    "TopicArn": "AWS::SNS::Topic",
    "GroupId": "AWS::EC2::SecurityGroup",
    "ResourceName": "AWS::RDS::Resource",
}
# Data events are not in the event history.
_DATA = {
    "s3": ("Object", "Part", "MultipartUpload", "ListMultipart"),
    "sqs": ("Message",),
    "sns": ("Publish",),
    "monitoring": ("PutMetricData", "GetMetricData", "GetMetricStatistics"),
    "kms": ("Encrypt", "Decrypt", "GenerateDataKey"),
}
_SOURCES = {"monitoring": "monitoring.amazonaws.com", "email": "ses.amazonaws.com"}


def install(sandbox: Sandbox) -> None:
    """Adds LookupEvents to moto's CloudTrail."""

    def lookup_events(response: CloudTrailResponse) -> str:
        request = json.loads(response.body or "{}")
        wanted = {entry["AttributeKey"]: entry["AttributeValue"] for entry in request.get("LookupAttributes") or []}
        start, end = float(request.get("StartTime") or 0), float(request.get("EndTime") or 1e11)
        events = [
            _event(call)
            for call in reversed(sandbox.calls.history())
            if call.request.is_signed and not _is_data(call) and start <= call.time <= end
        ]
        events = [event for event in events if _matches(event, wanted)]
        size = int(request.get("MaxResults") or 50)
        first = int(base64.b64decode(request["NextToken"])) if request.get("NextToken") else 0
        answer: dict[str, Any] = {"Events": events[first : first + size]}
        if first + size < len(events):
            answer["NextToken"] = base64.b64encode(str(first + size).encode()).decode()
        return json.dumps(answer)

    hooks.add(CloudTrailResponse, "lookup_events", lookup_events)


def _is_data(call: Call) -> bool:
    return any(part in call.request.operation for part in _DATA.get(call.request.service, ()))


def _event(call: Call) -> dict[str, Any]:
    request = call.request
    who = identity.of(request.access_key)
    parameters = call.parameters()
    resources = [
        {"ResourceType": kind, "ResourceName": str(parameters[name])}
        for name, kind in _RESOURCES.items()
        if parameters.get(name)
    ]
    for name in parameters:
        if name.startswith("AlarmNames.member."):
            resources.append({"ResourceType": "AWS::CloudWatch::Alarm", "ResourceName": str(parameters[name])})
    source = _SOURCES.get(request.service, f"{request.service}.amazonaws.com")
    time = datetime.datetime.fromtimestamp(call.time, datetime.UTC)
    record: dict[str, Any] = {
        "eventVersion": "1.11",
        "userIdentity": who,
        "eventTime": f"{time:%Y-%m-%dT%H:%M:%SZ}",
        "eventSource": source,
        "eventName": request.operation,
        "awsRegion": request.region,
        "sourceIPAddress": "127.0.0.1",
        "userAgent": request.agent,
        "requestParameters": {_lowered(name): value for name, value in parameters.items()},
        "responseElements": None,
        "requestID": call.request_id or call.id,
        "eventID": call.id,
        "readOnly": call.is_read_only,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Management",
    }
    if call.error:
        record |= {"errorCode": call.error, "errorMessage": call.error}
    return {
        "EventId": call.id,
        "EventName": request.operation,
        "ReadOnly": str(call.is_read_only).lower(),
        "AccessKeyId": request.access_key,
        "EventTime": call.time,
        "EventSource": source,
        "Username": who["userName"],
        "Resources": resources,
        "CloudTrailEvent": json.dumps(record),
    }


def _lowered(name: str) -> str:
    """CloudTrail's spelling: dBInstanceIdentifier, and bucketName for S3's Bucket."""
    return "bucketName" if name == "Bucket" else name[:1].lower() + name[1:]


def _matches(event: dict[str, Any], wanted: dict[str, str]) -> bool:
    for key, value in wanted.items():
        if key in ("ResourceName", "ResourceType"):
            if not any(resource[key] == value for resource in event["Resources"]):
                return False
        elif event.get(key) != value:
            return False
    return True
