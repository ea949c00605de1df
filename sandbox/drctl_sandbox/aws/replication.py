"""Replication of buckets: moto stores the rules and returns a part of them; S3 refuses what cannot work, and replicates.

What is written arrives at once, whatever the role may do: a delay has nobody to wait for it.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
"""

from __future__ import annotations

from typing import Any

import xmltodict
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeKey, S3Backend
from moto.s3.responses import S3Response

from .. import hooks

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def install() -> None:
    """Hooks moto's S3."""
    hooks.wrap(S3Backend, "put_bucket_replication", _put)
    hooks.wrap(S3Response, "get_bucket_replication", _get)
    hooks.wrap(S3Backend, "put_object", _put_object)


def _put(original: Any, backend: S3Backend, name: str, replication: dict[str, Any]) -> None:
    for rule in _list(replication.get("Rule")):
        destination = rule["Destination"]
        replica = _bucket(backend, destination["Bucket"])
        if replica is None:
            raise S3ClientError("InvalidRequest", "Destination bucket must exist.")
        if not replica.is_versioned:
            raise S3ClientError("InvalidRequest", "Destination bucket must have versioning enabled.")
        if backend.get_bucket(name).object_lock_enabled and not replica.object_lock_enabled:
            raise S3ClientError(
                "InvalidRequest", "Object Lock must be enabled on the destination bucket, as it is on the source."
            )
        key = (destination.get("EncryptionConfiguration") or {}).get("ReplicaKmsKeyID")
        if _takes_encrypted(rule) and not key:
            raise S3ClientError("InvalidRequest", "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects is present.")
    original(backend, name, replication)


def _get(original: Any, response: S3Response) -> Any:
    """The configuration as it was written, of which moto returns a part."""
    replication = response.backend.get_bucket_replication(response.bucket_name)
    if not replication:
        return original(response)
    document = {"ReplicationConfiguration": {"@xmlns": _NAMESPACE, "Role": replication["Role"], "Rule": replication["Rule"]}}
    return 200, {"Content-Type": "application/xml"}, xmltodict.unparse(document)


def _put_object(original: Any, backend: S3Backend, bucket_name: str, key_name: str, *rest: Any, **named: Any) -> FakeKey:
    key: FakeKey = original(backend, bucket_name, key_name, *rest, **named)
    for rule in _list((backend.get_bucket_replication(bucket_name) or {}).get("Rule")):
        replica = _bucket(backend, rule["Destination"]["Bucket"])
        encrypted = (key.encryption or "").startswith("aws:kms")
        if rule["Status"] == "Enabled" and replica is not None and (not encrypted or _takes_encrypted(rule)):
            original(backend, replica.name, key_name, *rest, **named)
    return key


def _takes_encrypted(rule: dict[str, Any]) -> bool:
    criteria = (rule.get("SourceSelectionCriteria") or {}).get("SseKmsEncryptedObjects") or {}
    return bool(criteria.get("Status") == "Enabled")


def _bucket(backend: S3Backend, arn: str) -> Any:
    return backend.buckets.get(arn.split(":")[-1])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []
