"""Responses of the sandbox itself, each in the form of the request's protocol."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from xml.sax.saxutils import escape

from .request import Request


@dataclass
class Reply:
    """A complete HTTP response."""

    status: int
    body: bytes
    headers: list[tuple[str, str]] = field(default_factory=list)
    # Bytes that are really sent; fewer than Content-Length promises is a broken transfer.
    sent: int | None = None

    @property
    def line(self) -> str:
        """Status code and phrase."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return f"{self.status} Unknown"

    def header(self, name: str) -> str | None:
        """The value of a header."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def error(request: Request, status: int, code: str, message: str) -> Reply:
    """An AWS error: JSON with __type, ErrorResponse for query, Error for S3."""
    identity = str(uuid.uuid4())
    text, name = escape(message), escape(code)
    fault = "Sender" if status < 500 else "Receiver"
    if request.protocol == "json" or (request.protocol == "rest" and request.service != "s3"):
        kind, body = "application/x-amz-json-1.1", json.dumps({"__type": code, "message": message})
    elif request.protocol == "query":
        kind, body = (
            "text/xml",
            (
                f"<ErrorResponse><Error><Type>{fault}</Type><Code>{name}</Code><Message>{text}</Message></Error>"
                f"<RequestId>{identity}</RequestId></ErrorResponse>"
            ),
        )
    else:
        kind, body = (
            "application/xml",
            (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{name}</Code><Message>{text}</Message>'
                f"<RequestId>{identity}</RequestId></Error>"
            ),
        )
    return Reply(status, body.encode(), [("Content-Type", kind), ("x-amzn-RequestId", identity)])


def document(status: int, value: object) -> Reply:
    """A JSON response of the sandbox's control paths."""
    body = json.dumps(value, default=str, indent=1).encode() + b"\n"
    return Reply(status, body, [("Content-Type", "application/json")])
