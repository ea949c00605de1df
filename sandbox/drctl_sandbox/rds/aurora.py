"""Aurora clusters on real PostgreSQL: creation, both restores, deletion, and the backups that outlive them.

A cluster is storage with backups; it accepts connections only while it has an instance. So its server is stopped as
soon as its data exists, and the first member starts it: a restore without a member has nothing to connect to, as on AWS.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, TypeGuard

from moto.core.responses import ActionResult
from moto.rds.exceptions import DBClusterToBeDeletedHasActiveMembers
from moto.rds.models import DBCluster, DBClusterSnapshot, RDSBackend
from moto.rds.responses import RDSResponse

from .. import hooks
from ..core import Sandbox
from ..postgres.archive import ContinuousBackup
from ..postgres.cluster import Cluster
from ..postgres.configuration import Access, Recovery
from . import cluster_parameters, events, validation
from .instances import DEFAULT_BACKUP_WINDOW, DEFAULT_MAINTENANCE_WINDOW
from .master_password import managed_password
from .provisioning import Origin, Provisioning
from .restores import target_time
from .validation import refuse

# What a restored cluster inherits from its source; everything else has its default.
_KEPT = (
    "engine", "engine_version", "database_name", "master_username", "backup_retention_period",
    "preferred_backup_window", "preferred_maintenance_window", "storage_encrypted", "kms_key_id", "allocated_storage",
)  # fmt: skip
# Names of the request that are not properties of the new cluster.
_ADDRESSING = {
    "snapshot_identifier", "source_db_cluster_identifier", "restore_to_time", "use_latest_restorable_time",
    "restore_type", "source_db_cluster_resource_id",
}  # fmt: skip


@dataclass(frozen=True)
class ClusterProvisioning(Provisioning):
    """A cluster in creation: the same statuses, and a server that is stopped until there is a member."""

    def _refuse_connections_for_a_while(self) -> None:
        """Nobody can connect yet; the fault applies to the member."""

    def _become_available(self) -> None:
        self.cluster.stop()
        super()._become_available()


class Clusters:
    """The hooks around clusters, which also identify the real clusters for other hooks."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        # moto's own, as it was before hooking.
        self._make = RDSBackend.create_db_cluster

    def install(self) -> None:
        """Hooks moto's cluster actions and what it answers about clusters."""
        hooks.wrap(RDSBackend, "create_db_cluster", self._create)
        hooks.wrap(RDSBackend, "restore_db_cluster_from_snapshot", self._from_snapshot)
        hooks.wrap(RDSBackend, "restore_db_cluster_to_point_in_time", self._to_point_in_time)
        hooks.wrap(RDSBackend, "delete_db_cluster", self._delete)
        hooks.wrap(RDSResponse, "delete_db_cluster", _check_deletion)
        hooks.add(RDSResponse, "describe_db_cluster_automated_backups", self._automated_backups)
        hooks.wrap(DBCluster, "save_automated_backup", lambda original, cluster: None)
        # moto's getter turns 'creating' into 'available' when it is read.
        hooks.wrap_property(
            DBCluster, "status", lambda get, cluster: cluster._status if self.is_real(cluster) else get(cluster)
        )
        for name in ("endpoint", "reader_endpoint"):
            hooks.wrap_property(DBCluster, name, lambda get, db: "127.0.0.1" if self.is_real(db) else get(db))
        hooks.wrap_property(DBCluster, "latest_restorable_time", self._latest_restorable_time)

    def is_real(self, cluster: DBCluster | None) -> TypeGuard[Any]:
        """Whether a PostgreSQL server backs a cluster."""
        return cluster is not None and cluster.db_cluster_resource_id in self.sandbox.clusters

    def server(self, cluster: DBCluster) -> Cluster:
        """The server of a real cluster."""
        return self.sandbox.clusters[cluster.db_cluster_resource_id]

    def backup(self, cluster: DBCluster) -> ContinuousBackup:
        """The continuous backup of a real cluster."""
        return self.sandbox.backups[cluster.db_cluster_resource_id]

    def _create(self, original: Any, backend: RDSBackend, request: Any) -> DBCluster:
        properties = dict(request.items())
        if properties.get("engine") != "aurora-postgresql":
            other: DBCluster = original(backend, request)
            if not properties.get("db_cluster_parameter_group_name"):
                other.parameter_group = f"default.{cluster_parameters.family_of(other)}"
            return other
        managed = properties.get("manage_master_user_password")
        validation.check_password(properties.get("master_user_password"), managed)
        if properties.get("storage_encrypted"):
            properties["kms_key_id"] = validation.resolve_key(backend, properties.get("kms_key_id"))
        return self._provision(backend, properties, Origin())

    def _provision(self, backend: RDSBackend, properties: dict[str, Any], origin: Origin) -> DBCluster:
        name = properties["db_cluster_identifier"]
        if name in backend.clusters:
            raise refuse("DBClusterAlreadyExistsFault", f"DB Cluster {name} already exists.")
        group = properties.get("db_cluster_parameter_group_name")
        if group and not group.startswith("default.") and group not in backend.db_cluster_parameter_groups:
            raise refuse("DBClusterParameterGroupNotFound", f"DBClusterParameterGroup not found: {group}")
        validation.check_retention(properties.get("backup_retention_period"))
        validation.check_security_groups(backend, properties.get("vpc_security_group_ids"))
        properties.setdefault("preferred_backup_window", DEFAULT_BACKUP_WINDOW)
        properties.setdefault("preferred_maintenance_window", DEFAULT_MAINTENANCE_WINDOW)
        validation.check_windows(properties["preferred_backup_window"], properties["preferred_maintenance_window"])
        installed = self.sandbox.place.binaries
        properties["engine_version"] = properties.get("engine_version") or installed.version
        validation.check_version(properties["engine_version"], installed.major)
        validation.check_log_types(
            "aurora-postgresql", properties["engine_version"], properties.get("enable_cloudwatch_logs_exports") or []
        )
        if properties.get("storage_type") not in (None, "aurora", "aurora-iopt1"):
            raise refuse("InvalidParameterValue", f"Invalid storage type: {properties['storage_type']}.")
        properties.pop("port", None)
        # Storage of Aurora grows by itself; moto does not know all of its types.
        properties["allocated_storage"] = properties.get("allocated_storage") or 1
        properties.setdefault("db_cluster_parameter_group_name", f"default.aurora-postgresql{installed.major}")
        properties["db_cluster_parameter_group_name"] = (
            properties["db_cluster_parameter_group_name"] or f"default.aurora-postgresql{installed.major}"
        )
        cluster: Any = self._make(backend, properties)
        # RDS does not return the standard one; moto would say gp2.
        cluster.storage_type = properties.get("storage_type")
        cluster._status = "creating"
        # The jobs of instances identify their target by these names.
        cluster.dbi_resource_id, cluster.db_name = cluster.db_cluster_resource_id, cluster.database_name
        cluster.event_source_type = "db-cluster"
        resource_id = cluster.db_cluster_resource_id
        directory = self.sandbox.place.data / "archives" / resource_id
        backup = ContinuousBackup(backend.account_id, backend.region_name, name, resource_id, directory)
        server = Cluster(self.sandbox.place, name, backup)
        server.access = cluster_parameters.access_of(cluster, self.sandbox.token_port, Access())
        cluster.port = server.port
        self.sandbox.backups[resource_id], self.sandbox.clusters[resource_id] = backup, server
        password = properties.get("master_user_password") or managed_password(cluster)
        work = ClusterProvisioning(self.sandbox, backend, cluster, server, origin, password)
        self.sandbox.job(f"provision {name}", lambda: self._run(work, cluster, backup))
        return cluster  # type: ignore[no-any-return]

    def _run(self, work: ClusterProvisioning, cluster: Any, backup: ContinuousBackup) -> None:
        work.run()
        cluster.earliest_restorable_time = backup.earliest

    def _from_snapshot(self, original: Any, backend: RDSBackend, name: str, overrides: Any) -> DBCluster:
        snapshot: DBClusterSnapshot = backend.get_db_cluster_snapshot(name)
        if snapshot.status != "available":
            raise refuse("InvalidDBClusterSnapshotStateFault", f"Snapshot {name} is {snapshot.status}.")
        copy = self.sandbox.copies.get(snapshot.arn)
        if copy is None:
            restored: DBCluster = original(backend, name, overrides)
            return restored
        kept = _kept(snapshot.cluster) | {"storage_encrypted": snapshot.encrypted, "kms_key_id": snapshot.kms_key_id}
        return self._restore(backend, kept, overrides, Origin(copy))

    def _to_point_in_time(self, original: Any, backend: RDSBackend, **request: Any) -> DBCluster:
        name, resource = request.get("source_db_cluster_identifier"), request.get("source_db_cluster_resource_id")
        if bool(name) == bool(resource):
            raise refuse(
                "InvalidParameterCombination", "Specify either SourceDBClusterIdentifier or SourceDbClusterResourceId."
            )
        if name:
            source: Any = backend.describe_db_clusters(name)[0]
            if not self.is_real(source):
                restored: DBCluster = original(backend, **request)
                return restored
            backup, kept = self.backup(source), _kept(source)
        else:
            backup = self._retained(backend, str(resource))
            name, kept = backup.instance, dict(backup.properties)
        time = target_time(backup, request | {"restore_time": request.get("restore_to_time")})
        base = backup.base_for(time)
        if base is None:
            raise refuse("InvalidRestoreFault", f"{name} cannot be restored to {time}.")
        recovery = Recovery(backup.segments, f"{time:%Y-%m-%d %H:%M:%S.%f+00}")
        return self._restore(backend, kept, request, Origin(base.directory, recovery))

    def _retained(self, backend: RDSBackend, resource: str) -> ContinuousBackup:
        found = self.sandbox.backups.get(resource)
        place = (backend.account_id, backend.region_name)
        if found is None or (found.account, found.region) != place:
            raise refuse("DBClusterAutomatedBackupNotFoundFault", f"The automated backup {resource} was not found.")
        live = next((one for one in backend.clusters.values() if one.db_cluster_resource_id == resource), None)
        if live is not None:
            found.properties = _kept(live)
        return found

    def _automated_backups(self, response: RDSResponse) -> ActionResult:
        """Those of clusters that exist, and those that were retained of deleted ones.

        https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterAutomatedBackups.html
        """
        params, backend = response.params, response.backend
        filters = {entry["Name"]: set(entry["Values"]) for entry in params.get("Filters") or []}
        name, resource = params.get("DBClusterIdentifier"), params.get("DbClusterResourceId")
        if name and name not in backend.clusters:
            raise refuse("DBClusterNotFoundFault", f"DBCluster {name} not found.")
        place = (backend.account_id, backend.region_name)
        listed = []
        for backup in self.sandbox.backups.values():
            if not backup.resource_id.startswith("cluster-") or (backup.account, backup.region) != place:
                continue
            status = "retained" if backup.retained else "active"
            wanted = (
                name in (None, backup.instance)
                and resource in (None, backup.resource_id)
                and status in filters.get("status", {status})
                and backup.instance in filters.get("db-cluster-id", {backup.instance})
                and backup.resource_id in filters.get("db-cluster-resource-id", {backup.resource_id})
            )
            if wanted:
                listed.append(
                    {
                        "DBClusterIdentifier": backup.instance, "DbClusterResourceId": backup.resource_id,
                        "Region": backup.region, "Status": status, "Engine": "aurora-postgresql",
                        "RestoreWindow": {"EarliestTime": backup.earliest, "LatestTime": backup.announced_latest},
                        "DBClusterArn": f"arn:aws:rds:{backup.region}:{backup.account}:cluster:{backup.instance}",
                    }
                )  # fmt: skip
        return ActionResult({"DBClusterAutomatedBackups": listed})

    def _restore(self, backend: RDSBackend, kept: dict[str, Any], request: Any, origin: Origin) -> DBCluster:
        given = {name: value for name, value in request.items() if name not in _ADDRESSING and value is not None}
        # The master user's password is part of the data, but moto requires one.
        return self._provision(backend, kept | {"master_user_password": "kept-with-the-data"} | given, origin)

    def _delete(
        self, original: Any, backend: RDSBackend, cluster_identifier: str, snapshot_name: str | None = None
    ) -> DBCluster:
        cluster: Any = backend.clusters.get(cluster_identifier)
        if not self.is_real(cluster):
            deleted: DBCluster = original(backend, cluster_identifier, snapshot_name)
            return deleted
        if cluster.deletion_protection:
            raise refuse("InvalidParameterCombination", "Cannot delete protected Cluster, please disable protection.")
        if any(member.status != "deleting" for member in cluster._members):
            raise DBClusterToBeDeletedHasActiveMembers()
        if cluster.status == "deleting":
            raise refuse("InvalidDBClusterStateFault", f"{cluster_identifier} is being deleted.")
        if snapshot_name:
            backend.create_db_cluster_snapshot(cluster_identifier, snapshot_name)
        cluster.status = "deleting"
        if not self.sandbox.faults.deletion_fault_for(cluster_identifier):
            self.sandbox.job(f"delete {cluster_identifier}", lambda: self._finish(backend, cluster))
        return cluster  # type: ignore[no-any-return]

    def _finish(self, backend: RDSBackend, cluster: Any) -> None:
        while cluster._members and not self.sandbox.closing.is_set():
            self.sandbox.pause(0.02)
        self.sandbox.pause(self.sandbox.settings.dwell)
        server, backup = self.server(cluster), self.backup(cluster)
        server.destroy()
        with self.sandbox.lock:
            backend.clusters.pop(cluster.db_cluster_identifier, None)
            self.sandbox.clusters.pop(cluster.db_cluster_resource_id, None)
            self.sandbox.backups.pop(cluster.db_cluster_resource_id, None)
            if cluster.manage_master_user_password:
                cluster.master_user_secret.delete_secret()
            if getattr(cluster, "keeps_backups", False) and backup.bases:
                backup.properties, backup.retained = _kept(cluster), True
                self.sandbox.backups[backup.resource_id] = backup
                events.record(backend, cluster, "deletion", "DB cluster deleted")
                return
            for name, snapshot in list(backend.cluster_snapshots.items()):
                own = snapshot.cluster.db_cluster_resource_id == cluster.db_cluster_resource_id
                if own and snapshot.snapshot_type == "automated":
                    del backend.cluster_snapshots[name]
                    self.sandbox.copies.pop(snapshot.arn, None)
            backup.destroy()
            events.record(backend, cluster, "deletion", "DB cluster deleted")

    def _latest_restorable_time(self, original: Any, cluster: DBCluster) -> datetime.datetime | None:
        if not self.is_real(cluster):
            answer: datetime.datetime = original(cluster)
            return answer
        return self.backup(cluster).announced_latest


def _check_deletion(original: Any, response: RDSResponse) -> Any:
    final, skip = response.params.get("FinalDBSnapshotIdentifier"), response.params.get("SkipFinalSnapshot")
    if bool(final) == bool(skip):
        raise refuse(
            "InvalidParameterCombination", "Specify either SkipFinalSnapshot or FinalDBSnapshotIdentifier, not both."
        )
    cluster: Any = response.backend.clusters.get(response.params.get("DBClusterIdentifier"))
    if cluster is not None:
        cluster.keeps_backups = response.params.get("DeleteAutomatedBackups") is False
    return original(response)


def _kept(cluster: DBCluster) -> dict[str, Any]:
    return {name: getattr(cluster, name) for name in _KEPT}
