"""Limits of an account in a region: what RDS tells of them and, where moto does not, refuses beyond them.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import RDSBackend
from moto.rds.responses import RDSResponse

from .. import hooks
from .validation import refuse

_EVENT_SUBSCRIPTIONS = 20
_PARAMETER_GROUPS = 50


def install() -> None:
    """Adds the description, and the refusals."""
    hooks.add(RDSResponse, "describe_account_attributes", _describe)
    for operation, name, code in (
        ("create_event_subscription", "EventSubscriptions", "EventSubscriptionQuotaExceeded"),
        ("create_db_parameter_group", "DBParameterGroups", "DBParameterGroupQuotaExceeded"),
        ("create_db_cluster_parameter_group", "DBClusterParameterGroups", "DBParameterGroupQuotaExceeded"),
    ):
        hooks.wrap(RDSBackend, operation, _bounded(name, code))


def _quotas(backend: RDSBackend) -> dict[str, tuple[int, int]]:
    """What is used, and how much may be; the groups that RDS makes itself do not count."""

    def own(groups: Any) -> int:
        return sum(1 for name in groups if not name.startswith("default."))

    def manual(snapshots: Any) -> int:
        return sum(1 for one in snapshots.values() if one.snapshot_type == "manual")

    return {
        "ManualSnapshots": (manual(backend.database_snapshots), backend.SNAPSHOT_QUOTA),
        "ManualClusterSnapshots": (manual(backend.cluster_snapshots), backend.SNAPSHOT_QUOTA),
        "EventSubscriptions": (len(backend.event_subscriptions), _EVENT_SUBSCRIPTIONS),
        "DBParameterGroups": (own(backend.db_parameter_groups), _PARAMETER_GROUPS),
        "DBClusterParameterGroups": (own(backend.db_cluster_parameter_groups), _PARAMETER_GROUPS),
    }


def _describe(response: RDSResponse) -> ActionResult:
    quotas = _quotas(response.backend).items()
    return ActionResult(
        {"AccountQuotas": [{"AccountQuotaName": name, "Used": used, "Max": most} for name, (used, most) in quotas]}
    )


def _bounded(name: str, code: str) -> Any:
    def create(original: Any, backend: RDSBackend, *positional: Any, **named: Any) -> Any:
        used, most = _quotas(backend)[name]
        if used >= most:
            raise refuse(code, f"You have reached your quota of {most} for {name}")
        return original(backend, *positional, **named)

    return create
