"""RDS events: recorded with AWS's messages, listed by time and category, and published to event subscriptions."""

from __future__ import annotations

import datetime
import json
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import Event, RDSBackend
from moto.rds.responses import RDSResponse

from .. import hooks
from ..aws import delivery
from ..core import log, now
from .validation import refuse


def record(backend: RDSBackend, resource: Any, category: str, message: str) -> None:
    """Adds an event of an instance or snapshot. Call it under the lock."""
    # moto's constructor requires one of its own event types; the message is the sandbox's.
    event = Event("DB_INSTANCE_CREATE", resource)
    event.message, event.event_categories = message, [category]
    backend.events.append(event)
    for subscription in backend.event_subscriptions.values():
        if _wants(subscription, event):
            _publish(backend, subscription.sns_topic_arn, event)


def _wants(subscription: Any, event: Event) -> bool:
    enabled = subscription.enabled not in (False, "false")
    return bool(
        enabled
        and (not subscription.source_type or subscription.source_type == event.source_type)
        and (not subscription.event_categories or set(subscription.event_categories) & set(event.event_categories))
        and (not subscription.source_ids or event.source_identifier in subscription.source_ids)
    )


def _publish(backend: RDSBackend, topic: Any, event: Event) -> None:
    body = {
        "Event Source": event.source_type,
        "Event Time": f"{event.date:%Y-%m-%d %H:%M:%S.%f}"[:-3],
        "Source ID": event.source_identifier,
        "Source ARN": event.source_arn,
        "Event Message": event.message,
    }
    try:
        delivery.publish(
            "events.rds.amazonaws.com", str(event.source_arn), topic, json.dumps(body), "RDS Notification Message"
        )
    except delivery.Refused as problem:  # a topic that takes nothing must not break the database
        log.warning("event not published to %s: %s", topic, problem)


def _describe_events(original: Any, response: RDSResponse) -> ActionResult:
    params = response.params
    if params.get("SourceIdentifier") and not params.get("SourceType"):
        raise refuse("InvalidParameterCombination", "Cannot specify source identifier without source type")
    end = _moment(params.get("EndTime")) or now()
    # Without a start the last hour is listed, as on AWS; RDS retains 14 days.
    start = _moment(params.get("StartTime")) or end - datetime.timedelta(minutes=int(params.get("Duration") or 60))
    categories = set(params.get("EventCategories") or [])
    events = [
        event
        for event in response.backend.events
        if start <= _utc(event.date) <= end
        and params.get("SourceIdentifier", event.source_identifier) == event.source_identifier
        and params.get("SourceType", event.source_type) == event.source_type
        and (not categories or categories & set(event.event_categories))
    ]
    return ActionResult({"Events": events})


def _moment(value: Any) -> datetime.datetime | None:
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    return _utc(value)


def _utc(value: datetime.datetime) -> datetime.datetime:
    return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)


def install() -> None:
    """Hooks moto's event actions."""
    hooks.wrap(RDSResponse, "describe_events", _describe_events)
