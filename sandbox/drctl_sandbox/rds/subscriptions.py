"""Event subscriptions: topics and sources must exist, and only calls of their own add and remove sources.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyEventSubscription.html
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import EventSubscription, RDSBackend
from moto.rds.responses import RDSResponse
from moto.sns.models import sns_backends

from .. import hooks
from .validation import refuse

# Source type -> the attribute of moto's backend that holds the sources by their identifiers.
_SOURCES = {
    "db-instance": "databases",
    "db-cluster": "clusters",
    "db-snapshot": "database_snapshots",
    "db-cluster-snapshot": "cluster_snapshots",
    "db-parameter-group": "db_parameter_groups",
    "db-security-group": "security_groups",
}


def install() -> None:
    """Hooks moto's creation of subscriptions, and adds what moto lacks."""
    hooks.wrap(RDSBackend, "create_event_subscription", _create)
    hooks.add(RDSResponse, "modify_event_subscription", _modify)
    hooks.add(RDSResponse, "add_source_identifier_to_subscription", _add_source)
    hooks.add(RDSResponse, "remove_source_identifier_from_subscription", _remove_source)


def _create(original: Any, backend: RDSBackend, request: Any) -> EventSubscription:
    properties = {name: value for name, value in request.items() if value is not None}
    if properties.get("subscription_name") not in backend.event_subscriptions:
        _require_topic(properties.get("sns_topic_arn"))
        sources, source_type = properties.get("source_ids") or [], properties.get("source_type")
        if sources and not source_type:
            raise refuse("InvalidParameterCombination", "SourceType must be provided if SourceIds are supplied.")
        for source in sources:
            _require_source(backend, source_type, source)
    # A subscription is active unless the caller says otherwise.
    properties.setdefault("enabled", True)
    created: EventSubscription = original(backend, properties)
    return created


def _modify(response: RDSResponse) -> ActionResult:
    params = response.params
    found = _subscription(response)
    if params.get("SnsTopicArn") is not None:
        _require_topic(params["SnsTopicArn"])
    for parameter, attribute in (
        ("SnsTopicArn", "sns_topic_arn"),
        ("SourceType", "source_type"),
        ("EventCategories", "event_categories"),
        ("Enabled", "enabled"),
    ):
        if params.get(parameter) is not None:
            setattr(found, attribute, params[parameter])
    return ActionResult({"EventSubscription": found})


def _add_source(response: RDSResponse) -> ActionResult:
    found, source = _subscription(response), response.params["SourceIdentifier"]
    if not found.source_type:
        raise refuse("InvalidParameterCombination", "A subscription to all source types has no sources of its own.")
    _require_source(response.backend, found.source_type, source)
    found.source_ids = [*found.source_ids, *([] if source in found.source_ids else [source])]
    return ActionResult({"EventSubscription": found})


def _remove_source(response: RDSResponse) -> ActionResult:
    found, source = _subscription(response), response.params["SourceIdentifier"]
    if source not in found.source_ids:
        raise refuse("SourceNotFound", f"The subscription has no source {source}.")
    found.source_ids = [other for other in found.source_ids if other != source]
    return ActionResult({"EventSubscription": found})


def _subscription(response: RDSResponse) -> Any:
    # Raises SubscriptionNotFound.
    return next(iter(response.backend.describe_event_subscriptions(response.params.get("SubscriptionName"))))


def _require_topic(arn: str | None) -> None:
    parts = (arn or "").split(":")
    known = len(parts) == 6 and arn in sns_backends[parts[4]][parts[3]].topics
    if not known:
        raise refuse("SNSTopicArnNotFound", f"The SNS topic {arn} does not exist.")


def _require_source(backend: RDSBackend, source_type: str | None, source: str) -> None:
    holder = _SOURCES.get(source_type or "")
    if holder is not None and source not in getattr(backend, holder):
        raise refuse("SourceNotFound", f"{source_type} {source} not found.")
