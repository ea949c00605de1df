"""The tagging API: event subscriptions and parameter groups of RDS, which moto leaves out.

https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.rds.models import rds_backends
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend

from .. import hooks


def install() -> None:
    """Hooks what moto lists."""
    hooks.wrap(ResourceGroupsTaggingAPIBackend, "_get_resources_generator", _resources)


def _resources(
    original: Any, backend: ResourceGroupsTaggingAPIBackend, tag_filters: Any = None, resource_type_filters: Any = None
) -> Iterator[dict[str, Any]]:
    yield from original(backend, tag_filters=tag_filters, resource_type_filters=resource_type_filters)
    rds = rds_backends[backend.account_id][backend.region_name]
    kinds = {
        "rds:es": rds.event_subscriptions, "rds:pg": rds.db_parameter_groups,
        "rds:cluster-pg": rds.db_cluster_parameter_groups,
    }  # fmt: skip
    for kind, resources in kinds.items():
        if resource_type_filters and not {"rds", kind} & set(resource_type_filters):
            continue
        for resource in resources.values():
            tags = resource.get_tags()
            if tags and all(_matches(tags, wanted) for wanted in tag_filters or []):
                yield {"ResourceARN": resource.arn, "Tags": tags}


def _matches(tags: list[dict[str, str]], wanted: dict[str, Any]) -> bool:
    values = wanted.get("Values") or []
    return any(tag["Key"] == wanted["Key"] and (not values or tag["Value"] in values) for tag in tags)
