"""Cluster parameter groups: defaults of each family, user values on top, and rds.force_ssl obeyed by the servers.

Aurora PostgreSQL requires TLS by default from version 17 on:
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import DBClusterParameterGroup, RDSBackend
from moto.rds.responses import RDSResponse

from .. import hooks
from ..core import Sandbox
from ..postgres.configuration import Access
from .parameters import entries
from .validation import refuse

# Name, default, apply type, data type, allowed values.
_POSTGRES: list[tuple[str, str | None, str, str, str | None]] = [
    ("log_statement", None, "dynamic", "string", "none,ddl,mod,all"),
    ("rds.force_ssl", "0", "dynamic", "boolean", "0,1"),
    ("rds.logical_replication", "0", "static", "boolean", "0,1"),
    ("shared_preload_libraries", "pg_stat_statements", "static", "list", None),
]
_MYSQL: list[tuple[str, str | None, str, str, str | None]] = [
    ("binlog_format", "OFF", "static", "string", "ROW,STATEMENT,MIXED,OFF"),
    ("require_secure_transport", "OFF", "dynamic", "string", "ON,OFF"),
    ("server_audit_logging", "0", "dynamic", "boolean", "0,1"),
]


def set_apply_status(cluster: Any, status: str) -> None:
    """'pending-reboot' after another group is associated, 'in-sync' after the reboot."""
    cluster.parameter_apply_status = status


def apply_status(cluster: Any) -> str:
    """The apply status of a cluster's group."""
    return getattr(cluster, "parameter_apply_status", "in-sync")


def check_group(backend: RDSBackend, cluster: Any, name: str | None) -> None:
    """A group must exist and be of the cluster's family."""
    if name and (family := group_named(backend, name).db_parameter_group_family) != family_of(cluster):
        raise refuse(
            "InvalidParameterCombination",
            f"The parameter group {name} with DBParameterGroupFamily {family} can't be used for this cluster. "
            f"Use a parameter group with DBParameterGroupFamily {family_of(cluster)}",
        )


def family_of(cluster: Any) -> str:
    """The family of a cluster's engine and version, such as 'aurora-postgresql15' or 'aurora-mysql8.0'."""
    parts = str(cluster.engine_version).split(".")
    return f"{cluster.engine}{parts[0]}" + ("" if "postgres" in cluster.engine else f".{parts[1]}")


def group_named(backend: RDSBackend, name: str) -> DBClusterParameterGroup:
    """A group of somebody's, or a default one: AWS has the default groups of all families."""
    if name not in backend.db_cluster_parameter_groups and name.startswith("default."):
        family = name.removeprefix("default.")
        backend.db_cluster_parameter_groups[name] = DBClusterParameterGroup(  # type: ignore[abstract]
            backend, name, f"Default cluster parameter group for {family}", family
        )
    if name not in backend.db_cluster_parameter_groups:
        raise refuse("DBParameterGroupNotFound", f"DBClusterParameterGroup not found: {name}")
    return backend.db_cluster_parameter_groups[name]


def access_of(cluster: Any, token_port: int, present: Access) -> Access:
    """Who may connect how; another group does not count until a member has been rebooted."""
    force = present.force_tls
    if apply_status(cluster) == "in-sync":
        group = group_named(cluster.backend, cluster.parameter_group)
        force = any(
            entry["ParameterName"] == "rds.force_ssl" and entry["ParameterValue"] == "1" for entry in _list(group)
        )
    return Access(force_tls=force, token_port=token_port if cluster.iam_auth else None)


def _list(group: DBClusterParameterGroup) -> list[dict[str, Any]]:
    family = group.db_parameter_group_family
    catalogue = _POSTGRES if "postgres" in family else _MYSQL if "mysql" in family else []
    if "postgres" in family and int("".join(filter(str.isdigit, family)) or 0) >= 17:
        catalogue = [
            ("rds.force_ssl", "1", *entry[2:]) if entry[0] == "rds.force_ssl" else entry for entry in catalogue
        ]
    return list(entries(catalogue, group.parameters))


class ClusterParameters:
    """The hooks around cluster parameter groups."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def install(self) -> None:
        """Hooks moto's cluster parameter group actions."""
        hooks.wrap(RDSResponse, "describe_db_cluster_parameters", self._describe)
        hooks.wrap(RDSBackend, "create_db_cluster_parameter_group", self._create)
        hooks.wrap(RDSBackend, "modify_db_cluster_parameter_group", self._modify)

    def _describe(self, original: Any, response: RDSResponse) -> ActionResult:
        params = response.params
        group, source = group_named(response.backend, params.get("DBClusterParameterGroupName")), params.get("Source")
        return ActionResult({"Parameters": [entry for entry in _list(group) if source in (None, entry["Source"])]})

    def _create(self, original: Any, backend: RDSBackend, **request: Any) -> DBClusterParameterGroup:
        name = request["db_cluster_parameter_group_name"]
        if name.startswith("default."):
            raise refuse("InvalidParameterValue", f"The parameter DBClusterParameterGroupName is not valid: {name}.")
        created: DBClusterParameterGroup = original(backend, **request)
        return created

    def _modify(self, original: Any, backend: RDSBackend, name: str, changes: Any) -> DBClusterParameterGroup:
        if name.startswith("default."):
            raise refuse("InvalidParameterValue", f"The parameters of the default group {name} cannot be modified.")
        static = {
            entry["ParameterName"] for entry in _list(group_named(backend, name)) if entry["ApplyType"] == "static"
        }
        for change in changes:
            if change.get("ParameterName") in static and change.get("ApplyMethod") == "immediate":
                raise refuse(
                    "InvalidParameterCombination",
                    f"cannot use immediate apply method for static parameter: {change['ParameterName']}",
                )
        group: DBClusterParameterGroup = original(backend, name, changes)
        for cluster in backend.clusters.values():
            self.follow(cluster, name)
        return group

    def follow(self, cluster: Any, name: str | None = None) -> None:
        """Lets the server of a cluster know, where it has one and uses the group."""
        server = self.sandbox.clusters.get(cluster.db_cluster_resource_id)
        if server and name in (None, cluster.parameter_group):
            server.admit(access_of(cluster, self.sandbox.token_port, server.access))
