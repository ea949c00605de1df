"""Processes by pid file: a pid alone may have been recycled, so it counts only with its start time."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

_STOP_DEADLINE = 20.0


def record(file: Path, number: int) -> None:
    """Records a process."""
    file.write_text(f"{number} {_started(number)}")


def recorded(file: Path) -> int | None:
    """The pid in the pid file, if that process is still running (a pid alone may have been recycled)."""
    try:
        number, started = file.read_text().split()
    except (OSError, ValueError):
        return None
    return int(number) if _started(int(number)) == started else None


def _started(number: int) -> str | None:
    try:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    # Field 3 is the state, field 22 the start time in ticks since boot.
    return None if fields[0] == "Z" else fields[19]


def end(number: int, how: signal.Signals = signal.SIGTERM) -> None:
    """Signals a process and waits until it has ended; sends SIGKILL when that takes too long."""
    started = _started(number)
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, how)
        deadline = time.monotonic() + _STOP_DEADLINE
        while started is not None and _started(number) == started:
            if time.monotonic() > deadline:
                os.kill(number, signal.SIGKILL)
            time.sleep(0.02)
