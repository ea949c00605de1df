"""Snapshots of Aurora clusters: physical copies, whether the cluster has an instance or not."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

from moto.rds.models import DBClusterSnapshot, RDSBackend

from .. import hooks
from ..core import Sandbox
from ..postgres import processes
from . import validation
from .aurora import Clusters
from .validation import refuse


class ClusterSnapshots:
    """The hooks around cluster snapshots."""

    def __init__(self, sandbox: Sandbox, clusters: Clusters) -> None:
        self.sandbox, self.clusters = sandbox, clusters

    def install(self) -> None:
        """Hooks moto's cluster snapshot methods."""
        hooks.wrap(RDSBackend, "create_db_cluster_snapshot", self._create)
        hooks.wrap(RDSBackend, "copy_db_cluster_snapshot", self._copy)
        hooks.wrap(RDSBackend, "delete_db_cluster_snapshot", self._delete)

    def _create(
        self, original: Any, backend: RDSBackend, db_cluster_identifier: str, *rest: Any, **named: Any
    ) -> DBClusterSnapshot:
        cluster: Any = backend.clusters.get(db_cluster_identifier)
        snapshot: Any = original(backend, db_cluster_identifier, *rest, **named)
        if self.clusters.is_real(cluster):
            snapshot.status, snapshot.percent_progress = "creating", 0
            self.sandbox.job(
                f"snapshot {snapshot.db_cluster_snapshot_identifier}", lambda: self._take(cluster, snapshot)
            )
        return snapshot  # type: ignore[no-any-return]

    def _take(self, cluster: Any, snapshot: Any) -> None:
        name = snapshot.db_cluster_snapshot_identifier
        directory = self._directory(snapshot)
        server = self.clusters.server(cluster)
        status = self.sandbox.faults.state_for(name) or "available"
        try:
            if server.is_up:
                server.base_backup(directory)
            else:
                processes.copy_tree(server.data, directory)
            self.sandbox.pause(self.sandbox.settings.dwell)
        except Exception:
            status = "failed"
            raise
        finally:
            with self.sandbox.lock:
                if status == "available":
                    self.sandbox.copies[snapshot.arn] = directory
                snapshot.status, snapshot.percent_progress = status, 100 if status == "available" else 0

    def _copy(
        self,
        original: Any,
        backend: RDSBackend,
        source_db_cluster_snapshot_identifier: str,
        target_db_cluster_snapshot_identifier: str,
        **rest: Any,
    ) -> DBClusterSnapshot:
        source: Any = backend.get_db_cluster_snapshot(source_db_cluster_snapshot_identifier)
        if source.status != "available":
            raise refuse("InvalidDBClusterSnapshotStateFault", f"The source snapshot is {source.status}.")
        if rest.get("kms_key_id"):
            rest["kms_key_id"] = validation.resolve_key(backend, rest["kms_key_id"])
        elif source.encrypted and source.region != backend.region_name:
            raise refuse(
                "InvalidParameterCombination", "A KMS key must be given to copy an encrypted snapshot across regions."
            )
        snapshot: Any = original(
            backend, source_db_cluster_snapshot_identifier, target_db_cluster_snapshot_identifier, **rest
        )
        # RDS reports where a copy came from, but not how old its data is.
        snapshot.source_db_cluster_snapshot_arn = source.arn
        physical = self.sandbox.copies.get(source.arn)
        if physical is not None:
            snapshot.status, snapshot.percent_progress = "copying", 0
            name = snapshot.db_cluster_snapshot_identifier
            self.sandbox.job(f"copy {name}", lambda: self._copy_files(snapshot, physical))
        return snapshot  # type: ignore[no-any-return]

    def _copy_files(self, snapshot: Any, physical: Path) -> None:
        directory = self._directory(snapshot)
        processes.copy_tree(physical, directory)
        self.sandbox.pause(self.sandbox.settings.dwell)
        with self.sandbox.lock:
            self.sandbox.copies[snapshot.arn] = directory
            snapshot.status, snapshot.percent_progress = "available", 100

    def _directory(self, snapshot: Any) -> Path:
        name = snapshot.db_cluster_snapshot_identifier
        return self.sandbox.place.data / "snapshots" / f"{snapshot.region}-{name}-{time.monotonic_ns():x}"

    def _delete(self, original: Any, backend: RDSBackend, name: str) -> DBClusterSnapshot:
        snapshot = backend.cluster_snapshots.get(name)
        if snapshot is not None and snapshot.snapshot_type == "automated":
            raise refuse("InvalidDBClusterSnapshotStateFault", f"Only manual snapshots may be deleted; {name} is not.")
        deleted: DBClusterSnapshot = original(backend, name)
        directory = self.sandbox.copies.pop(deleted.arn, None)
        if directory:
            shutil.rmtree(directory, ignore_errors=True)
        return deleted
