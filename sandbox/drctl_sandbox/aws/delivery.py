"""Who may publish to a topic and what a topic may deliver to, which moto does not ask: ours, by AWS's rules.

A service publishes to a topic whose policy admits it, and uses the topic's key in its own name; SNS writes to a queue
whose policy admits the topic.
https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
"""

from __future__ import annotations

import json
from typing import Any

from moto.kms.models import kms_backends
from moto.sns.models import Subscription, sns_backends
from moto.sqs.models import sqs_backends

from .. import hooks
from ..core import log
from .simulation import decide


class Refused(RuntimeError):
    """What the service says of it in its history."""


def install() -> None:
    """Hooks moto's delivery."""
    hooks.wrap(Subscription, "publish", _deliver)


def publish(service: str, source: str, topic: str, message: str, subject: str) -> None:
    """Publishes in the name of a service, for a resource of this account."""
    _, _, _, region, account, _ = topic.split(":", 5)
    backend = sns_backends[account][region]
    found = backend.topics.get(topic)
    if found is None:
        raise Refused(f"Topic does not exist: {topic}")
    context = {
        "aws:sourceaccount": [account], "aws:sourceowner": [account], "aws:sourcearn": [source],
        "aws:securetransport": ["true"],
    }  # fmt: skip
    if not _admits(json.loads(found.policy), service, "SNS:Publish", topic, context):
        raise Refused(f"{service} is not authorized to perform: SNS:Publish on resource: {topic}")
    if found.kms_master_key_id:
        _require_key(found.kms_master_key_id, service, account, region, context)
    backend.publish(message=message, arn=topic, subject=subject)


def _require_key(name: str, service: str, account: str, region: str, context: dict[str, list[str]]) -> None:
    backend = kms_backends[account][region]
    try:
        key = backend.describe_key(name)
    except KeyError:
        raise Refused(f"Key {name} does not exist") from None
    if "alias/aws/" in name or key.key_manager == "AWS":
        raise Refused(f"{service} is not authorized to use the key {name}, which AWS manages")
    if key.key_state != "Enabled":
        raise Refused(f"{key.arn} is {key.key_state}")
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        if not _admits(json.loads(key.policy), service, action, key.arn, context):
            raise Refused(f"{service} is not authorized to perform: {action} on resource: {key.arn}")


def _deliver(original: Any, subscription: Subscription, *positional: Any, **named: Any) -> None:
    if subscription.protocol == "sqs" and not _queue_admits(subscription):
        log.info("queue %s does not admit %s", subscription.endpoint, subscription.topic.arn)
        return
    original(subscription, *positional, **named)


def _queue_admits(subscription: Subscription) -> bool:
    _, _, _, region, account, name = subscription.endpoint.split(":", 5)
    queue = sqs_backends[account][region].queues.get(name)
    if queue is None or not queue.policy:
        return False
    topic = subscription.topic.arn
    context = {
        "aws:sourcearn": [topic], "aws:sourceaccount": [topic.split(":")[4]], "aws:securetransport": ["true"]
    }  # fmt: skip
    return _admits(json.loads(queue.policy), "sns.amazonaws.com", "sqs:SendMessage", subscription.endpoint, context)


def _admits(
    policy: dict[str, Any], service: str, action: str, resource: str, context: dict[str, list[str]]
) -> bool:
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    meant = [statement for statement in statements if _names(statement.get("Principal"), service)]
    return decide(meant, action, resource, context)[0] == "allowed"


def _names(principal: Any, service: str) -> bool:
    """Whether a principal of a statement is the service: `*` is everybody."""
    if principal == "*":
        return True
    if not isinstance(principal, dict):
        return False
    named = {kind: value if isinstance(value, list) else [value] for kind, value in principal.items()}
    return "*" in named.get("AWS", []) or service in named.get("Service", [])
