"""Creating instances, and what moto returns for real ones."""

from __future__ import annotations

import datetime
import random
import string
import threading
from typing import Any, TypeGuard

from moto.rds.models import DBInstance, RDSBackend

from .. import hooks
from ..core import Sandbox
from ..postgres.archive import ContinuousBackup
from ..postgres.cluster import Cluster
from . import parameters, validation
from .master_password import managed_password
from .provisioning import Origin, Provisioning

DEFAULT_BACKUP_WINDOW = "08:21-08:51"
DEFAULT_MAINTENANCE_WINDOW = "sun:05:10-sun:05:40"


class Instances:
    """The hooks around creation; other hooks use its jobs."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        # Set while one of our hooks creates an instance, so that the wrapped constructor does not create backups.
        self._creating = threading.local()

    def install(self) -> None:
        """Hooks moto's creation, its automated backups, and what it answers for address and times."""
        hooks.wrap(RDSBackend, "create_db_instance", self._create)
        hooks.wrap(DBInstance, "save_automated_backup", self._save_automated_backup)
        hooks.wrap_property(DBInstance, "address", lambda get, db: "127.0.0.1" if self.is_real(db) else get(db))
        hooks.wrap_property(DBInstance, "endpoint", self._endpoint)
        hooks.wrap_property(DBInstance, "latest_restorable_time", self._latest_restorable_time)

    # Which instances are real

    def is_real(self, instance: DBInstance | None) -> TypeGuard[Any]:
        """Whether a PostgreSQL cluster backs an instance.

        A member of an Aurora cluster has its cluster's; instances of other engines are moto's alone.
        """
        return instance is not None and instance.dbi_resource_id in self.sandbox.clusters

    def cluster(self, instance: DBInstance) -> Cluster:
        """The cluster behind a real instance."""
        return self.sandbox.clusters[instance.dbi_resource_id]

    def backup(self, instance: DBInstance) -> ContinuousBackup:
        """The continuous backup of a real instance."""
        return self.sandbox.backups[instance.dbi_resource_id]

    # Creation

    def _create(self, original: Any, backend: RDSBackend, request: Any) -> DBInstance:
        properties = dict(request.items())
        if properties.get("engine") != "postgres" or properties.get("db_cluster_identifier"):
            instance: DBInstance = original(backend, properties)
            instance.dbi_resource_id = _resource_id()
            return instance
        for name, label in (("master_username", "MasterUsername"), ("allocated_storage", "AllocatedStorage")):
            if not properties.get(name):
                raise validation.refuse("InvalidParameterValue", f"The parameter {label} must be provided.")
        managed = properties.get("manage_master_user_password")
        validation.check_password(properties.get("master_user_password"), managed)
        if properties.get("storage_encrypted"):
            properties["kms_key_id"] = validation.resolve_key(backend, properties.get("kms_key_id"))
        return self.create(original, backend, properties, Origin())

    def create(self, original: Any, backend: RDSBackend, properties: dict[str, Any], origin: Origin) -> DBInstance:
        """Creates an instance from complete properties; the data arrives in the background."""
        validation.check_retention(properties.get("backup_retention_period"))
        validation.check_security_groups(backend, properties.get("vpc_security_group_ids"))
        properties.setdefault("preferred_backup_window", DEFAULT_BACKUP_WINDOW)
        properties.setdefault("preferred_maintenance_window", DEFAULT_MAINTENANCE_WINDOW)
        validation.check_windows(properties["preferred_backup_window"], properties["preferred_maintenance_window"])
        installed = self.sandbox.place.binaries
        properties["engine_version"] = properties.get("engine_version") or installed.version
        validation.check_version(properties["engine_version"], installed.major)
        # Two instances on one machine cannot use the same port, which a client may request.
        properties.pop("port", None)
        for flag in ("publicly_accessible", "multi_az", "copy_tags_to_snapshot", "deletion_protection"):
            properties[flag] = bool(properties.get(flag))
        self._creating.now = True
        try:
            instance: DBInstance = original(backend, properties)
        finally:
            self._creating.now = False
        self._decorate(instance, properties)
        backup = ContinuousBackup(
            backend.account_id,
            backend.region_name,
            instance.db_instance_identifier,
            instance.dbi_resource_id,
            self.sandbox.place.data / "archives" / instance.dbi_resource_id,
        )
        cluster = Cluster(self.sandbox.place, instance.db_instance_identifier, backup)
        cluster.access = parameters.access_of(instance, self.sandbox.token_port)
        instance.port = cluster.port
        self.sandbox.backups[backup.resource_id] = backup
        self.sandbox.clusters[backup.resource_id] = cluster
        password = properties.get("master_user_password") or managed_password(instance)
        work = Provisioning(self.sandbox, backend, instance, cluster, origin, password)
        self.sandbox.job(f"provision {cluster.name}", work.run)
        return instance

    def _decorate(self, instance: DBInstance, properties: dict[str, Any]) -> None:
        major = str(instance.engine_version).split(".")[0]
        instance.dbi_resource_id = _resource_id()
        instance.status = "creating"
        instance.license_model = "postgresql-license"
        if not instance.option_group_supplied:
            instance.option_group_name = f"default:postgres-{major}"
        extra: dict[str, Any] = {
            "pending_modified_values": {},
            "ca_certificate_identifier": properties.get("ca_certificate_identifier") or "rds-ca-rsa2048-g1",
            "monitoring_interval": properties.get("monitoring_interval") or 0,
            "monitoring_role_arn": properties.get("monitoring_role_arn"),
            "performance_insights_enabled": bool(properties.get("enable_performance_insights")),
            "performance_insights_retention_period": properties.get("performance_insights_retention_period"),
            "backup_target": "region",
            "network_type": "IPV4",
            "customer_owned_ip_enabled": False,
            "activity_stream_status": "stopped",
        }
        for name, value in extra.items():
            setattr(instance, name, value)

    # What moto answers

    def _save_automated_backup(self, original: Any, instance: DBInstance) -> None:
        if not getattr(self._creating, "now", False):
            original(instance)

    def _endpoint(self, original: Any, instance: DBInstance) -> dict[str, Any] | None:
        if not self.is_real(instance):
            answer: dict[str, Any] = original(instance)
            return answer
        if instance.status == "creating":
            return None
        return {"Address": "127.0.0.1", "Port": instance.port, "HostedZoneId": "Z2R2ITUGPM61AM"}

    def _latest_restorable_time(self, original: Any, instance: DBInstance) -> datetime.datetime | None:
        if not self.is_real(instance):
            answer: datetime.datetime = original(instance)
            return answer
        return self.backup(instance).announced_latest if instance.backup_retention_period else None


def _resource_id() -> str:
    return "db-" + "".join(random.choices(string.ascii_uppercase + string.digits, k=26))
