"""Custom endpoints of Aurora clusters, ours: moto has none.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.Custom.Considerations.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.exceptions import DBClusterNotFoundError
from moto.rds.models import RDSBackend
from moto.rds.responses import RDSResponse

from .. import hooks
from .validation import refuse

_MOST = 5


@dataclass
class Endpoint:
    """One custom endpoint; its members are known whatever they are called."""

    name: str
    kind: str
    static: list[Any] = field(default_factory=list)
    excluded: list[Any] = field(default_factory=list)


def install() -> None:
    """Adds the creation and the listing of endpoints."""
    hooks.add(RDSResponse, "create_db_cluster_endpoint", _create)
    hooks.add(RDSResponse, "describe_db_cluster_endpoints", _describe)


def _of(cluster: Any) -> list[Endpoint]:
    if not hasattr(cluster, "own_endpoints"):
        cluster.own_endpoints = []
    return cluster.own_endpoints  # type: ignore[no-any-return]


def _create(response: RDSResponse) -> ActionResult:
    params, backend = response.params, response.backend
    cluster = _cluster(backend, params.get("DBClusterIdentifier"))
    name, kind = str(params.get("DBClusterEndpointIdentifier")).lower(), params.get("EndpointType")
    if any(one.name == name for other in backend.clusters.values() for one in _of(other)):
        raise refuse("DBClusterEndpointAlreadyExistsFault", f"DB cluster endpoint {name} already exists.")
    if cluster.status != "available":
        raise refuse("InvalidDBClusterStateFault", f"DB cluster is not available (it is {cluster.status}).")
    if kind not in ("READER", "ANY"):
        raise refuse("InvalidParameterValue", f"Invalid endpoint type: {kind}.")
    if len(_of(cluster)) >= _MOST:
        raise refuse("DBClusterEndpointQuotaExceededFault", f"A cluster has at most {_MOST} custom endpoints.")
    static = [_member(cluster, one) for one in params.get("StaticMembers") or []]
    excluded = [_member(cluster, one) for one in params.get("ExcludedMembers") or []]
    if static and excluded:
        raise refuse("InvalidParameterCombination", "Specify either StaticMembers or ExcludedMembers, not both.")
    endpoint = Endpoint(name, kind, static, excluded)
    _of(cluster).append(endpoint)
    cluster.custom_endpoints = [_address(backend, one) for one in _of(cluster)]
    return ActionResult(_shown(backend, cluster, endpoint))


def _describe(response: RDSResponse) -> ActionResult:
    params, backend = response.params, response.backend
    wanted = params.get("DBClusterIdentifier")
    clusters = [_cluster(backend, wanted)] if wanted else list(backend.clusters.values())
    listed: list[dict[str, Any]] = []
    for cluster in clusters:
        name = cluster.db_cluster_identifier
        for kind, address in (("WRITER", cluster.endpoint), ("READER", cluster.reader_endpoint)):
            listed.append(
                {"DBClusterIdentifier": name, "Endpoint": address, "Status": "available", "EndpointType": kind}
            )
        listed += [_shown(backend, cluster, one) for one in _of(cluster)]
    return ActionResult({"DBClusterEndpoints": listed})


def _shown(backend: RDSBackend, cluster: Any, endpoint: Endpoint) -> dict[str, Any]:
    prefix = f"arn:aws:rds:{backend.region_name}:{backend.account_id}"
    return {
        "DBClusterEndpointIdentifier": endpoint.name, "DBClusterIdentifier": cluster.db_cluster_identifier,
        "Endpoint": _address(backend, endpoint), "Status": "available", "EndpointType": "CUSTOM",
        "CustomEndpointType": endpoint.kind,
        "StaticMembers": [one.db_instance_identifier for one in endpoint.static],
        "ExcludedMembers": [one.db_instance_identifier for one in endpoint.excluded],
        "DBClusterEndpointArn": f"{prefix}:cluster-endpoint:{endpoint.name}",
    }  # fmt: skip


def _address(backend: RDSBackend, endpoint: Endpoint) -> str:
    return f"{endpoint.name}.cluster-custom-c7tj4example.{backend.region_name}.rds.amazonaws.com"


def _cluster(backend: RDSBackend, name: Any) -> Any:
    if not name or name not in backend.clusters:
        raise DBClusterNotFoundError(name or "")
    return backend.clusters[name]


def _member(cluster: Any, name: str) -> Any:
    found = next((one for one in cluster._members if one.db_instance_identifier == name), None)
    if found is None:
        raise refuse("DBInstanceNotFound", f"DBInstance {name} is not a member of the cluster.")
    return found
