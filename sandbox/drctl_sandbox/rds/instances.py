"""Creating instances, and the life of one: provisioning, heartbeats, automated backups."""

from __future__ import annotations

import datetime
import json
import random
import signal
import string
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from moto.rds.models import DBInstance, DBSnapshot, MasterUserSecret, RDSBackend

from .. import hooks
from ..core import Sandbox, log, now
from ..postgres.archive import BaseBackup, ContinuousBackup
from ..postgres.cluster import Cluster
from ..postgres.configuration import Recovery
from ..postgres.wire import Connection, QueryFailed, identifier, literal
from . import events, parameters, validation

DEFAULT_BACKUP_WINDOW = "08:21-08:51"
DEFAULT_MAINTENANCE_WINDOW = "sun:05:10-sun:05:40"


@dataclass(frozen=True)
class Origin:
    """Where the data of a new instance comes from: nothing, a physical copy, or a copy and an archive."""

    copy: Path | None = None
    recovery: Recovery | None = None


class Instances:
    """The hooks around creation; other hooks use its jobs."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        # Set while one of our hooks creates an instance, so that the wrapped constructor leaves backups to us.
        self._creating = threading.local()

    def install(self) -> None:
        """Hooks moto's creation, its automated backups, and what it answers for address and times."""
        hooks.wrap(RDSBackend, "create_db_instance", self._create)
        hooks.wrap(DBInstance, "save_automated_backup", self._save_automated_backup)
        hooks.wrap(MasterUserSecret, "_generate_secret_string", _generate_secret_string)
        hooks.wrap_property(DBInstance, "address", lambda get, db: "127.0.0.1" if self.is_real(db) else get(db))
        hooks.wrap_property(DBInstance, "endpoint", self._endpoint)
        hooks.wrap_property(DBInstance, "latest_restorable_time", self._latest_restorable_time)

    # Which instances are real

    def is_real(self, instance: DBInstance | None) -> TypeGuard[Any]:
        """Whether a PostgreSQL cluster stands behind an instance (Aurora and other engines are moto's alone)."""
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
        binaries = self.sandbox.place.binaries
        properties["engine_version"] = properties.get("engine_version") or binaries.version
        # The port a client asks for cannot be had by two instances of one machine.
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
        self.sandbox.job(
            f"provision {cluster.name}", lambda: self._provision(backend, instance, cluster, origin, password)
        )
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

    def _provision(
        self, backend: RDSBackend, instance: DBInstance, cluster: Cluster, origin: Origin, password: str | None
    ) -> None:
        started = time.monotonic()
        name = instance.db_instance_identifier
        try:
            if origin.copy is None:
                cluster.create()
                cluster.start()
                _prepare_database(cluster, instance, str(password))
                if fill := self.sandbox.fillings.pop(name, None):
                    fill(cluster)
            else:
                cluster.copy_from(origin.copy)
                cluster.start(origin.recovery)
        except Exception as problem:
            self._fail(backend, instance, "incompatible-restore" if origin.copy else "failed", str(problem))
            raise
        self.sandbox.pause(self.sandbox.settings.dwell - (time.monotonic() - started))
        fault = self.sandbox.faults.state_for(name)
        while fault == "stuck-creating" and not self.sandbox.closing.is_set():
            self.sandbox.pause(0.2)
            fault = self.sandbox.faults.state_for(name)
        if not self._still_there(backend, instance):
            return
        if fault:
            cluster.stop(signal.SIGQUIT)
            self._fail(backend, instance, fault, f"The DB instance is in state {fault}.")
            return
        self.sandbox.job(f"heartbeat {name}", lambda: self._beat(instance, cluster))
        if instance.backup_retention_period:
            self.take_automated_backup(backend, instance)
        outage = self.sandbox.faults.refusal_for(name)
        if outage:
            cluster.stop()
            self.sandbox.job(f"outage {name}", lambda: self._end_outage(cluster, outage))
        words = "Restored from snapshot" if origin.copy else "DB instance created"
        if origin.recovery:
            words = f"Restored to point in time {origin.recovery.target}"
        with self.sandbox.lock:
            if instance.status != "deleting":
                instance.status = "available"
            events.record(backend, instance, "restoration" if origin.copy else "creation", words)

    def _fail(self, backend: RDSBackend, instance: DBInstance, status: str, reason: str) -> None:
        with self.sandbox.lock:
            instance.status = status
            events.record(backend, instance, "failure", reason[:500])

    def _still_there(self, backend: RDSBackend, instance: DBInstance) -> bool:
        return instance.dbi_resource_id in self.sandbox.clusters and instance.status != "deleting"

    def _end_outage(self, cluster: Cluster, seconds: float) -> None:
        self.sandbox.pause(seconds)
        if cluster.archive.resource_id in self.sandbox.clusters and not self.sandbox.closing.is_set():
            cluster.start()

    # Backups

    def take_automated_backup(self, backend: RDSBackend, instance: DBInstance) -> None:
        """Takes the base backup that an automated snapshot is, and opens or widens the restore window."""
        cluster, backup = self.cluster(instance), self.backup(instance)
        with self.sandbox.lock:
            instance.status = "backing-up"
            events.record(backend, instance, "backup", "Backing up DB instance")
        moment = now()
        directory = self.sandbox.place.data / "snapshots" / f"{backup.resource_id}-{moment.timestamp():.3f}"
        cluster.begin_archiving()
        end = cluster.base_backup(directory)
        with self.sandbox.lock:
            snapshot = self._automated_snapshot(backend, instance, moment)
            self.sandbox.copies[snapshot.arn] = directory
            backup.bases.append(BaseBackup(end, directory))
            backup.properties = restorable_properties(instance)
            events.record(backend, instance, "backup", "Finished DB Instance backup")
        with cluster.connect() as session:
            cluster.heartbeat(session)

    def _automated_snapshot(self, backend: RDSBackend, instance: DBInstance, moment: datetime.datetime) -> DBSnapshot:
        stem = f"rds:{instance.db_instance_identifier}-{moment:%Y-%m-%d-%H-%M}"
        # AWS takes one a day; two within a minute happen only here.
        name = stem if stem not in backend.database_snapshots else f"{stem}-{moment:%S}"
        snapshot = DBSnapshot(backend, instance, name, snapshot_type="automated")
        backend.database_snapshots[name] = snapshot
        decorate_snapshot(snapshot, instance, "available", 100)
        return snapshot

    def _beat(self, instance: DBInstance, cluster: Cluster) -> None:
        session: Connection | None = None
        while not self.sandbox.closing.wait(self.sandbox.settings.heartbeat):
            if instance.dbi_resource_id not in self.sandbox.clusters:
                break
            if not instance.backup_retention_period or not self.backup(instance).bases:
                continue
            try:
                session = session or cluster.connect()
                cluster.heartbeat(session)
            except (OSError, QueryFailed) as problem:
                # The server is stopped or restarting; the restorable time stands still, as it should.
                log.debug("no heartbeat of %s: %s", cluster.name, problem)
                session = None
        if session:
            session.close()

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
        return self.backup(instance).latest if instance.backup_retention_period else None


def decorate_snapshot(snapshot: Any, instance: DBInstance, status: str, percent: int) -> None:
    """Sets what DescribeDBSnapshots answers and moto does not keep."""
    snapshot.status, snapshot.percent_progress = status, percent
    for name in ("storage_type", "availability_zone", "license_model", "option_group_name", "iops"):
        setattr(snapshot, name, getattr(instance, name))
    snapshot.snapshot_target = "region"
    snapshot.snapshot_database_time = snapshot.created


def restorable_properties(instance: DBInstance) -> dict[str, Any]:
    """What a restored instance takes over from its source. All else comes back at AWS's defaults."""
    names = (
        "engine", "engine_version", "db_instance_class", "storage_type", "iops", "allocated_storage", "db_name",
        "master_username", "backup_retention_period", "preferred_backup_window", "preferred_maintenance_window",
        "storage_encrypted", "kms_key_id", "auto_minor_version_upgrade",
    )  # fmt: skip
    return {name: getattr(instance, name) for name in names}


def managed_password(instance: DBInstance) -> str | None:
    """The password that Secrets Manager holds for an instance, if it does."""
    secret = getattr(instance, "master_user_secret", None)
    if not instance.manage_master_user_password or secret is None:
        return None
    value = secret.secretsmanager.get_secret_value(secret.secret_arn, "", "AWSCURRENT")
    return str(json.loads(value["SecretString"])["password"])


def random_password() -> str:
    """A password as Secrets Manager makes them for RDS, without characters that need quoting."""
    return "".join(random.SystemRandom().choices(string.ascii_letters + string.digits, k=28))


def _generate_secret_string(original: Any, secret: MasterUserSecret) -> str:
    return json.dumps({"username": secret.resource.master_username, "password": random_password()})


def _resource_id() -> str:
    return "db-" + "".join(random.choices(string.ascii_uppercase + string.digits, k=26))


def _prepare_database(cluster: Cluster, instance: DBInstance, password: str) -> None:
    user = identifier(str(instance.master_username))
    with cluster.connect() as session:
        session.query("create role rds_superuser; grant pg_monitor, pg_signal_backend to rds_superuser")
        # Nobody is a member yet: a member logs in with a token instead of a password.
        session.query("create role rds_iam")
        session.query(f"create role {user} login createdb createrole password {literal(password)}")
        session.query(f"grant rds_superuser to {user}")
        if instance.db_name:
            session.query(f"create database {identifier(instance.db_name)} owner {user}")
