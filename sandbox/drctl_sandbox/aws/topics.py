"""SNS topics: CreateTopic returns a topic that exists, and refuses other attributes than it has."""

from __future__ import annotations

import json
from typing import Any

from moto.sns.exceptions import InvalidParameterValue
from moto.sns.models import SNSBackend, Topic

from .. import hooks

# Attribute -> the name that moto keeps it under.
_ATTRIBUTES = {
    "KmsMasterKeyId": "kms_master_key_id",
    "DisplayName": "display_name",
    "DeliveryPolicy": "delivery_policy",
}


def install() -> None:
    """Hooks moto's creation of topics."""
    hooks.wrap(SNSBackend, "create_topic", _create)


def _create(
    original: Any, backend: SNSBackend, name: str, attributes: dict[str, str] | None = None, tags: Any = None
) -> Topic:
    policy = (attributes or {}).get("Policy")
    if policy is not None and not _is_policy(policy):
        raise InvalidParameterValue("Invalid parameter: Policy Error: null")
    present: Any = next((topic for topic in backend.topics.values() if topic.name == name), None)
    if present is not None:
        for attribute, value in (attributes or {}).items():
            if not _equal(present, attribute, value):
                raise InvalidParameterValue(
                    "Invalid parameter: Attributes Reason: Topic already exists with different attributes"
                )
        if tags and tags != present._tags:
            raise InvalidParameterValue("Invalid parameter: Tags Reason: Topic already exists with different tags")
    topic: Topic = original(backend, name, attributes, tags)
    return topic


def _is_policy(text: str) -> bool:
    try:
        return isinstance(json.loads(text).get("Statement"), list)
    except (ValueError, AttributeError):
        return False


def _equal(topic: Any, attribute: str, value: str) -> bool:
    if attribute == "Policy":
        return bool(json.loads(topic.policy) == json.loads(value))
    name = _ATTRIBUTES.get(attribute)
    return name is None or getattr(topic, name) == value
