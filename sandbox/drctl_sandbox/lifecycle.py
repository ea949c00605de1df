"""Starting, finding and stopping a sandbox, also after a crash."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from . import environment, process_file
from .postgres.cluster import free_port
from .postgres.leftovers import orphans
from .settings import Settings

# Far above the usual ten seconds: a machine may be busy with a build.
_START_DEADLINE = 300.0


class Started(Protocol):
    """A server's process."""

    pid: int

    def poll(self) -> int | None:
        """The exit code; None while it runs."""

    def wait(self) -> int:
        """Waits until it has ended."""


def up(settings: Settings, *, foreground: bool, start: Callable[[Settings], Started] | None = None) -> int:
    """Starts a sandbox unless it is up, and prints how to use it."""
    settings.directory.mkdir(parents=True, exist_ok=True)
    with _lock(settings.directory):
        running = _running(settings.directory)
        if running:
            print(f"already up on port {running['port']} (pid {running['pid']})", file=sys.stderr)
            _tell(dataclasses.replace(settings, port=running["port"]))
            return 0
        clean(settings.directory)
        settings = dataclasses.replace(settings, port=settings.port or free_port())
        if not _is_free(settings.port):
            print(f"error: port {settings.port} is taken; choose another with --port", file=sys.stderr)
            return 1
        process = (start or _start)(settings)
        process_file.record(settings.directory / "pid", process.pid)
        (settings.directory / "port").write_text(str(settings.port))
        try:
            _await_ready(settings, process)
        except BaseException as problem:
            process_file.end(process.pid)
            clean(settings.directory)
            if isinstance(problem, KeyboardInterrupt):
                print("interrupted: the sandbox was stopped", file=sys.stderr)
                return 130
            if not isinstance(problem, StartFailed):
                raise
            print(f"error: {problem}", file=sys.stderr)
            return 1
    (settings.directory / "env").write_text(environment.script(settings))
    _tell(settings)
    return _stay(settings, process) if foreground else 0


class StartFailed(RuntimeError):
    """The server process ended or was not ready in time."""


def down(directory: Path) -> int:
    """Stops a sandbox and deletes what it left; does nothing when there is none."""
    if not directory.exists():
        print("not up", file=sys.stderr)
        return 0
    with _lock(directory):
        number = process_file.recorded(directory / "pid")
        if number is None:
            print("not up", file=sys.stderr)
        else:
            process_file.end(number)
            print(f"stopped (pid {number})", file=sys.stderr)
        clean(directory)
    return 0


def status(directory: Path) -> int:
    """Exit code 0 when the sandbox is up, 3 when it is not."""
    running = _running(directory)
    if not running:
        print("not up", file=sys.stderr)
        return 3
    print(json.dumps(running, indent=1))
    with urllib.request.urlopen(f"http://127.0.0.1:{running['port']}/_sandbox/pg", timeout=10) as answer:
        for cluster in json.load(answer):
            state = "up" if cluster["up"] else "down"
            print(f"{cluster['instance']:<24} 127.0.0.1:{cluster['port']:<6} {state}")
    return 0


def clean(directory: Path) -> None:
    """Cleans up after a crash: servers without a sandbox, their data, the scratch folder, the pid file."""
    scratch = _scratch(directory)
    for data in filter(None, [directory / "data", scratch and scratch / "data"]):
        for number in orphans(data):
            print(f"ending an orphaned PostgreSQL server (pid {number})", file=sys.stderr)
            process_file.end(number, signal.SIGQUIT)
        shutil.rmtree(data, ignore_errors=True)
    if scratch:
        shutil.rmtree(scratch, ignore_errors=True)
    for name in ("pid", "port", "scratch", "env"):
        (directory / name).unlink(missing_ok=True)


def _start(settings: Settings) -> subprocess.Popen[bytes]:
    package = Path(__file__).resolve().parent
    command = [
        sys.executable, "-m", package.name, "serve", "--port", str(settings.port), "--dir", str(settings.directory),
        "--seed", settings.seed, "--entries", str(settings.entries), "--dwell", str(settings.dwell),
        "--heartbeat", str(settings.heartbeat), "--trickle", str(settings.trickle),
    ]  # fmt: skip
    with fresh_log(settings) as log:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=package.parent
        )


def fresh_log(settings: Settings) -> BinaryIO:
    """An empty log; the last output of a crashed sandbox is worth keeping."""
    log_file = settings.directory / "log"
    if log_file.exists():
        log_file.rename(settings.directory / "log.previous")
    return log_file.open("wb")


def _await_ready(settings: Settings, process: Started) -> None:
    deadline = time.monotonic() + _START_DEADLINE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if (health := _health(settings.port)) and health["ready"] and health["pid"] == process.pid:
            return
        time.sleep(0.05)
    words = (settings.directory / "log").read_text(errors="replace")[-2000:]
    raise StartFailed(f"the sandbox did not start; its log ({settings.directory / 'log'}) ends with:\n{words}")


def _stay(settings: Settings, process: Started) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return process.wait()
    except KeyboardInterrupt:
        return 130
    finally:
        process_file.end(process.pid)
        clean(settings.directory)


def _tell(settings: Settings) -> None:
    print(environment.script(settings), end="")
    print(f"# or: source {settings.directory / 'env'}")


def _running(directory: Path) -> dict[str, Any] | None:
    """What a live sandbox of this folder reports about itself."""
    number = process_file.recorded(directory / "pid")
    if number is None:
        return None
    try:
        port = int((directory / "port").read_text())
    except (OSError, ValueError):
        return None
    health = _health(port)
    return health if health and health["pid"] == number and health["ready"] else None


def _health(port: int) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_sandbox/health", timeout=5) as answer:
            value = json.load(answer)
    except urllib.error.HTTPError as refusal:
        value = json.load(refusal)
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) and "pid" in value else None


def _scratch(directory: Path) -> Path | None:
    try:
        path = Path((directory / "scratch").read_text())
    except OSError:
        return None
    return path if path.name.startswith("drctl-sandbox-") else None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextlib.contextmanager
def _lock(directory: Path) -> Iterator[None]:
    """One `up` or `down` of a folder at a time."""
    with (directory / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
