"""S3 buckets: the defaults of 2023, policy status, whole lifecycle configurations, Object Lock on existing buckets."""

from __future__ import annotations

import re
import uuid
from typing import Any

import xmltodict
from moto.s3.exceptions import NoSuchBucketPolicy, NoSuchLifecycleConfiguration, S3ClientError
from moto.s3.models import FakeBucket, PublicAccessBlock, S3Backend
from moto.s3.responses import S3Response

from .. import hooks
from .bucket_policy import Malformed, is_public, parse

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_STATUS = '<?xml version="1.0" encoding="UTF-8"?>\n<PolicyStatus xmlns="{}"><IsPublic>{}</IsPublic></PolicyStatus>'


def install() -> None:
    """Hooks moto's S3."""
    hooks.wrap(S3Backend, "create_bucket", _create_bucket)
    hooks.wrap(S3Backend, "delete_bucket_encryption", _delete_bucket_encryption)
    hooks.wrap(S3Backend, "put_bucket_policy", _put_bucket_policy)
    hooks.wrap(S3Backend, "put_object_lock_configuration", _put_object_lock_configuration)
    hooks.wrap(S3Backend, "delete_bucket_lifecycle", _delete_bucket_lifecycle)
    hooks.wrap(S3Response, "_bucket_response_get", _bucket_response_get)
    hooks.wrap(S3Response, "_bucket_response_put", _bucket_response_put)
    hooks.wrap(S3Response, "get_bucket_lifecycle", _get_bucket_lifecycle)


def _default_encryption() -> dict[str, Any]:
    return {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}}


def _create_bucket(original: Any, backend: S3Backend, *positional: Any, **named: Any) -> FakeBucket:
    """Since January and April 2023 new buckets are encrypted, block public access and have ACLs disabled."""
    bucket: FakeBucket = original(backend, *positional, **named)
    bucket.encryption = _default_encryption()
    bucket.public_access_block = PublicAccessBlock(True, True, True, True)
    bucket.ownership_rule = "BucketOwnerEnforced"  # type: ignore[assignment]
    return bucket


def _delete_bucket_encryption(original: Any, backend: S3Backend, name: str) -> None:
    """Encryption can no longer be disabled: deleting it resets it to SSE-S3."""
    backend.get_bucket(name).encryption = _default_encryption()


def _put_bucket_policy(original: Any, backend: S3Backend, name: str, policy: bytes) -> None:
    try:
        parse(policy)
        public = is_public(policy)
    except Malformed as problem:
        raise S3ClientError("MalformedPolicy", str(problem)) from None
    block = backend.get_bucket(name).public_access_block
    if public and block and block.block_public_policy:
        raise S3ClientError("AccessDenied", "User is not authorized: public policies are blocked by BlockPublicPolicy.")
    original(backend, name, policy)


def _put_object_lock_configuration(
    original: Any, backend: S3Backend, name: str, enabled: Any, mode: Any = None, days: Any = None, years: Any = None
) -> None:
    """moto refuses buckets with objects; AWS has accepted them since November 2023."""
    bucket = backend.get_bucket(name)
    if not bucket.is_versioned:
        raise S3ClientError(
            "InvalidBucketState", "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"
        )
    bucket.object_lock_enabled = bucket.object_lock_enabled or bool(enabled)
    bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = mode, days, years


def _bucket_response_get(original: Any, response: S3Response, name: str, query: dict[str, Any]) -> Any:
    if "policyStatus" not in query:
        return original(response, name, query)
    policy = response.backend.get_bucket(name).policy
    if not policy:
        raise NoSuchBucketPolicy(bucket_name=name)
    public = str(is_public(policy)).lower()
    return 200, {"Content-Type": "application/xml"}, _STATUS.format(_NAMESPACE, public)


def _bucket_response_put(original: Any, response: S3Response, request: Any, name: str, query: dict[str, Any]) -> Any:
    is_new = not query and name not in response.backend.buckets
    answer = original(response, request, name, query)
    if is_new and (tags := _tags_of_new(response.body)):
        # moto does not read the tags of CreateBucketConfiguration, which S3 has taken since 2025.
        response.backend.put_bucket_tagging(name, tags)
    if "lifecycle" in query:
        # moto has validated the rules; what it would lose (NewerNoncurrentVersions, sizes) is stored unchanged.
        _keep_document(response.backend.get_bucket(name), _with_identifiers(response.body))
    return answer


def _tags_of_new(body: bytes | str) -> dict[str, str]:
    configuration = (xmltodict.parse(body).get("CreateBucketConfiguration") if body else None) or {}
    tags = (configuration.get("Tags") or {}).get("Tag") or []
    return {tag["Key"]: tag.get("Value") or "" for tag in (tags if isinstance(tags, list) else [tags])}


def _get_bucket_lifecycle(original: Any, response: S3Response) -> Any:
    bucket = response.backend.get_bucket(response.bucket_name)
    document = getattr(bucket, "lifecycle_document", None)
    if document is None:
        return original(response)
    if "<Rule>" not in document:
        raise NoSuchLifecycleConfiguration(bucket_name=response.bucket_name)
    return 200, {"Content-Type": "application/xml"}, document


def _delete_bucket_lifecycle(original: Any, backend: S3Backend, name: str) -> None:
    original(backend, name)
    _keep_document(backend.get_bucket(name), None)


def _keep_document(bucket: Any, document: str | None) -> None:
    bucket.lifecycle_document = document


def _with_identifiers(body: bytes | str) -> str:
    """The document as S3 returns it: a rule without an ID gets one."""
    parsed = xmltodict.parse(body)["LifecycleConfiguration"]
    rules = parsed.get("Rule") or []
    for rule in rules if isinstance(rules, list) else [rules]:
        rule.setdefault("ID", str(uuid.uuid5(uuid.NAMESPACE_OID, str(sorted(map(str, rule.items()))))))
    parsed["@xmlns"] = _NAMESPACE
    text = xmltodict.unparse({"LifecycleConfiguration": parsed}, short_empty_elements=False)
    return re.sub(r"<(Prefix|Filter)></\1>", r"<\1/>", text)
