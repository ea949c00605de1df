"""One running PostgreSQL cluster behind one RDS instance."""

from __future__ import annotations

import contextlib
import datetime
import random
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from . import processes
from .archive import ContinuousBackup
from .configuration import ARCHIVED_SUFFIX, Access, Recovery, authentication_rules, server_settings
from .place import Place
from .wire import ADMINISTRATOR, Connection, QueryFailed

_START_DEADLINE = 180.0


class StartFailed(RuntimeError):
    """The server ended or did not become ready; the message contains the end of its log."""


class Cluster:
    """A data directory, its server process and the archive that the server writes to."""

    def __init__(self, place: Place, name: str, archive: ContinuousBackup, port: int | None = None) -> None:
        self.name, self.archive, self.port = name, archive, port or free_port()
        self.access = Access()
        self._archiving = False
        self._place = place
        self._process: subprocess.Popen[bytes] | None = None
        # Starting, stopping and copying are mutually exclusive.
        self._exclusive = threading.RLock()
        self.directory = place.data / "instances" / f"{name}-{archive.resource_id[-8:].lower()}"
        self.data, self.log = self.directory / "data", self.directory / "log"
        processes.run("mkdir", "-p", self.directory, archive.segments)
        processes.write_as_server_user(self.log, "", 0o644)

    @property
    def is_up(self) -> bool:
        """Whether the server process is running."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The server's process id."""
        return self._process.pid if self._process else None

    def create(self) -> None:
        """Creates the data directory as a copy of the template from initdb."""
        processes.copy_tree(self._place.template, self.data)

    def copy_from(self, source: Path) -> None:
        """Creates the data directory from a physical backup."""
        processes.copy_tree(source, self.data)

    def start(self, recovery: Recovery | None = None) -> None:
        """Starts the server and returns when it accepts connections (after recovery, where there is one)."""
        with self._exclusive:
            self._configure(recovery)
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            if recovery:
                processes.write_as_server_user(self.data / "recovery.signal", "")
            command = [self._place.binaries["postgres"], "-D", str(self.data)]
            self._process = self._place.launcher.start(command, self.log)
            self._await_ready()
            if recovery:
                self._configure(None)
                self.query("select pg_reload_conf()")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops the server: SIGINT is a fast shutdown, SIGQUIT an immediate one."""
        with self._exclusive:
            process, self._process = self._process, None
            if process is None or process.poll() is not None:
                return
            process.send_signal(how)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)

    def admit(self, access: Access) -> None:
        """Changes the host-based authentication immediately."""
        if access == self.access:
            return
        self.access = access
        if self.is_up:
            processes.write_as_server_user(self.data / "pg_hba.conf", authentication_rules(access, self.port))
            self.query("select pg_reload_conf()")

    def connect(self, database: str = "postgres") -> Connection:
        """Opens a session as the administrator."""
        return Connection(self._place.sockets, self.port, database)

    def query(self, text: str, database: str = "postgres") -> list[list[str | None]]:
        """Runs statements as the administrator in a separate session."""
        with self.connect(database) as session:
            return session.query(text)

    def begin_archiving(self) -> None:
        """Starts archiving the write-ahead log; the first base backup follows immediately."""
        if self._archiving:
            return
        self._archiving = True
        self._configure(None)
        self.query("select pg_reload_conf()")

    def base_backup(self, target: Path) -> datetime.datetime:
        """Copies the running cluster and returns the time at which the copy is consistent."""
        with self._exclusive:
            processes.run("mkdir", "-p", target.parent)
            processes.run(
                self._place.binaries["pg_basebackup"], "-h", self._place.sockets, "-p", str(self.port),
                "-U", ADMINISTRATOR, "-D", target, "-X", "fetch", "-c", "fast", "--no-sync", "--no-manifest",
            )  # fmt: skip
            return datetime.datetime.now(datetime.UTC)

    def heartbeat(self, session: Connection) -> None:
        """Moves the restorable time: commits, switches the segment, and waits until it is archived."""
        moment = datetime.datetime.now(datetime.UTC)
        session.query("begin; select pg_logical_emit_message(true, 'rdsadmin', 'heartbeat'); commit")
        segment = session.query("select pg_walfile_name(pg_switch_wal())")[-1][0]
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if (self.archive.segments / f"{segment}{ARCHIVED_SUFFIX}").exists():
                self.archive.latest = moment
                return
            time.sleep(0.02)

    def kill(self) -> None:
        """Stops the server immediately, whatever else is in progress."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGQUIT)
        try:
            process.wait(6)
        except subprocess.TimeoutExpired:
            process.kill()

    def destroy(self) -> None:
        """Stops the server and deletes its data; the owner of the archive deletes the archive."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _configure(self, recovery: Recovery | None) -> None:
        settings = server_settings(
            port=self.port,
            sockets=self._place.sockets,
            archive=self.archive.segments if self._archiving else None,
            certificates=self._place.certificates,
            recovery=recovery,
        )
        processes.write_as_server_user(self.data / "postgresql.auto.conf", settings)
        processes.write_as_server_user(self.data / "pg_hba.conf", authentication_rules(self.access, self.port))

    def _await_ready(self) -> None:
        deadline = time.monotonic() + _START_DEADLINE
        while time.monotonic() < deadline:
            try:
                self.query("select 1")
                return
            except (OSError, QueryFailed):
                # No socket yet, or 57P03 'the database system is starting up' (or recovering).
                if not self.is_up:
                    raise StartFailed(f"the server of {self.name} ended: {self._last_words()}") from None
            time.sleep(0.02)
        self.stop(signal.SIGQUIT)
        raise StartFailed(f"the server of {self.name} was not ready in {_START_DEADLINE:.0f} s: {self._last_words()}")

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-400:].strip()


def free_port() -> int:
    """A loopback port that is free now, below those that the kernel gives to outgoing connections: of these one may be taken
    before a server listens on it."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
