"""What goes wrong between a client and AWS: throttling by operation, and answers that are lost or damaged on their way."""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass, field

_ACTION = re.compile(rb"(?:^|&)Action=(\w+)")
_LENGTH = re.compile(rb"\r\nContent-Length: \d+", re.IGNORECASE)


@dataclass
class Damaged:
    """What is sent instead of an answer. Nothing at all is a reset."""

    content: bytes
    closes: bool = True


@dataclass
class Pressure:
    """Counts what it did, by kind."""

    # Requests per second of each operation, and how many at once; zero for any.
    rate: float = 0.0
    # The part of the answers that is lost or damaged, in equal parts.
    faults: float = 0.0
    struck: dict[str, int] = field(default_factory=dict)
    _buckets: dict[bytes, tuple[float, float]] = field(default_factory=dict)
    _random: random.Random = field(default_factory=lambda: random.Random(1))

    def strike(self, service: bytes, line: bytes, target: bytes, body: bytes, answer: bytes) -> bytes | Damaged:
        """The answer, or what becomes of it."""
        if self.rate and not self._take(operation(service, line, target, body)):
            return self._count("throttled", throttled(service, target))
        if not self.faults or self._random.random() >= self.faults:
            return answer
        kind = self._random.choice(["reset", "5xx", "transfer cut off", "document cut off"])
        head, _, content = answer.partition(b"\r\n\r\n")
        if kind == "5xx":
            return self._count(kind, refusal(500, "InternalError", service, target))
        if kind == "transfer cut off":
            return self._count(kind, Damaged(answer[: len(head) + 4 + len(content) // 2]))
        # An answer without a body cannot be shortened.
        if kind == "document cut off" and content and head.startswith(b"HTTP/1.1 200"):
            half = content[: len(content) // 2]
            head = _LENGTH.sub(b"\r\nContent-Length: %d" % len(half), head)
            return self._count(kind, Damaged(head + b"\r\n\r\n" + half, closes=False))
        return self._count("reset", Damaged(b""))

    def _count(self, kind: str, outcome: bytes | Damaged) -> bytes | Damaged:
        self.struck[kind] = self.struck.get(kind, 0) + 1
        return outcome

    def _take(self, name: bytes) -> bool:
        now = time.monotonic()
        tokens, at = self._buckets.get(name, (self.rate, now))
        tokens = min(self.rate, tokens + (now - at) * self.rate)
        self._buckets[name] = (tokens - 1 if tokens >= 1 else tokens, now)
        return tokens >= 1


def operation(service: bytes, line: bytes, target: bytes, body: bytes) -> bytes:
    """What AWS counts by: the operation of a service."""
    if target:
        return target
    if action := _ACTION.search(body):
        return service + b":" + action[1]
    method, path, _ = line.split(b" ")
    subresource = path.partition(b"?")[2].partition(b"&")[0].partition(b"=")[0]
    return service + b":" + method + b" " + subresource


def throttled(service: bytes, target: bytes) -> bytes:
    """A refusal as the service words it."""
    if service == b"s3":
        return refusal(503, "SlowDown", service, target)
    return refusal(400, "ThrottlingException" if target else "Throttling", service, target)


def refusal(status: int, code: str, service: bytes, target: bytes) -> bytes:
    """An error response in the service's protocol."""
    if target:
        kind, body = "application/x-amz-json-1.1", f'{{"__type": "{code}", "message": "refused"}}'
    else:
        error = f"<Error><Code>{code}</Code><Message>refused</Message></Error>"
        kind, body = "text/xml", error if service == b"s3" else f"<ErrorResponse>{error}</ErrorResponse>"
    head = f"HTTP/1.1 {status} Refused\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return (head + body).encode()
