"""Restores from a snapshot and to a point in time.

moto copies every attribute of the source. RDS does not: whatever the request leaves out comes back at its default
(parameter, option and security group, Single-AZ, no deletion protection, no log exports, no IAM authentication, no
tags). That loss is what a recovery drill must notice, so restores are built here from the little that RDS keeps.
"""

from __future__ import annotations

import datetime
from typing import Any

from moto.rds.exceptions import DBInstanceAlreadyExists, DBInstanceNotFoundError
from moto.rds.models import DBInstance, RDSBackend

from .. import hooks
from ..core import Sandbox
from ..postgres.archive import ContinuousBackup
from ..postgres.configuration import Recovery
from . import validation
from .backups import restorable_properties
from .instances import Instances
from .provisioning import Origin
from .validation import refuse

# Names of the request that are not properties of the new instance.
_ADDRESSING = {
    "db_snapshot_identifier", "source_db_instance_identifier", "target_db_instance_identifier",
    "source_dbi_resource_id", "source_db_instance_automated_backups_arn", "restore_time", "restore_date",
    "use_latest_restorable_time",
}  # fmt: skip


class Restores:
    """The hooks around both restores."""

    def __init__(self, sandbox: Sandbox, instances: Instances, create: Any) -> None:
        self.sandbox, self.instances = sandbox, instances
        # moto's own create_db_instance, as it was before hooking.
        self._create = create

    def install(self) -> None:
        """Hooks moto's restore methods."""
        hooks.wrap(RDSBackend, "restore_db_instance_from_db_snapshot", self._from_snapshot)
        hooks.wrap(RDSBackend, "restore_db_instance_to_point_in_time", self._to_point_in_time)
        self.sandbox.restore_unlisted = self.from_unlisted

    def _from_snapshot(self, original: Any, backend: RDSBackend, identifier: str, overrides: Any) -> DBInstance:
        snapshot = backend.get_db_snapshot(identifier)
        if snapshot.status != "available":
            raise refuse("InvalidDBSnapshotState", f"Snapshot {identifier} is not available (it is {snapshot.status}).")
        copy = self.sandbox.copies.get(snapshot.arn)
        if copy is None:
            restored: DBInstance = original(backend, identifier, overrides)
            return restored
        return self._from_copy(backend, snapshot, copy, overrides)

    def from_unlisted(self, backend: RDSBackend, snapshot: Any, overrides: Any) -> DBInstance:
        """Restores a snapshot that RDS does not list, as AWS Backup does it from a vault of its own."""
        return self._from_copy(backend, snapshot, self.sandbox.copies[snapshot.arn], overrides)

    def _from_copy(self, backend: RDSBackend, snapshot: Any, copy: Any, overrides: Any) -> DBInstance:
        kept = restorable_properties(snapshot.database) | {
            "allocated_storage": snapshot.allocated_storage,
            "engine_version": snapshot.engine_version,
            "storage_encrypted": snapshot.encrypted,
            "kms_key_id": snapshot.kms_key_id,
        }
        return self._restore(backend, kept, overrides, overrides["db_instance_identifier"], Origin(copy))

    def _to_point_in_time(
        self, original: Any, backend: RDSBackend, source: str | None, target: str, overrides: Any
    ) -> DBInstance:
        backup = self._backup(backend, source, overrides)
        if backup is None:
            if source not in backend.databases:
                raise DBInstanceNotFoundError(str(source))
            restored: DBInstance = original(backend, source, target, overrides)
            return restored
        if not backup.bases:
            raise refuse("PointInTimeRestoreNotEnabled", f"Point in time restore is not enabled for {backup.instance}.")
        time = target_time(backup, overrides)
        base = backup.base_for(time)
        if base is None:
            raise refuse(
                "InvalidParameterValue",
                f"The specified instance cannot be restored to {time.isoformat()}: the restore window is "
                f"{_text(backup.earliest)} to {_text(backup.latest)}.",
            )
        recovery = Recovery(backup.segments, f"{time:%Y-%m-%d %H:%M:%S.%f+00}")
        kept = dict(backup.properties)
        if backend.region_name != backup.region:
            kept["kms_key_id"] = backup.replica_key
        return self._restore(backend, kept, overrides, target, Origin(base.directory, recovery))

    def _backup(self, backend: RDSBackend, source: str | None, overrides: Any) -> ContinuousBackup | None:
        if source:
            return self._live_backup(backend.databases.get(source))
        resource_id = overrides.get("source_dbi_resource_id")
        arn = overrides.get("source_db_instance_automated_backups_arn") or ""
        wanted = resource_id or "db-" + arn.rpartition(":ab-")[2].upper()
        backup = self.sandbox.backups.get(wanted)
        if backup is None:
            raise refuse("DBInstanceAutomatedBackupNotFound", "The automated backup was not found.")
        return backup

    def _live_backup(self, instance: DBInstance | None) -> ContinuousBackup | None:
        if not self.instances.is_real(instance):
            return None
        backup = self.instances.backup(instance)
        # A live source is copied in its current state, not that of its last backup.
        backup.properties = restorable_properties(instance)
        return backup

    def _restore(
        self, backend: RDSBackend, kept: dict[str, Any], overrides: Any, target: str, origin: Origin
    ) -> DBInstance:
        if target in backend.databases:
            raise DBInstanceAlreadyExists()
        given = {name: value for name, value in overrides.items() if name not in _ADDRESSING and value is not None}
        if int(given.get("allocated_storage", kept["allocated_storage"])) < int(kept["allocated_storage"]):
            raise refuse("InvalidParameterValue", "The allocated storage size can't be less than the source's.")
        if given.get("manage_master_user_password"):
            raise refuse(
                "InvalidParameterCombination", "ManageMasterUserPassword is not supported for restores of postgres."
            )
        validation.check_throughput(
            given.get("storage_type", kept["storage_type"]),
            given.get("allocated_storage", kept["allocated_storage"]),
            given.get("iops"),
            given.get("storage_throughput"),
        )
        properties = kept | given | {"db_instance_identifier": target}
        return self.instances.create(self._create, backend, properties, origin)


def target_time(backup: ContinuousBackup, overrides: Any) -> datetime.datetime:
    """The moment that a request names, or the latest one."""
    time, latest = overrides.get("restore_time"), overrides.get("use_latest_restorable_time")
    if bool(time) == bool(latest):
        raise refuse("InvalidParameterCombination", "Specify either RestoreTime or UseLatestRestorableTime, not both.")
    if latest:
        if backup.latest is None:
            raise refuse("InvalidDBInstanceState", f"{backup.instance} has no restorable time yet.")
        return backup.latest
    if isinstance(time, str):
        time = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    moment: datetime.datetime = time if time.tzinfo else time.replace(tzinfo=datetime.UTC)
    return moment


def _text(time: datetime.datetime | None) -> str:
    return time.isoformat() if time else "empty"
