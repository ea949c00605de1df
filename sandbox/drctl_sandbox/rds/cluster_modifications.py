"""ModifyDBCluster and RebootDBCluster: what the kind of cluster and its engine take, and what RDS refuses.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.rds.exceptions import DBClusterNotFoundError
from moto.rds.models import DBCluster, RDSBackend
from moto.rds.responses import RDSResponse

from .. import hooks
from ..core import Sandbox
from ..postgres.wire import identifier, literal
from . import cluster_parameters, validation
from .aurora import Clusters
from .master_password import managed_password
from .validation import refuse

# What ModifyDBCluster takes of one kind of cluster only.
_OF_MULTI_AZ = {
    "allocated_storage": "AllocatedStorage",
    "iops": "Iops",
    "db_cluster_instance_class": "DBClusterInstanceClass",
}
_OF_AURORA = {
    "backtrack_window": "BacktrackWindow",
    "serverless_v2_scaling_configuration": "ServerlessV2ScalingConfiguration",
}


class ClusterModifications:
    """The hooks around the modification and the reboot of clusters."""

    def __init__(self, sandbox: Sandbox, clusters: Clusters) -> None:
        self.sandbox, self.clusters = sandbox, clusters

    def install(self) -> None:
        """Hooks moto's modify method, and adds the reboot."""
        hooks.wrap(RDSBackend, "modify_db_cluster", self._modify)
        hooks.add(RDSResponse, "reboot_db_cluster", self._reboot)

    def _modify(self, original: Any, backend: RDSBackend, request: Any) -> DBCluster:
        cluster = _cluster(backend, request.get("db_cluster_identifier"))
        if cluster.status not in ("available", "modifying", "backing-up"):
            raise _unavailable(cluster)
        changes = {name: value for name, value in request.items() if value is not None}
        _check(backend, cluster, changes)
        exports = changes.pop("cloudwatch_logs_export_configuration", None)
        if exports:
            _change_exports(cluster, exports)
        tokens = changes.pop("enable_iam_database_authentication", None)
        if tokens is not None:
            cluster.iam_auth = bool(tokens)
        group = changes.get("db_cluster_parameter_group_name")
        if group and group != cluster.parameter_group:
            # A newly associated group takes effect at the next reboot of a member.
            cluster_parameters.set_apply_status(cluster, "pending-reboot")
        if changes.get("engine_version") and self.clusters.is_real(cluster):
            validation.check_version(changes["engine_version"], self.sandbox.place.binaries.major)
        new, at_once = changes.pop("new_db_cluster_identifier", None), changes.get("apply_immediately")
        original(backend, dict(changes))
        if not self.clusters.is_real(cluster):
            return cluster  # type: ignore[no-any-return]
        managed = changes.get("manage_master_user_password") and managed_password(cluster)
        self._follow(cluster, changes.get("master_user_password") or managed)
        if new and at_once:
            cluster.status = "renaming"
            name = cluster.db_cluster_identifier
            self.sandbox.job(f"rename {name}", lambda: self._rename(backend, cluster, new))
        return cluster  # type: ignore[no-any-return]

    def _rename(self, backend: RDSBackend, cluster: Any, new: str) -> None:
        """The name, its endpoints and the cluster of its members change; its snapshots keep the old name."""
        self.sandbox.pause(self.sandbox.settings.dwell)
        with self.sandbox.lock:
            members = list(cluster._members)
            backend.clusters.pop(cluster.db_cluster_identifier, None)
            cluster.db_cluster_identifier = new
            backend.clusters[new] = cluster
            for member in members:
                member.db_cluster_identifier = new
            self.clusters.backup(cluster).instance = self.clusters.server(cluster).name = new
            cluster.status = "available"

    def _follow(self, cluster: Any, password: str | None) -> None:
        """Lets the database side know, and keeps the cluster busy for a while."""
        server = self.clusters.server(cluster)
        if password:
            server.query(f"alter role {identifier(str(cluster.master_username))} password {literal(password)}")
        server.admit(cluster_parameters.access_of(cluster, self.sandbox.token_port, server.access))
        cluster.status = "modifying"
        self.sandbox.job(f"modify {cluster.db_cluster_identifier}", lambda: self._settle(cluster, "modifying"))

    def _settle(self, cluster: Any, status: str) -> None:
        self.sandbox.pause(self.sandbox.settings.dwell)
        with self.sandbox.lock:
            if cluster.status == status:
                cluster.status = "available"

    def _reboot(self, response: RDSResponse) -> ActionResult:
        cluster = _cluster(response.backend, response.params.get("DBClusterIdentifier"))
        name = cluster.db_cluster_identifier
        if _is_aurora(cluster):
            raise refuse("InvalidParameterCombination", f"DB cluster {name} is not a Multi-AZ DB cluster.")
        if cluster.status != "available":
            raise _unavailable(cluster)
        cluster_parameters.set_apply_status(cluster, "in-sync")
        cluster.status = "rebooting"
        self.sandbox.job(f"reboot {name}", lambda: self._settle(cluster, "rebooting"))
        return ActionResult({"DBCluster": cluster})


def _cluster(backend: RDSBackend, name: str | None) -> Any:
    if not name or name not in backend.clusters:
        raise DBClusterNotFoundError(name or "")
    return backend.clusters[name]


def _is_aurora(cluster: DBCluster) -> bool:
    return cluster.engine.startswith("aurora")


def _unavailable(cluster: DBCluster) -> Exception:
    name, status = cluster.db_cluster_identifier, cluster.status
    return refuse("InvalidDBClusterStateFault", f"DB cluster {name} is not in available state (it is {status}).")


def _check(backend: RDSBackend, cluster: Any, changes: dict[str, Any]) -> None:
    foreign = _OF_MULTI_AZ if _is_aurora(cluster) else _OF_AURORA
    for name, label in foreign.items():
        if name in changes:
            raise refuse("InvalidParameterCombination", f"{label} is not supported for engine {cluster.engine}.")
    days = changes.get("backup_retention_period")
    if days is not None and not 1 <= int(days) <= 35:
        raise refuse("InvalidParameterValue", f"Invalid backup retention period: {days}. Must be between 1 and 35.")
    validation.check_windows(
        changes.get("preferred_backup_window", cluster.preferred_backup_window),
        changes.get("preferred_maintenance_window", cluster.preferred_maintenance_window),
    )
    validation.check_security_groups(backend, changes.get("vpc_security_group_ids"))
    if changes.get("master_user_password"):
        validation.check_password(changes["master_user_password"], cluster.manage_master_user_password)
    cluster_parameters.check_group(backend, cluster, changes.get("db_cluster_parameter_group_name"))
    exports = changes.get("cloudwatch_logs_export_configuration") or {}
    validation.check_log_types(
        cluster.engine, cluster.engine_version, [*_types(exports, "Enable"), *_types(exports, "Disable")]
    )
    new = changes.get("new_db_cluster_identifier")
    if new and new in backend.clusters:
        raise refuse("DBClusterAlreadyExistsFault", f"DB Cluster {new} already exists.")


def _change_exports(cluster: Any, exports: Any) -> None:
    present = set(cluster.enabled_cloudwatch_logs_exports) | set(_types(exports, "Enable"))
    cluster.enabled_cloudwatch_logs_exports = sorted(present - set(_types(exports, "Disable")))


def _types(exports: Any, how: str) -> list[str]:
    return exports.get(f"{how}LogTypes") or []
