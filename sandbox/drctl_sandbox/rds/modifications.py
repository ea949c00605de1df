"""ModifyDBInstance: what is applied immediately, in the maintenance window, and inside the database.

The division follows 'Settings for DB instances' of the RDS user guide:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
"""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBInstance, RDSBackend

from .. import hooks
from ..core import Sandbox
from ..postgres.wire import identifier, literal
from . import events, parameters, validation
from .backups import take_automated_backup
from .instances import Instances
from .master_password import managed_password, rotate
from .snapshots import Snapshots

# moto's DBInstance does not declare all that DescribeDBInstances returns, so it is typed Any where such are set.
# Request name -> name inside PendingModifiedValues. These wait unless ApplyImmediately is given.
_DEFERRED = {
    "db_instance_class": "DBInstanceClass",
    "allocated_storage": "AllocatedStorage",
    "multi_az": "MultiAZ",
    "engine_version": "EngineVersion",
    "storage_type": "StorageType",
    "iops": "Iops",
    "storage_throughput": "StorageThroughput",
    "license_model": "LicenseModel",
    "ca_certificate_identifier": "CACertificateIdentifier",
    "backup_retention_period": "BackupRetentionPeriod",
    "enable_iam_database_authentication": "IAMDatabaseAuthenticationEnabled",
    "new_db_instance_identifier": "DBInstanceIdentifier",
}
_NOT_SETTINGS = {"db_instance_identifier", "apply_immediately", "master_user_password", "allow_major_version_upgrade"}


class Modifications:
    """The hook around modification, and the maintenance window on demand."""

    def __init__(self, sandbox: Sandbox, instances: Instances, snapshots: Snapshots) -> None:
        self.sandbox, self.instances, self.snapshots = sandbox, instances, snapshots
        self._apply_with: Any = None

    def install(self) -> None:
        """Hooks moto's modify method."""
        self._apply_with = RDSBackend.modify_db_instance
        hooks.wrap(RDSBackend, "modify_db_instance", self._modify)

    def _modify(self, original: Any, backend: RDSBackend, name: str, request: Any) -> DBInstance:
        instance = backend.databases.get(name)
        if not self.instances.is_real(instance):
            modified: DBInstance = original(backend, name, request)
            return modified
        validation.require_status(instance, "available", "backing-up", "modifying", "storage-full")
        changes = {key: value for key, value in request.items() if key not in _NOT_SETTINGS and value is not None}
        self._check(backend, instance, changes)
        immediately = bool(request.get("apply_immediately"))
        later = {
            key: value for key, value in changes.items() if key in _DEFERRED and self._differs(instance, key, value)
        }
        if _keeps_backups(instance, changes):
            # From one period to another is done as soon as possible in either case.
            later.pop("backup_retention_period", None)
        at_once = {key: value for key, value in changes.items() if key not in later}
        self._set(original, backend, instance, at_once)
        password = request.get("master_user_password")
        if password:
            validation.check_password(password, instance.manage_master_user_password)
        elif changes.get("manage_master_user_password") or changes.get("rotate_master_user_password"):
            password = managed_password(instance)
        pending = dict(instance.pending_modified_values)
        pending.update({_DEFERRED[key]: value for key, value in later.items()})
        instance.pending_modified_values = pending
        if password or (later and immediately):
            instance.status = "renaming" if "new_db_instance_identifier" in later and immediately else "modifying"
            self.sandbox.job(f"modify {name}", lambda: self._finish(backend, instance, immediately, password))
        return instance

    def apply_pending(self, backend: RDSBackend, instance: Any) -> None:
        """Applies everything that waits for the maintenance window."""
        validation.require_status(instance, "available")
        instance.status = "modifying"
        self._finish(backend, instance, True, None)

    def _finish(self, backend: RDSBackend, instance: Any, apply: bool, password: str | None) -> None:
        cluster = self.instances.cluster(instance)
        if password:
            user = identifier(str(instance.master_username))
            cluster.query(f"alter role {user} password {literal(password)}")
        self.sandbox.pause(self.sandbox.settings.dwell)
        opened = False
        with self.sandbox.lock:
            if apply:
                names = {label: key for key, label in _DEFERRED.items()}
                waiting = {names[label]: value for label, value in instance.pending_modified_values.items()}
                before = instance.backup_retention_period
                self._set(self._apply_with, backend, instance, waiting)
                opened = not before and bool(instance.backup_retention_period)
                if before and not instance.backup_retention_period:
                    self.instances.backup(instance).forget()
                    self.snapshots.drop_automated(backend, instance.dbi_resource_id)
                instance.pending_modified_values = {}
                for key in waiting:
                    events.record(backend, instance, "configuration change", f"Finished applying modification to {key}")
        if opened:
            take_automated_backup(self.sandbox, backend, instance)
        with self.sandbox.lock:
            if instance.status in ("modifying", "renaming", "backing-up"):
                instance.status = "available"

    def _check(self, backend: RDSBackend, instance: DBInstance, changes: dict[str, Any]) -> None:
        validation.check_retention(changes.get("backup_retention_period"))
        validation.check_throughput(
            changes.get("storage_type", instance.storage_type),
            changes.get("allocated_storage", instance.allocated_storage),
            changes.get("iops"),
            changes.get("storage_throughput"),
        )
        validation.check_security_groups(backend, changes.get("vpc_security_group_ids"))
        validation.check_windows(
            changes.get("preferred_backup_window", instance.preferred_backup_window),
            changes.get("preferred_maintenance_window", instance.preferred_maintenance_window),
        )
        if int(changes.get("allocated_storage", instance.allocated_storage)) < instance.allocated_storage:
            raise validation.refuse("InvalidParameterValue", "Storage size can't be reduced.")
        if changes.get("engine_version"):
            validation.check_version(changes["engine_version"], self.sandbox.place.binaries.major)
        new_name = changes.get("new_db_instance_identifier")
        if new_name and new_name in backend.databases:
            raise validation.refuse("DBInstanceAlreadyExists", "DB instance already exists")

    def _differs(self, instance: DBInstance, key: str, value: Any) -> bool:
        current = instance.db_instance_identifier if key.startswith("new_") else getattr(instance, key, None)
        return bool(str(current).lower() != str(value).lower())

    def _set(self, original: Any, backend: RDSBackend, instance: Any, values: dict[str, Any]) -> None:
        values = dict(values)
        exports = values.pop("cloudwatch_logs_export_configuration", None)
        if exports:
            _change_exports(instance, exports)
        insights = values.pop("enable_performance_insights", None)
        if insights is not None:
            instance.performance_insights_enabled = bool(insights)
        group = values.get("db_parameter_group_name")
        if group and group != instance.db_parameter_group_name:
            if instance.is_default_parameter_group(group):
                instance.db_parameter_group_name = values.pop("db_parameter_group_name")
            # A newly associated group takes effect at the next reboot.
            parameters.set_apply_status(instance, "pending-reboot")
        if values.pop("rotate_master_user_password", None):
            rotate(instance)
        if values:
            original(backend, instance.db_instance_identifier, values)
        self._follow(instance)

    def _follow(self, instance: DBInstance) -> None:
        """Updates the database: names and host-based authentication."""
        self.instances.backup(instance).instance = instance.db_instance_identifier
        self.instances.cluster(instance).name = instance.db_instance_identifier
        access = parameters.access_of(instance, self.sandbox.token_port)
        if parameters.apply_status(instance) == "pending-reboot":
            # Only the parameter group waits; IAM authentication does not.
            access = type(access)(self.instances.cluster(instance).access.force_tls, access.token_port)
        self.instances.cluster(instance).admit(access)


def _keeps_backups(instance: DBInstance, changes: dict[str, Any]) -> bool:
    return bool(instance.backup_retention_period) and bool(changes.get("backup_retention_period"))


def _change_exports(instance: DBInstance, exports: Any) -> None:
    off = set(exports.get("DisableLogTypes") or [])
    on = [kind for kind in exports.get("EnableLogTypes") or [] if kind not in instance.enabled_cloudwatch_logs_exports]
    unknown = (off | set(on)) - {"postgresql", "upgrade", "iam-db-auth-error"}
    if unknown:
        raise validation.refuse(
            "InvalidParameterCombination", f"You cannot use the log types {sorted(unknown)} with engine postgres."
        )
    kept = [kind for kind in instance.enabled_cloudwatch_logs_exports if kind not in off]
    instance.enabled_cloudwatch_logs_exports = kept + on
