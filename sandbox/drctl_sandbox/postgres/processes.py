"""Runs PostgreSQL's programs as an unprivileged user, and ties servers to the lifetime of this process.

A server must never outlive the sandbox, not even when the sandbox is killed with SIGKILL. Linux can do that:
PR_SET_PDEATHSIG sends a signal to a child when the *thread* that started it ends. Two consequences shape this file.
The signal is cleared when a process changes its user, so it is set by setpriv after the change, in the same exec.
And because it is bound to the thread, all servers are started by one thread that lives as long as the process.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import threading
from concurrent.futures import Future
from pathlib import Path

SERVER_USER = "postgres"


class CommandFailed(RuntimeError):
    """A program failed; the message contains the end of its output."""


def _privileges(*, tied: bool) -> list[str]:
    options: list[str] = []
    if os.getuid() == 0:
        options += [f"--reuid={SERVER_USER}", f"--regid={SERVER_USER}", "--clear-groups"]
    if tied:
        # For a postmaster SIGQUIT is 'immediate shutdown': it ends its children and exits.
        options += ["--pdeathsig=QUIT"]
    return ["setpriv", *options, "--"] if options else []


def run(*arguments: str | Path, cwd: Path = Path("/")) -> str:
    """Runs a program as the server's user and returns what it printed."""
    command = [*_privileges(tied=False), *map(str, arguments)]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=cwd
    )
    if done.returncode:
        raise CommandFailed(f"{arguments[0]}: {done.stdout[-800:].strip()}")
    return done.stdout


def can_reach(directory: Path) -> bool:
    """Whether the server's user may enter a directory (a checkout below /root is not accessible to it)."""
    probe = [*_privileges(tied=False), "test", "-x", str(directory)]
    return subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0


def give_to_server_user(path: Path) -> None:
    """Changes the owner of a file or directory to the servers' user."""
    if os.getuid() == 0:
        shutil.chown(path, SERVER_USER, SERVER_USER)


def write_as_server_user(path: Path, text: str, mode: int = 0o600) -> None:
    """Replaces a file of the server's in one step: a reload never reads half of it."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text)
    fresh.chmod(mode)
    give_to_server_user(fresh)
    fresh.rename(path)


def copy_tree(source: Path, target: Path) -> None:
    """Copies a data directory, sharing blocks where the file system can."""
    run("cp", "-a", "--reflink=auto", "--sparse=always", source, target)


class Launcher:
    """The one thread that starts servers; see the note on PR_SET_PDEATHSIG above."""

    def __init__(self) -> None:
        self._requests: queue.Queue[tuple[list[str], Path, Future[subprocess.Popen[bytes]]]] = queue.Queue()
        threading.Thread(target=self._serve, name="launcher", daemon=True).start()

    def start(self, command: list[str], log: Path) -> subprocess.Popen[bytes]:
        """Starts a server whose output goes to a log file."""
        answer: Future[subprocess.Popen[bytes]] = Future()
        self._requests.put((command, log, answer))
        return answer.result()

    def _serve(self) -> None:
        while True:
            command, log, answer = self._requests.get()
            try:
                with log.open("ab") as output:
                    answer.set_result(
                        subprocess.Popen(
                            [*_privileges(tied=True), *command],
                            stdin=subprocess.DEVNULL,
                            stdout=output,
                            stderr=subprocess.STDOUT,
                            # Ctrl-C is handled by the sandbox, which stops its servers in order.
                            start_new_session=True,
                            cwd="/",
                        )
                    )
            except OSError as problem:
                answer.set_exception(problem)
