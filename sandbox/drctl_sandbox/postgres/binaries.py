"""Finds PostgreSQL's server programs."""

from __future__ import annotations

import functools
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


class PostgresMissing(RuntimeError):
    """No PostgreSQL server is installed."""


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL: where its programs are and which version it is."""

    directory: Path
    version: str

    def __getitem__(self, program: str) -> str:
        return str(self.directory / program)

    @property
    def major(self) -> str:
        return self.version.split(".")[0]


@functools.cache
def find() -> Binaries:
    """The newest server found by Debian's layout or by pg_config."""
    candidates = list(Path("/usr/lib/postgresql").glob("*/bin"))
    try:
        listed = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
        candidates.append(Path(listed.stdout.strip()))
    except (OSError, subprocess.CalledProcessError):
        pass  # pg_config comes with the development package only
    found = [Binaries(path, _version(path)) for path in dict.fromkeys(candidates) if (path / "postgres").exists()]
    if not found:
        raise PostgresMissing("no PostgreSQL server found; on Debian: apt-get install postgresql")
    return max(found, key=lambda item: [int(part) for part in item.version.split(".")])


def _version(directory: Path) -> str:
    answer = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=True)
    match = re.search(r"(\d+)(?:\.(\d+))?", answer.stdout)
    if not match:
        raise PostgresMissing(f"{directory}/postgres does not tell its version: {answer.stdout!r}")
    return ".".join(part for part in match.groups() if part)
