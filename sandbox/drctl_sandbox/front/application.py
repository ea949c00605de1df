"""The application: control paths, faults, then moto under one lock."""

from __future__ import annotations

import re
import time
from typing import Any

from moto import backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from ..core import Sandbox, log
from . import injection, request
from .calls import Call
from .control import Control
from .listener import ConnectionReset
from .replies import Reply, error

_CODE = re.compile(rb"<Code>([^<]*)</Code>|\"__type\"\s*:\s*\"(?:[^\"#]*#)?([^\"]*)\"")


class Application:
    """The WSGI application of one sandbox."""

    def __init__(self, sandbox: Sandbox, control: Control) -> None:
        self.sandbox, self.control = sandbox, control
        self._moto = DomainDispatcherApplication(create_backend_app)
        # moto looks into its own folder for every request.
        names = tuple(backends.list_of_moto_modules())
        backends.list_of_moto_modules = lambda: names

    def __call__(self, environ: dict[str, Any]) -> Reply:
        """Answers one request."""
        if environ["PATH_INFO"].startswith("/_sandbox"):
            return self.control.answer(environ)
        received = request.read(environ)
        call = Call(received)
        started = time.monotonic()
        try:
            reply = self._answer(environ, received)
        except ConnectionReset:
            call.error = "connection reset"
            raise
        finally:
            call.seconds = time.monotonic() - started
            self.sandbox.calls.add(call)
        call.status = reply.status
        call.request_id = reply.header("x-amzn-RequestId") or reply.header("x-amz-request-id") or call.id
        if reply.status >= 400 and (found := _CODE.search(reply.body[:4096])):
            call.error = (found.group(1) or found.group(2)).decode()
        return reply

    def _answer(self, environ: dict[str, Any], received: request.Request) -> Reply:
        faults = self.sandbox.faults.striking(received)
        early = injection.before(faults, received)
        reply = early or self._refusal(environ, received) or self._from_moto(environ, received)
        return injection.after(faults, received, reply)

    def _refusal(self, environ: dict[str, Any], received: request.Request) -> Reply | None:
        from ..aws import enforcement  # moto's models, which nobody imports before the hooks are in place

        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        return enforcement.refusal(self.sandbox, received, body)

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
            return error(
                received, 400, code, f"The sandbox does not implement {received.service} {received.operation}."
            )
        except Exception as problem:
            # moto's own errors reach a client like AWS's: a 500 in the form of the protocol.
            log.exception("moto failed: %s %s", received.service, received.operation)
            return error(received, 500, "InternalFailure", f"{type(problem).__name__}: {problem}")
        return Reply(int(answer[0].split()[0]), body, answer[1])
