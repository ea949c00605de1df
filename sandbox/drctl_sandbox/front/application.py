"""The WSGI application: control paths, faults, then moto under one lock."""

from __future__ import annotations

import os
import re
import socket
import struct
import time
from collections.abc import Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from ..core import Sandbox, log
from . import injection, request
from .calls import Call
from .control import Control
from .replies import Reply, error

_CODE = re.compile(rb"<Code>([^<]*)</Code>|\"__type\"\s*:\s*\"(?:[^\"#]*#)?([^\"]*)\"")


class Application:
    """One sandbox's answer to every request."""

    def __init__(self, sandbox: Sandbox, control: Control) -> None:
        self.sandbox, self.control = sandbox, control
        self._moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answers one request."""
        if environ.get("PATH_INFO", "").startswith("/_sandbox"):
            return _send(self.control.answer(environ), start_response)
        received = request.read(environ)
        call = Call(received)
        started = time.monotonic()
        try:
            reply = self._answer(environ, received)
        except injection.ConnectionReset:
            call.error = "connection reset"
            _reset(environ)
            raise ConnectionResetError from None
        finally:
            call.seconds = time.monotonic() - started
            self.sandbox.calls.add(call)
        call.status = reply.status
        if reply.status >= 400 and (found := _CODE.search(reply.body[:4096])):
            call.error = (found.group(1) or found.group(2)).decode()
        return _send(reply, start_response)

    def _answer(self, environ: dict[str, Any], received: request.Request) -> Reply:
        faults = self.sandbox.faults.striking(received)
        early = injection.before(faults, received)
        reply = early or self._from_moto(environ, received)
        return injection.after(faults, received, reply)

    def _from_moto(self, environ: dict[str, Any], received: request.Request) -> Reply:
        if not received.is_signed and received.service == "s3" and received.protocol != "rest":
            return error(received, 403, "MissingAuthenticationToken", "Request is missing Authentication Token")
        answer: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            answer[:] = [status, headers]
            return lambda piece: None

        try:
            with self.sandbox.lock:
                body = b"".join(self._moto(environ, start))
        except NotImplementedError:
            code = "UnknownOperationException" if received.protocol == "json" else "InvalidAction"
            return error(received, 400, code, f"The sandbox does not implement {received.service} {received.operation}.")
        except Exception as problem:
            # moto's own mistakes reach a client as AWS's would: a 500 in the form of the protocol.
            log.exception("moto failed: %s %s", received.service, received.operation)
            return error(received, 500, "InternalFailure", f"{type(problem).__name__}: {problem}")
        finally:
            environ["wsgi.input"].close()
        return Reply(int(answer[0].split()[0]), body, answer[1])


def _send(reply: Reply, start_response: Any) -> Iterable[bytes]:
    headers = [(name, value) for name, value in reply.headers if name.lower() != "content-length"]
    length = reply.header("Content-Length") if not reply.body else None
    headers.append(("Content-Length", length or str(len(reply.body))))
    start_response(reply.line, headers)
    return [reply.body if reply.sent is None else reply.body[: reply.sent]]


def _reset(environ: dict[str, Any]) -> None:
    """Closes the client's socket with RST instead of FIN."""
    connection = environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
