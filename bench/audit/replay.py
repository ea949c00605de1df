"""Answers requests from memory; what was never asked before is a miss, or is asked of the account and recorded.

One thread and no more than a look into a dictionary for each request: what is measured must not wait for this.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Coroutine
from typing import Any

from identity import identity
from pressure import Damaged, Pressure
from recording import Answer, Recording

_SCOPE = re.compile(rb"Credential=[^/]+/\d+/([^/]+)/([^/]+)/")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TARGET = re.compile(rb"\r\nx-amz-target: *([^\r]*)", re.IGNORECASE)
_ACCOUNT = re.compile(rb"\r\nx-amz-account-id: *([^\r]*)", re.IGNORECASE)
_MISS = (
    b"HTTP/1.1 501 Not Implemented\r\nContent-Type: text/xml\r\nContent-Length: 71\r\n\r\n"
    b"<ErrorResponse><Error><Code>NotRecorded</Code></Error></ErrorResponse>\n"
)


class Replay:
    """The server, on a port of its own, in a thread of its own."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.requests = 0
        self.misses: list[str] = []
        # Seconds that each answer takes.
        self.latency = 0.0
        # What becomes of some answers.
        self.pressure: Pressure | None = None
        # The account's port while it is recorded.
        self.upstream: int | None = None
        self.responses: dict[str, bytes] = {}
        self.asking: set[asyncio.Task[None]] = set()
        # The same by the request's own bytes: most come again as they were.
        self._seen: dict[tuple[bytes, ...], bytes] = {}
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        server = asyncio.run_coroutine_threadsafe(
            self.loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=256), self.loop
        ).result()
        self.port = int(server.sockets[0].getsockname()[1])

    def begin(
        self, latency: float = 0.0, upstream: int | None = None, pressure: Pressure | None = None
    ) -> None:
        """Forgets what was counted; answers are as of now."""
        self.pressure = pressure
        self.requests, self.misses, self._seen = 0, [], {}
        self.latency, self.upstream = latency, upstream
        self.responses = self.recording.responses()

    def answer(self, head: bytes, body: bytes) -> bytes | Damaged | Coroutine[Any, Any, bytes]:
        """The answer, at once when it is known, or what becomes of it."""
        known = self._answer(head, body)
        if self.pressure is None or not isinstance(known, bytes):
            return known
        line, scope, target = head[: head.index(b"\r\n")], _SCOPE.search(head), _TARGET.search(head)
        struck = self.pressure.strike(scope[2] if scope else b"", line, target[1] if target else b"", body, known)
        # An answer to HEAD has no body.
        if line.startswith(b"HEAD ") and isinstance(struck, bytes) and struck is not known:
            return struck.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        return struck

    def _answer(self, head: bytes, body: bytes) -> bytes | Coroutine[Any, Any, bytes]:
        self.requests += 1
        line = head[: head.index(b"\r\n")]
        scope, target, account = _SCOPE.search(head), _TARGET.search(head), _ACCOUNT.search(head)
        seen = (
            line, scope[1] if scope else b"", scope[2] if scope else b"", target[1] if target else b"",
            account[1] if account else b"", body,
        )  # fmt: skip
        known = self._seen.get(seen)
        if known is not None:
            return known
        method, path, _ = line.decode("latin-1").split(" ")
        region, service, operation, owner = (part.decode("latin-1") for part in seen[1:5])
        name = identity(method, path, service, region, (operation, owner), body)
        known = self.responses.get(name)
        if known is None:
            self.misses.append(name)
            return self._ask(name, method, head, body) if self.upstream else _MISS
        self._seen[seen] = known
        return known

    async def _ask(self, name: str, method: str, head: bytes, body: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            writer.write(head + b"\r\n\r\n" + body)
            answered = (await reader.readuntil(b"\r\n\r\n"))[:-4]
            length = _LENGTH.search(answered)
            has_body = method != "HEAD"
            content = await reader.readexactly(int(length[1])) if length and has_body else b""
        finally:
            writer.close()
        answer = Answer.parse(answered, content, has_body)
        self.recording.answers[name] = answer
        self.responses[name] = answer.wire(answer.at)
        return self.responses[name]


class _Connection(asyncio.Protocol):
    """One client's connection; its requests come one after the other."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay
        self.received = b""
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        received = self.received + data if self.received else data
        while (end := received.find(b"\r\n\r\n")) >= 0:
            head = received[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(received) < whole:
                break
            self._reply(self.replay.answer(head, received[end + 4 : whole]))
            received = received[whole:]
        self.received = received

    def _reply(self, answer: bytes | Damaged | Coroutine[Any, Any, bytes]) -> None:
        if isinstance(answer, Damaged):
            self._damage(answer)
        elif not isinstance(answer, bytes):
            # The loop itself keeps no task from being collected.
            task = self.replay.loop.create_task(self._pass_on(answer))
            self.replay.asking.add(task)
            task.add_done_callback(self.replay.asking.discard)
        elif self.replay.latency:
            self.replay.loop.call_later(self.replay.latency, self.transport.write, answer)
        else:
            self.transport.write(answer)

    def _damage(self, answer: Damaged) -> None:
        if not answer.content:
            self.transport.abort()
            return
        self.transport.write(answer.content)
        if answer.closes:
            self.transport.close()

    async def _pass_on(self, answer: Coroutine[Any, Any, bytes]) -> None:
        try:
            self.transport.write(await answer)
        except (OSError, EOFError):
            self.transport.abort()
