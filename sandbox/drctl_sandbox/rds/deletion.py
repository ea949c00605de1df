"""Deleting, stopping, starting and rebooting instances."""

from __future__ import annotations

import time
from typing import Any

from moto.rds.exceptions import DBInstanceNotFoundError
from moto.rds.models import DBInstance, RDSBackend

from .. import hooks
from ..core import Sandbox
from . import events, parameters, validation
from .instances import Instances
from .snapshots import Snapshots

_DELETABLE = (
    "available", "stopped", "failed", "creating", "backing-up", "modifying", "storage-full",
    "incompatible-restore", "incompatible-network", "incompatible-parameters",
)  # fmt: skip


class Deletion:
    """The hooks that stop servers."""

    def __init__(self, sandbox: Sandbox, instances: Instances, snapshots: Snapshots) -> None:
        self.sandbox, self.instances, self.snapshots = sandbox, instances, snapshots

    def install(self) -> None:
        """Hooks moto's delete, stop, start and reboot."""
        hooks.wrap(RDSBackend, "delete_db_instance", self._delete)
        hooks.wrap(RDSBackend, "stop_db_instance", self._stop)
        hooks.wrap(RDSBackend, "start_db_instance", self._start)
        hooks.wrap(RDSBackend, "reboot_db_instance", self._reboot)

    def _delete(
        self,
        original: Any,
        backend: RDSBackend,
        db_instance_identifier: str,
        final_db_snapshot_identifier: str | None = None,
        skip_final_snapshot: bool | None = False,
        delete_automated_backups: bool | None = True,
    ) -> DBInstance:
        name, instance = db_instance_identifier, backend.databases.get(db_instance_identifier)
        if instance is None:
            raise DBInstanceNotFoundError(name)
        if not self.instances.is_real(instance):
            deleted: DBInstance = original(
                backend, name, final_db_snapshot_identifier, skip_final_snapshot, delete_automated_backups
            )
            return deleted
        if instance.deletion_protection:
            raise validation.refuse(
                "InvalidParameterCombination",
                "Cannot delete protected DB Instance, please disable deletion protection and try again.",
            )
        if skip_final_snapshot and final_db_snapshot_identifier:
            raise validation.refuse(
                "InvalidParameterCombination",
                "FinalDBSnapshotIdentifier can not be specified when skipping the final snapshot.",
            )
        if not skip_final_snapshot and not final_db_snapshot_identifier:
            raise validation.refuse(
                "InvalidParameterCombination",
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
            )
        validation.require_status(instance, *_DELETABLE)
        fault = self.sandbox.faults.deletion_fault_for(name)
        final = None
        if final_db_snapshot_identifier:
            final = backend.create_db_snapshot(name, final_db_snapshot_identifier)
        instance.status = "deleting"
        drop = delete_automated_backups is not False
        if not fault:
            self.sandbox.job(f"delete {name}", lambda: self._finish(backend, instance, final, drop))
        return instance

    def _finish(self, backend: RDSBackend, instance: DBInstance, final: Any, drop_backups: bool) -> None:
        while final is not None and final.status == "creating" and not self.sandbox.closing.is_set():
            time.sleep(0.05)
        instance.status = "deleting"
        self.sandbox.pause(self.sandbox.settings.dwell)
        cluster, backup = self.instances.cluster(instance), self.instances.backup(instance)
        cluster.destroy()
        with self.sandbox.lock:
            backend.databases.pop(instance.db_instance_identifier, None)
            self.sandbox.clusters.pop(instance.dbi_resource_id, None)
            secret = getattr(instance, "master_user_secret", None)
            if instance.manage_master_user_password and secret is not None:
                # A managed secret is deleted with its instance and cannot be restored.
                secret.delete_secret()
            if drop_backups or not backup.bases:
                self.snapshots.drop_automated(backend, backup.resource_id)
                self.sandbox.backups.pop(backup.resource_id, None)
                backup.destroy()
            else:
                backup.retained = True
            events.record(backend, instance, "deletion", "DB instance deleted")

    def _stop(self, original: Any, backend: RDSBackend, *rest: Any) -> DBInstance:
        instance: DBInstance = original(backend, *rest)
        if self.instances.is_real(instance):
            instance.status = "stopping"
            self.sandbox.job(f"stop {rest[0]}", lambda: self._halt(instance))
        return instance

    def _halt(self, instance: DBInstance) -> None:
        self.instances.cluster(instance).stop()
        self.sandbox.pause(self.sandbox.settings.dwell)
        instance.status = "stopped"

    def _start(self, original: Any, backend: RDSBackend, name: str) -> DBInstance:
        instance: DBInstance = original(backend, name)
        if self.instances.is_real(instance):
            instance.status = "starting"
            self.sandbox.job(f"start {name}", lambda: self._resume(instance))
        return instance

    def _reboot(self, original: Any, backend: RDSBackend, name: str) -> DBInstance:
        instance: DBInstance = original(backend, name)
        if self.instances.is_real(instance):
            validation.require_status(instance, "available")
            instance.status = "rebooting"
            self.sandbox.job(f"reboot {name}", lambda: self._resume(instance, restart=True))
        return instance

    def _resume(self, instance: DBInstance, *, restart: bool = False) -> None:
        cluster = self.instances.cluster(instance)
        if restart:
            cluster.stop()
        # A reboot is when a newly associated parameter group takes effect.
        parameters.set_apply_status(instance, "in-sync")
        cluster.access = parameters.access_of(instance, self.sandbox.token_port)
        cluster.start()
        self.sandbox.pause(self.sandbox.settings.dwell)
        instance.status = "available"
