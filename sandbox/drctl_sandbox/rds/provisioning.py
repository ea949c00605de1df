"""How a new instance gets its data and becomes available; the faults of restores apply here."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from pathlib import Path

from moto.rds.models import DBInstance, RDSBackend

from ..core import Sandbox
from ..postgres.cluster import Cluster
from ..postgres.configuration import Recovery
from ..postgres.wire import identifier, literal
from . import backups, events


@dataclass(frozen=True)
class Origin:
    """Where the data of a new instance comes from: nothing, a physical copy, or a copy and an archive."""

    copy: Path | None = None
    recovery: Recovery | None = None


@dataclass(frozen=True)
class Provisioning:
    """One instance in creation; `run` is a background job."""

    sandbox: Sandbox
    backend: RDSBackend
    instance: DBInstance
    cluster: Cluster
    origin: Origin
    # The master user's password; a restored instance keeps its source's.
    password: str | None

    def run(self) -> None:
        """Goes through all statuses, from 'creating' on."""
        started = time.monotonic()
        try:
            self._bring_data()
        except Exception as problem:
            if not self._is_wanted():
                return  # deleted while it was created
            self._fail("incompatible-restore" if self.origin.copy else "failed", str(problem))
            raise
        self.sandbox.pause(self.sandbox.settings.dwell - (time.monotonic() - started))
        fault = self._fault()
        if not self._is_wanted():
            return
        if fault:
            self.cluster.stop(signal.SIGQUIT)
            self._fail(fault, f"The DB instance is in state {fault}.")
            return
        if self.instance.backup_retention_period:
            backups.take_automated_backup(self.sandbox, self.backend, self.instance)
        self.sandbox.job(
            f"heartbeat {self.cluster.name}",
            lambda: backups.keep_restorable_time_moving(self.sandbox, self.instance, self.cluster),
        )
        self._refuse_connections_for_a_while()
        self._become_available()

    def _bring_data(self) -> None:
        if self.origin.copy is not None:
            self.cluster.copy_from(self.origin.copy)
            self.cluster.start(self.origin.recovery)
            return
        self.cluster.create()
        self.cluster.start()
        _prepare_database(self.cluster, self.instance, str(self.password))
        if fill := self.sandbox.fillings.pop(self.cluster.name, None):
            fill(self.cluster)

    def _fault(self) -> str | None:
        fault = self.sandbox.faults.state_for(self.cluster.name)
        while fault == "stuck-creating" and self._is_wanted() and not self.sandbox.closing.is_set():
            self.sandbox.pause(0.2)
            fault = self.sandbox.faults.state_for(self.cluster.name)
        return fault

    def _is_wanted(self) -> bool:
        return self.instance.dbi_resource_id in self.sandbox.clusters and self.instance.status != "deleting"

    def _fail(self, status: str, reason: str) -> None:
        with self.sandbox.lock:
            self.instance.status = status
            events.record(self.backend, self.instance, "failure", reason[:500])

    def _refuse_connections_for_a_while(self) -> None:
        seconds = self.sandbox.faults.refusal_for(self.cluster.name)
        if not seconds:
            return
        self.cluster.stop()

        def end() -> None:
            self.sandbox.pause(seconds)
            if self._is_wanted() and not self.sandbox.closing.is_set():
                self.cluster.start()

        self.sandbox.job(f"outage {self.cluster.name}", end)

    def _become_available(self) -> None:
        words = "Restored from snapshot" if self.origin.copy else "DB instance created"
        if self.origin.recovery:
            words = f"Restored to point in time {self.origin.recovery.target}"
        with self.sandbox.lock:
            if self.instance.status != "deleting":
                self.instance.status = "available"
            events.record(self.backend, self.instance, "restoration" if self.origin.copy else "creation", words)


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
