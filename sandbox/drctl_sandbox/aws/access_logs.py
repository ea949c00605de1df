"""Whether a bucket lets S3 deliver access logs to it: moto reads a policy's elements only where they are objects.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
"""

from __future__ import annotations

import fnmatch
from typing import Any

from moto.s3.models import FakeBucket

from .. import hooks
from .bucket_policy import parse

_SERVICE = "logging.s3.amazonaws.com"


def install() -> None:
    """Hooks moto's check of the target bucket's policy."""
    hooks.wrap(FakeBucket, "_log_permissions_enabled_policy", _may_deliver)


def _may_deliver(original: Any, bucket: FakeBucket, target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """Whether some statement allows the service to put objects under the prefix."""
    if not target_bucket.policy:
        return False
    key = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}log"
    return any(
        statement["Effect"] == "Allow"
        and _names_service(statement.get("Principal"))
        and any(fnmatch.fnmatchcase("s3:putobject", action.lower()) for action in _list(statement.get("Action")))
        and any(fnmatch.fnmatchcase(key, resource) for resource in _list(statement.get("Resource")))
        for statement in parse(target_bucket.policy)
    )


def _names_service(principal: Any) -> bool:
    if principal == "*":
        return True
    return isinstance(principal, dict) and _SERVICE in _list(principal.get("Service"))


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value is not None else []
