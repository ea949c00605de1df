"""What the account answered, by the requests' identities: kept in a file, and read as if answered just now."""

from __future__ import annotations

import datetime
import email.utils
import json
import pathlib
import re
import time
from dataclasses import asdict, dataclass

_INSTANT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=(?:\.\d+)?Z)")
# Of the connection, not of the answer.
_DROPPED = {"content-length", "transfer-encoding", "connection", "keep-alive", "date", "server"}


@dataclass(frozen=True)
class Answer:
    """One answer. The body is kept as latin-1, which holds any bytes."""

    status: str
    headers: list[tuple[str, str]]
    body: str
    # An answer to HEAD has none, and tells the length that GET would have.
    has_body: bool
    # Seconds since 1970.
    at: float

    @staticmethod
    def parse(head: bytes, body: bytes, has_body: bool) -> Answer:
        """From what came over the wire."""
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        kept = [(name, value) for name, value in headers if name.lower() not in _DROPPED]
        return Answer(status.partition(" ")[2], kept, body.decode("latin-1"), has_body, time.time())

    def wire(self, now: float) -> bytes:
        """The whole answer, its instants as far in the past as they were when it was recorded.

        So a backup of an hour ago stays one, and verdicts do not depend on the recording's age.
        """
        later = datetime.timedelta(seconds=int(now - self.at))

        def moved(match: re.Match[bytes]) -> bytes:
            return (datetime.datetime.fromisoformat(match[0].decode()) + later).isoformat().encode()

        body = self.body.encode("latin-1")
        if body[:1] == b"<":
            body = _INSTANT.sub(moved, body)
        headers = [
            *self.headers,
            ("Date", email.utils.formatdate(now, usegmt=True)),
            ("Content-Length", str(len(body))),
        ]
        head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        return f"HTTP/1.1 {self.status}\r\n{head}\r\n".encode("latin-1") + (body if self.has_body else b"")


class Recording:
    """All answers of one estate."""

    # Counts up when what is kept of an answer changes.
    FORMAT = 1

    def __init__(self, file: pathlib.Path) -> None:
        self.file = file
        # Of the account that answered: what another one would answer is no continuation.
        self.fingerprint = ""
        self.answers: dict[str, Answer] = {}
        if file.exists():
            with file.open() as lines:
                self.fingerprint = json.loads(next(lines))
                for line in lines:
                    identity, answer = json.loads(line)
                    self.answers[identity] = Answer(**answer)

    def adopt(self, fingerprint: str) -> None:
        """Continues with an account; begins anew when it is another one."""
        if fingerprint != self.fingerprint:
            self.fingerprint, self.answers = fingerprint, {}

    def save(self) -> None:
        """Keeps it, and no earlier one of the same size."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        for other in self.file.parent.glob(f"{self.file.name.partition('.')[0]}.*"):
            other.unlink()
        partial = self.file.with_suffix(".partial")
        with partial.open("w") as lines:
            print(json.dumps(self.fingerprint), file=lines)
            for identity, answer in self.answers.items():
                print(json.dumps([identity, asdict(answer)]), file=lines)
        partial.rename(self.file)

    def responses(self) -> dict[str, bytes]:
        """Every answer as it goes over the wire now."""
        now = time.time()
        return {identity: answer.wire(now) for identity, answer in self.answers.items()}
