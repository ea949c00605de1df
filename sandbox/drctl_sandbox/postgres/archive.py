"""The continuous backup of one instance: base backups, the WAL archive and what they can restore."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class BaseBackup:
    """A physical copy; any time from `end` on can be reached from it."""

    end: datetime.datetime
    directory: Path


@dataclass
class ContinuousBackup:
    """The data for point-in-time recovery of one instance. It can outlive the instance ('retained')."""

    account: str
    region: str
    instance: str
    resource_id: str
    directory: Path
    bases: list[BaseBackup] = field(default_factory=list)
    # The newest time known to be in the archive: a commit after it has been archived.
    latest: datetime.datetime | None = None
    # What restores and DescribeDBInstanceAutomatedBackups need after the instance is deleted.
    properties: dict[str, object] = field(default_factory=dict)
    retained: bool = False
    # The region that receives a copy; empty for none.
    replicated_to: str = ""
    # The key of the replica there.
    replica_key: str = ""

    @property
    def segments(self) -> Path:
        """Where the archive command puts WAL files."""
        return self.directory / "wal"

    @property
    def announced_latest(self) -> datetime.datetime | None:
        """The end of the restore window in whole seconds, as RDS reports it."""
        if self.latest is None or self.earliest is None:
            return None
        return max(self.earliest, self.latest.replace(microsecond=0))

    @property
    def earliest(self) -> datetime.datetime | None:
        """The start of the restore window."""
        return self.bases[0].end if self.bases else None

    def base_for(self, time: datetime.datetime) -> BaseBackup | None:
        """The newest base backup from which a time can be reached, if the time is inside the window."""
        if self.latest is None or time > self.latest:
            return None
        return next((base for base in reversed(self.bases) if base.end <= time), None)

    def forget(self) -> None:
        """Deletes the base backups: with retention 0 nothing can be restored."""
        self.bases, self.latest = [], None

    def destroy(self) -> None:
        """Removes the archive from the disk."""
        self.forget()
        shutil.rmtree(self.directory, ignore_errors=True)
