"""Servers that a crashed sandbox may have left behind."""

from __future__ import annotations

import os
from pathlib import Path


def orphans(data: Path) -> list[int]:
    """Servers whose data lies below a folder, found by their lock files and confirmed by the process itself."""
    found = []
    for lock in data.glob("instances/*/data/postmaster.pid"):
        try:
            number = int(lock.read_text().split("\n", 1)[0])
            command = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            continue
        # A recycled pid belongs to something else: the command line must name this very directory.
        if os.fsencode(lock.parent) in command:
            found.append(number)
    return found
