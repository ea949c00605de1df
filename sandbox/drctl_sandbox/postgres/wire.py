"""A small PostgreSQL client over the server's Unix socket, for the sandbox's own housekeeping.

Heartbeats, the trickle writer and the watchers talk to the servers several times a second; a psql for each would
cost more than the work. Only the simple query protocol is spoken, to a socket whose folder is the server's own
(authentication 'trust'). https://www.postgresql.org/docs/15/protocol-flow.html
"""

from __future__ import annotations

import contextlib
import socket
import struct
from pathlib import Path

ADMINISTRATOR = "rdsadmin"


class QueryFailed(RuntimeError):
    """The server refused a query or a connection."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(f"{fields.get('C', '')} {fields.get('M', 'unknown error')}".strip())
        self.state = fields.get("C", "")


def literal(value: object) -> str:
    """A value as an SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


class Connection:
    """One session as the administrator."""

    def __init__(self, directory: Path, port: int, database: str = "postgres", timeout: float = 600) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(timeout)
        try:
            self._socket.connect(str(directory / f".s.PGSQL.{port}"))
            self._stream = self._socket.makefile("rb")
            options = f"user\0{ADMINISTRATOR}\0database\0{database}\0application_name\0sandbox\0\0".encode()
            self._socket.sendall(struct.pack("!ii", 8 + len(options), 196608) + options)
            self._until_ready()
        except BaseException:
            self._socket.close()
            raise

    def query(self, text: str) -> list[list[str | None]]:
        """Runs statements and returns the rows of all of them, values as text."""
        body = text.encode() + b"\0"
        self._socket.sendall(b"Q" + struct.pack("!i", 4 + len(body)) + body)
        return self._until_ready()

    def close(self) -> None:
        """Ends the session."""
        with contextlib.suppress(OSError):  # the server may have stopped already
            self._socket.sendall(b"X" + struct.pack("!i", 4))
        self._stream.close()
        self._socket.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _until_ready(self) -> list[list[str | None]]:
        rows: list[list[str | None]] = []
        problem: QueryFailed | None = None
        while True:
            kind, body = self._message()
            if kind == b"D":
                rows.append(_columns(body))
            elif kind == b"E":
                problem = QueryFailed(_fields(body))
                if body.startswith((b"SFATAL", b"SPANIC")):
                    raise problem
            elif kind == b"Z":
                if problem:
                    raise problem
                return rows

    def _message(self) -> tuple[bytes, bytes]:
        header = self._stream.read(5)
        if len(header) < 5:
            raise ConnectionError("the server closed the connection")
        length = struct.unpack("!i", header[1:])[0] - 4
        body = self._stream.read(length)
        if len(body) < length:
            raise ConnectionError("the server closed the connection")
        return header[:1], body


def _columns(body: bytes) -> list[str | None]:
    count, place = struct.unpack_from("!h", body)[0], 2
    values: list[str | None] = []
    for _ in range(count):
        length = struct.unpack_from("!i", body, place)[0]
        place += 4
        if length < 0:
            values.append(None)
            continue
        values.append(body[place : place + length].decode())
        place += length
    return values


def _fields(body: bytes) -> dict[str, str]:
    parts = body.rstrip(b"\0").split(b"\0")
    return {part[:1].decode(): part[1:].decode(errors="replace") for part in parts if part}
