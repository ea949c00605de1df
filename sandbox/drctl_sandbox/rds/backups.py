"""Automated backups: base backups, the snapshots they appear as, and the heartbeat of the restorable time."""

from __future__ import annotations

import datetime
from typing import Any

from moto.rds.models import DBCluster, DBClusterSnapshot, DBInstance, DBSnapshot, RDSBackend

from ..core import Sandbox, log, now
from ..postgres.archive import BaseBackup
from ..postgres.cluster import Cluster
from ..postgres.wire import Connection, QueryFailed
from . import events


def take_automated_backup(sandbox: Sandbox, backend: RDSBackend, instance: DBInstance) -> None:
    """Takes the base backup behind an automated snapshot, and opens or extends the restore window."""
    cluster, backup = sandbox.clusters[instance.dbi_resource_id], sandbox.backups[instance.dbi_resource_id]
    with sandbox.lock:
        instance.status = "backing-up"
        events.record(backend, instance, "backup", "Backing up DB instance")
    moment = now()
    directory = sandbox.place.data / "snapshots" / f"{backup.resource_id}-{moment.timestamp():.3f}"
    cluster.begin_archiving()
    end = cluster.base_backup(directory)
    with sandbox.lock:
        snapshot: Any = (
            _automated_cluster_snapshot(backend, instance, moment)
            if isinstance(instance, DBCluster)
            else _automated_snapshot(backend, instance, moment)
        )
        sandbox.copies[snapshot.arn] = directory
        backup.bases.append(BaseBackup(end, directory))
        if not isinstance(instance, DBCluster):
            backup.properties = restorable_properties(instance)
        events.record(backend, instance, "backup", "Finished DB Instance backup")
    with cluster.connect() as session:
        cluster.heartbeat(session)


def _automated_snapshot(backend: RDSBackend, instance: DBInstance, moment: datetime.datetime) -> DBSnapshot:
    stem = f"rds:{instance.db_instance_identifier}-{moment:%Y-%m-%d-%H-%M}"
    # AWS takes one per day; two within a minute happen only in the sandbox.
    name = stem if stem not in backend.database_snapshots else f"{stem}-{moment:%S}"
    snapshot = DBSnapshot(backend, instance, name, snapshot_type="automated")
    backend.database_snapshots[name] = snapshot
    decorate_snapshot(snapshot, instance, "available", 100)
    return snapshot


def _automated_cluster_snapshot(
    backend: RDSBackend, cluster: DBCluster, moment: datetime.datetime
) -> DBClusterSnapshot:
    name = f"rds:{cluster.db_cluster_identifier}-{moment:%Y-%m-%d-%H-%M}"
    snapshot = DBClusterSnapshot(backend, cluster, name, snapshot_type="automated")
    backend.cluster_snapshots[name] = snapshot
    return snapshot


def keep_restorable_time_moving(sandbox: Sandbox, instance: DBInstance, cluster: Cluster) -> None:
    """Runs as long as the instance exists, as a job."""
    session: Connection | None = None
    while not sandbox.closing.wait(sandbox.settings.heartbeat):
        if instance.dbi_resource_id not in sandbox.clusters:
            break
        if not instance.backup_retention_period or not cluster.archive.bases:
            continue
        try:
            session = session or cluster.connect()
            cluster.heartbeat(session)
        except (OSError, QueryFailed) as problem:
            # The server is stopped or restarting; the restorable time does not advance, as on AWS.
            log.debug("no heartbeat of %s: %s", cluster.name, problem)
            session = None
    if session:
        session.close()


def decorate_snapshot(snapshot: Any, instance: DBInstance, status: str, percent: int) -> None:
    """Sets what DescribeDBSnapshots returns and moto does not store."""
    snapshot.status, snapshot.percent_progress = status, percent
    for name in ("storage_type", "availability_zone", "license_model", "option_group_name", "iops"):
        setattr(snapshot, name, getattr(instance, name))
    snapshot.snapshot_target = "region"
    snapshot.snapshot_database_time = snapshot.created


def restorable_properties(instance: DBInstance) -> dict[str, Any]:
    """What a restored instance inherits from its source. Everything else has AWS's defaults."""
    names = (
        "engine", "engine_version", "db_instance_class", "storage_type", "iops", "allocated_storage", "db_name",
        "master_username", "backup_retention_period", "preferred_backup_window", "preferred_maintenance_window",
        "storage_encrypted", "kms_key_id", "auto_minor_version_upgrade",
    )  # fmt: skip
    return {name: getattr(instance, name) for name in names}
