"""Manual snapshots: physical copies taken in the background, with the statuses in between."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

from moto.rds.models import DBInstance, DBSnapshot, RDSBackend

from .. import hooks
from ..core import Sandbox
from ..postgres import processes
from . import events, validation
from .backups import decorate_snapshot
from .instances import Instances


class Snapshots:
    """The hooks around snapshots."""

    def __init__(self, sandbox: Sandbox, instances: Instances) -> None:
        self.sandbox, self.instances = sandbox, instances

    def install(self) -> None:
        """Hooks moto's snapshot methods."""
        hooks.wrap(RDSBackend, "create_db_snapshot", self._create)
        hooks.wrap(RDSBackend, "copy_db_snapshot", self._copy)
        hooks.wrap(RDSBackend, "get_snapshot", _get)
        hooks.wrap(RDSBackend, "delete_db_snapshot", self._delete)

    def _create(
        self, original: Any, backend: RDSBackend, db_instance_identifier: str, db_snapshot_identifier: str, **rest: Any
    ) -> DBSnapshot:
        instance = backend.databases.get(db_instance_identifier)
        if self.instances.is_real(instance):
            validation.require_status(instance, "available", "storage-full")
        snapshot: DBSnapshot = original(backend, db_instance_identifier, db_snapshot_identifier, **rest)
        if self.instances.is_real(instance):
            self._take(backend, instance, snapshot)
        return snapshot

    def _take(self, backend: RDSBackend, instance: DBInstance, snapshot: Any) -> None:
        decorate_snapshot(snapshot, instance, "creating", 0)
        instance.status = "backing-up"
        events.record(backend, snapshot, "creation", "Creating manual snapshot")
        cluster = self.instances.cluster(instance)

        def work() -> None:
            started = time.monotonic()
            status = self.sandbox.faults.state_for(snapshot.db_snapshot_identifier) or "available"
            directory = self._directory(snapshot)
            try:
                cluster.base_backup(directory)
                self.sandbox.pause(self.sandbox.settings.dwell - (time.monotonic() - started))
            except Exception:
                status = "failed"
                raise
            finally:
                with self.sandbox.lock:
                    if status == "available":
                        self.sandbox.copies[snapshot.arn] = directory
                    snapshot.percent_progress = 100 if status == "available" else 0
                    snapshot.status = status
                    if instance.status == "backing-up":
                        instance.status = "available"
                    failed = status == "failed"
                    words = "Manual snapshot failed" if failed else "Manual snapshot created"
                    events.record(backend, snapshot, "failure" if failed else "creation", words)

        self.sandbox.job(f"snapshot {snapshot.db_snapshot_identifier}", work)

    def _copy(
        self,
        original: Any,
        backend: RDSBackend,
        source_db_snapshot_identifier: str,
        target_db_snapshot_identifier: str,
        **rest: Any,
    ) -> DBSnapshot:
        source = backend.get_db_snapshot(source_db_snapshot_identifier)
        if source.status != "available":
            raise validation.refuse(
                "InvalidDBSnapshotState", f"Snapshot {source.db_snapshot_identifier} is {source.status}."
            )
        self._settle_key(backend, source, rest)
        snapshot: DBSnapshot = original(backend, source_db_snapshot_identifier, target_db_snapshot_identifier, **rest)
        physical = self.sandbox.copies.get(source.arn)
        if physical is not None:
            self._copy_files(snapshot, source, physical)
        return snapshot

    def _settle_key(self, backend: RDSBackend, source: DBSnapshot, request: dict[str, Any]) -> None:
        """A key encrypts in its own region only, so an encrypted copy in another region needs a key of that region."""
        if request.get("kms_key_id"):
            request["kms_key_id"] = validation.resolve_key(backend, request["kms_key_id"])
        elif source.encrypted and source.region != backend.region_name:
            raise validation.refuse(
                "InvalidParameterCombination", "A KMS key must be given to copy an encrypted snapshot across regions."
            )

    def _copy_files(self, snapshot: Any, source: Any, physical: Path) -> None:
        decorate_snapshot(snapshot, source.database, "creating", 0)
        # The data is as old as the original's, wherever and whenever it is copied to.
        snapshot.snapshot_database_time = source.snapshot_database_time
        if source.region != snapshot.region:
            snapshot.source_db_snapshot_identifier = source.db_snapshot_arn
            snapshot.source_region = source.region

        def work() -> None:
            directory = self._directory(snapshot)
            processes.copy_tree(physical, directory)
            self.sandbox.pause(self.sandbox.settings.dwell)
            with self.sandbox.lock:
                status = self.sandbox.faults.state_for(snapshot.db_snapshot_identifier) or "available"
                self.sandbox.copies[snapshot.arn] = directory
                snapshot.status, snapshot.percent_progress = status, 100

        self.sandbox.job(f"copy {snapshot.db_snapshot_identifier}", work)

    def _delete(self, original: Any, backend: RDSBackend, db_snapshot_identifier: str) -> DBSnapshot:
        snapshot = backend.database_snapshots.get(db_snapshot_identifier)
        if snapshot is not None and snapshot.snapshot_type == "automated":
            # They are deleted with the retention period or with the instance.
            raise validation.refuse(
                "InvalidDBSnapshotState",
                f"Only manual snapshots may be deleted; {db_snapshot_identifier} is automated.",
            )
        if snapshot is not None and snapshot.status == "creating":
            raise validation.refuse("InvalidDBSnapshotState", "Cannot delete the snapshot while it is being created.")
        deleted: DBSnapshot = original(backend, db_snapshot_identifier)
        deleted.status = "deleted"
        self._forget(deleted)
        events.record(backend, deleted, "deletion", "Deleted user snapshot")
        return deleted

    def drop_automated(self, backend: RDSBackend, resource_id: str) -> None:
        """Removes the automated snapshots of an instance, as deleting it or disabling backups does."""
        for name, snapshot in list(backend.database_snapshots.items()):
            if snapshot.snapshot_type == "automated" and snapshot.dbi_resource_id == resource_id:
                del backend.database_snapshots[name]
                self._forget(snapshot)

    def _forget(self, snapshot: DBSnapshot) -> None:
        directory = self.sandbox.copies.pop(snapshot.arn, None)
        if directory:
            shutil.rmtree(directory, ignore_errors=True)

    def _directory(self, snapshot: DBSnapshot) -> Path:
        name = snapshot.db_snapshot_identifier.replace(":", "-")
        return self.sandbox.place.data / "snapshots" / f"{snapshot.region}-{name}-{time.monotonic_ns():x}"


def _get(original: Any, backend: RDSBackend, identifier: str, *rest: Any, **named: Any) -> Any:
    """Finds a snapshot by an ARN too whose name has colons itself: `…:snapshot:rds:kb-prod-2026-11-26-02-00`."""
    if identifier.startswith("arn:"):
        _, _, _, region, _, _, identifier = identifier.split(":", 6)
        backend = backend.get_backend("rds", region=region)
    return original(backend, identifier, *rest, **named)
