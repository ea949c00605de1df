"""ModifyDBInstance and RebootDBInstance on a member of a cluster: RDS refuses what the cluster has.

Each setting says 'this setting doesn't apply to Amazon Aurora DB instances' where that is so:
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBInstance, DBInstanceClustered, RDSBackend

from .. import hooks
from ..core import Sandbox
from . import cluster_parameters, validation
from .aurora import Clusters
from .validation import refuse

# What only the cluster can change.
_OF_CLUSTER = {
    "allocated_storage", "backup_retention_period", "cloudwatch_logs_export_configuration", "deletion_protection",
    "enable_iam_database_authentication", "engine_version", "iops", "manage_master_user_password",
    "master_user_password", "multi_az", "option_group_name", "preferred_backup_window", "storage_throughput",
    "storage_type", "vpc_security_group_ids",
}  # fmt: skip
# What RDS takes and ignores: copying tags is the cluster's.
_IGNORED = {"copy_tags_to_snapshot"}


class MemberModifications:
    """The hooks around members that exist. Install them after those of instances, since they run before them."""

    def __init__(self, sandbox: Sandbox, clusters: Clusters) -> None:
        self.sandbox, self.clusters = sandbox, clusters

    def install(self) -> None:
        """Hooks moto's modification and reboot of instances."""
        hooks.wrap(RDSBackend, "modify_db_instance", self._modify)
        hooks.wrap(RDSBackend, "reboot_db_instance", self._reboot)

    def _modify(self, original: Any, backend: RDSBackend, name: str, request: Any) -> DBInstance:
        member: Any = backend.databases.get(name)
        if not isinstance(member, DBInstanceClustered):
            other: DBInstance = original(backend, name, request)
            return other
        validation.require_status(member, "available", "backing-up", "modifying")
        changes = {key: value for key, value in request.items() if value is not None}
        for key in sorted(_OF_CLUSTER & set(changes)):
            setting = key.replace("_", " ")
            raise refuse(
                "InvalidParameterCombination",
                f"The specified DB Instance is a member of a cluster. Modify {setting} for the DB Cluster using the "
                "ModifyDbCluster API",
            )
        new = changes.pop("new_db_instance_identifier", None)
        if new and new in backend.databases:
            raise refuse("DBInstanceAlreadyExists", "DB instance already exists")
        maintenance = changes.get("preferred_maintenance_window")
        if maintenance:
            validation.check_windows(member.preferred_backup_window, maintenance)
        modified: DBInstance = original(
            backend, name, {key: value for key, value in changes.items() if key not in _IGNORED}
        )
        if new and changes.get("apply_immediately"):
            member.status = "renaming"
            self.sandbox.job(f"rename {name}", lambda: self._rename(backend, member, new))
            return modified
        self._keep_busy(member, "modifying")
        return modified

    def _rename(self, backend: RDSBackend, member: Any, new: str) -> None:
        self.sandbox.pause(self.sandbox.settings.dwell)
        with self.sandbox.lock:
            backend.databases.pop(member.db_instance_identifier, None)
            member.db_instance_identifier = new
            backend.databases[new] = member
            member.status = "available"

    def _reboot(self, original: Any, backend: RDSBackend, name: str) -> DBInstance:
        member: DBInstance = original(backend, name)
        if isinstance(member, DBInstanceClustered):
            validation.require_status(member, "available")
            cluster: Any = member.cluster
            # A reboot is when a newly associated parameter group takes effect.
            cluster_parameters.set_apply_status(cluster, "in-sync")
            if self.clusters.is_real(cluster):
                server = self.clusters.server(cluster)
                server.admit(cluster_parameters.access_of(cluster, self.sandbox.token_port, server.access))
            self._keep_busy(member, "rebooting")
        return member

    def _keep_busy(self, member: Any, status: str) -> None:
        member.status = status
        self.sandbox.job(f"{status} {member.db_instance_identifier}", lambda: self._settle(member, status))

    def _settle(self, member: Any, status: str) -> None:
        self.sandbox.pause(self.sandbox.settings.dwell)
        with self.sandbox.lock:
            if member.status == status:
                member.status = "available"
