"""What the parts of a running sandbox share: settings, clusters, backups, faults, recorded calls, one lock."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .front.calls import CallLog
from .front.faults import FaultBook
from .postgres.archive import ContinuousBackup
from .postgres.cluster import Cluster
from .postgres.place import Place
from .settings import Settings

log = logging.getLogger("sandbox")


def now() -> datetime.datetime:
    """The present, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@dataclass
class Sandbox:
    """The state beside moto's own.

    moto copies an instance's __dict__ when it makes snapshots and restores, so processes and directories are kept
    here, by DbiResourceId (unique and constant, also when an instance is renamed).
    """

    settings: Settings
    place: Place
    token_port: int
    # moto is not thread-safe: requests run one at a time under this lock, and background jobs take it for changes.
    lock: threading.RLock = field(default_factory=threading.RLock)
    closing: threading.Event = field(default_factory=threading.Event)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    backups: dict[str, ContinuousBackup] = field(default_factory=dict)
    # Physical copies behind snapshots, by snapshot ARN.
    copies: dict[str, Path] = field(default_factory=dict)
    # What a seed puts into an instance of this name before its first backup.
    fillings: dict[str, Callable[[Cluster], None]] = field(default_factory=dict)
    faults: FaultBook = field(default_factory=FaultBook)
    calls: CallLog = field(default_factory=CallLog)
    # Applies the pending modifications of an instance now, as its maintenance window would.
    maintain: Callable[[str], str] = lambda name: f"{name}: no such instance"

    # Restores the newest recovery point of an instance as a restore test of AWS Backup does; answers with the job's id.
    test_restore: Callable[[str], str] = lambda name: ""
    # Sets a limit of the account: s3 or kms.
    limit: Callable[[str, int], None] = lambda service, most: None
    # Has another account share a copy of a snapshot; answers with its ARN.
    share_snapshot: Callable[[str], str] = lambda name: ""
    # Puts a copy of a snapshot into a vault that RDS knows nothing of; answers with its recovery point's ARN.
    vault_snapshot: Callable[[str], str] = lambda name: ""
    # Restores such a copy, as AWS Backup does it.
    restore_unlisted: Callable[[Any, Any, Any], Any] = lambda backend, snapshot, overrides: None

    def job(self, name: str, work: Callable[[], Any]) -> None:
        """Runs work in the background; a failure is logged, never lost."""

        def guarded() -> None:
            try:
                work()
            except Exception:
                if not self.closing.is_set():
                    log.exception("job failed: %s", name)

        threading.Thread(target=guarded, name=name, daemon=True).start()

    def pause(self, seconds: float) -> None:
        """Sleeps in a job, but not longer than the sandbox lives."""
        if seconds > 0:
            self.closing.wait(seconds)

    def close(self) -> None:
        """Stops every server immediately; the data is disposable."""
        self.closing.set()
        for cluster in list(self.clusters.values()):
            cluster.kill()
