"""Starting, stopping and crashing: nothing may be left running."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from .harness import ROOT, Instance, equal, eventually, expect


def _servers(directory: Path) -> list[str]:
    """Processes that name the sandbox's folder, other than scripts of this check."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            children = line.startswith("postgres:") and _parent_is_in(entry.parent, directory)
        except OSError:
            continue
        if str(directory) in line or children:
            found.append(line.strip())
    return found


def _parent_is_in(process: Path, directory: Path) -> bool:
    parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
    return str(directory) in Path(f"/proc/{parent}/cmdline").read_text()


def _pid(sandbox: Instance) -> int:
    return int(sandbox.control("health")["pid"])


def check_up_twice_is_one_sandbox(sandbox: Instance) -> None:
    before = _pid(sandbox)
    again = sandbox.command("up", "--port", "0", "--fast")
    equal((again.returncode, _pid(sandbox)), (0, before), "exit code and pid")
    expect("already up" in again.stderr and sandbox.endpoint in again.stdout, f"it said: {again.stderr}")
    equal(sandbox.command("status").returncode, 0, "status")


def check_servers_run_unprivileged_and_listen_on_loopback(sandbox: Instance) -> None:
    for cluster in sandbox.control("pg"):
        owner = Path(f"/proc/{cluster['pid']}").stat().st_uid
        expect(owner != 0, "PostgreSQL runs as root")
        table = Path("/proc/net/tcp").read_text()
        expect(f"0100007F:{cluster['port']:04X} 00000000:0000 0A" in table, "the server listens on 127.0.0.1")
        expect(f" 00000000:{cluster['port']:04X} 00000000:0000 0A" not in table, "the server listens everywhere")


def check_kill_9_leaves_no_server(sandbox: Instance) -> None:
    """The last check of a sandbox: it ends it."""
    expect(len(_servers(sandbox.directory)) > 2, "servers are running")
    os.kill(_pid(sandbox), signal.SIGKILL)
    eventually("all servers have ended", lambda: not _servers(sandbox.directory), 10)
    equal(sandbox.command("status").returncode, 3, "status after a crash")
    again = sandbox.command("up", "--port", "0", "--fast", "--seed", "none")
    equal(again.returncode, 0, f"up after a crash: {again.stderr}")
    equal(sandbox.command("down").returncode, 0, "down")
    equal(_servers(sandbox.directory), [], "processes after down")
    left = sorted(path.name for path in sandbox.directory.iterdir())
    expect("data" not in left and "pid" not in left and "env" not in left, f"left behind: {left}")
    equal(sandbox.command("down").returncode, 0, "down twice")


def check_signals_end_a_foreground_sandbox(_: Instance) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        directory = Path(tempfile.mkdtemp(prefix="sandbox-check-"))
        directory.chmod(0o755)
        command = [
            str(ROOT / "up"),
            "--dir",
            str(directory),
            "--port",
            "0",
            "--fast",
            "--foreground",
            "--entries",
            "100",
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        # Once while it starts and once when it is up.
        sign = directory / ("pid" if number == signal.SIGINT else "env")
        eventually(f"{sign.name} is written", sign.exists, 60)
        time.sleep(1)
        os.killpg(process.pid, number)
        process.communicate(timeout=40)
        expect(process.returncode != 0, "an interrupted command does not exit with 0")
        equal(_servers(directory), [], f"processes after {number.name}")
        shutil.rmtree(directory)


CHECKS = [
    check_up_twice_is_one_sandbox,
    check_servers_run_unprivileged_and_listen_on_loopback,
]
LAST = [check_kill_9_leaves_no_server]
APART = [check_signals_end_a_foreground_sandbox]
