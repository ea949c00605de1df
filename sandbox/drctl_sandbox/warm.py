"""A process that has imported and read everything, and forks: what it forks starts in a fraction of the time.

Tests start a hundred sandboxes, and work on them by as many scripts. Half of their time went into imports of moto and boto3, and
into reading the models of AWS's services. `warm` prints the port on which it listens and a token, and serves until its
standard input ends, so that neither it nor its sandboxes outlive whoever started it:

    POST /up {"dir": …}                    what `sandbox/up --fast --port 0` does
    POST /down {"dir": …}                  what `sandbox/down` does
    POST /run {"code": …, "env": {…}}      Python with boto3, in a process of its own; 422 with its stderr when it fails

The process has one thread: it forks for every connection.
"""

from __future__ import annotations

import dataclasses
import functools
import gc
import json
import os
import secrets
import select
import signal
import socket
import sys
import tempfile
import threading
import traceback
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from . import lifecycle, server
from .postgres import binaries, place, processes
from .settings import Settings

# What the seed and the tests use.
_SERVICES = (
    "backup cloudformation cloudtrail cloudwatch ec2 events iam kms organizations rds resourcegroupstaggingapi s3 secretsmanager "
    "service-quotas sns sqs sts"
).split()


def serve(settings: Settings) -> None:
    """Listens until standard input ends."""
    # Whoever started this from a thread that blocks signals has handed that down: no sandbox could be told to end.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    # So that the folder of the template goes with the process.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    server.settle_environment()
    _read()
    # A collection in a child would touch, and so copy, every page that it shares with this process.
    gc.collect()
    gc.freeze()
    # Held by this process alone: whoever reads from the other end learns that it has ended.
    life, held = os.pipe()
    with (
        tempfile.TemporaryDirectory(prefix="drctl-sandbox-template-") as folder,
        socket.create_server(("127.0.0.1", 0), backlog=64) as listener,
    ):
        settings = dataclasses.replace(settings, template=_template(Path(folder)))
        # From here on the children are nobody's to wait for.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        token = secrets.token_hex(16)
        print(listener.getsockname()[1], token, flush=True)
        while True:
            ready, _, _ = select.select([listener, sys.stdin], [], [])
            if sys.stdin in ready:
                return
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    listener.close()
                    os.close(held)
                    _in_child(connection, token, settings, life)


def _template(folder: Path) -> Path:
    """The data directory that all sandboxes copy."""
    processes.give_to_server_user(folder)
    place.make_template(binaries.find(), folder / "data")
    return folder / "data"


def _read() -> None:
    """Imports what a sandbox and a script need, and keeps the models that they read."""
    import boto3
    import botocore.session
    from botocore.loaders import JSONFileLoader, Loader
    from moto.backends import get_backend

    for owner, name in ((JSONFileLoader, "load_file"), (Loader, "list_available_services")):
        setattr(owner, name, _kept(getattr(owner, name)))
    server.imported()
    for service in _SERVICES:
        get_backend(service.replace("-", ""))["123456789012"]  # type: ignore[index]
        botocore.session.get_session().get_service_model(service)
        boto3.Session(region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x").client(service)


def _kept(method: Any) -> Any:
    """A method that answers the same whoever asks. The model of S3 is read each time: clients change the paths in it."""
    known: dict[Any, Any] = {}

    @functools.wraps(method)
    def kept(self: Any, *arguments: Any, **named: Any) -> Any:
        key = (arguments, *sorted(named.items()))
        if any("/s3/" in str(argument) for argument in arguments):
            return method(self, *arguments, **named)
        if key not in known:
            known[key] = method(self, *arguments, **named)
        return known[key]

    return kept


def _in_child(connection: socket.socket, token: str, settings: Settings, life: int) -> None:
    """Answers one request, and ends."""
    status = 0
    try:
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1):
            os.dup2(null, number)

        class Handler(_Handler):
            expected, model, parent = token, settings, life

        Handler(connection, ("127.0.0.1", 0), None)  # type: ignore[arg-type]
    except BaseException:
        traceback.print_exc()
        status = 1
    finally:
        os._exit(status)


class _Handler(BaseHTTPRequestHandler):
    expected: str
    model: Settings
    parent: int

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        """Does what the path says."""
        if not secrets.compare_digest(self.headers.get("Authorization", ""), self.expected):
            return self._answer(403, "not the token")
        values = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        work = {"/up": self._up, "/down": self._down, "/run": self._run}.get(self.path)
        words = work(values) if work else f"no such path: {self.path}"
        self._answer(422 if words else 200, words)

    def _answer(self, status: int, words: str) -> None:
        body = words.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _up(self, values: dict[str, Any]) -> str:
        return self._said(
            lambda: lifecycle.up(
                dataclasses.replace(self.model, directory=Path(values["dir"])), foreground=False, start=self._forked
            )
        )

    def _down(self, values: dict[str, Any]) -> str:
        return self._said(lambda: lifecycle.down(Path(values["dir"])))

    def _said(self, work: Any) -> str:
        """Nothing when it worked, otherwise what it complained of."""
        with tempfile.TemporaryFile("w+") as words:
            kept = os.dup(2)
            os.dup2(words.fileno(), 2)
            try:
                code = work()
            finally:
                sys.stderr.flush()
                os.dup2(kept, 2)
            words.seek(0)
            return (words.read() or f"exit code {code}") if code else ""

    def _forked(self, settings: Settings) -> lifecycle.Started:
        """The server, in a process of its own that outlives this one."""
        with lifecycle.fresh_log(settings) as log:
            number = os.fork()
            if number == 0:
                os.setsid()
                for target in (1, 2):
                    os.dup2(log.fileno(), target)
                # The lock of the folder among them, which would stay with this process.
                os.closerange(3, self.parent)
                os.closerange(self.parent + 1, os.sysconf("SC_OPEN_MAX"))
                _become(settings, self.parent)
        return _Forked(number)

    def _run(self, values: dict[str, Any]) -> str:
        os.environ.clear()
        os.environ.update(values["env"])
        with tempfile.TemporaryFile("w+") as words:
            os.dup2(words.fileno(), 2)
            try:
                exec(compile(values["code"], "<script>", "exec"), {"__name__": "__main__"})
                return ""
            except BaseException:
                traceback.print_exc()
            sys.stderr.flush()
            words.seek(0)
            return words.read() or "failed"


def _become(settings: Settings, parent: int) -> None:
    """The server of a sandbox, with random numbers of its own; it ends with the process that keeps everything."""
    from moto.moto_api._internal import mock_random

    mock_random.seed()
    threading.Thread(target=_end_with, args=[parent], name="parent", daemon=True).start()
    status = 1
    try:
        server.serve(settings)
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _end_with(parent: int) -> None:
    os.read(parent, 1)
    os.kill(os.getpid(), signal.SIGTERM)


@dataclasses.dataclass
class _Forked:
    """A child, as `subprocess` would show it."""

    pid: int
    code: int | None = None

    def poll(self) -> int | None:
        """The exit code; nil while it runs."""
        if self.code is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if ended else None
        return self.code

    def wait(self) -> int:
        """Waits until it has ended."""
        if self.code is None:
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code
