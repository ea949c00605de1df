"""Checks IAM authentication tokens for the databases, by acting as their LDAP server.

PostgreSQL has no hook for foreign credentials, but it can ask an LDAP server with a simple bind, which carries the
client's password as it came. RDS does the same with PAM. The token is a presigned URL without its scheme:
HOST:PORT/?Action=connect&DBUser=USER&X-Amz-...; it is checked by signing the same request again.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
import socketserver
import threading
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlsplit

_EMPTY_BODY = hashlib.sha256(b"").hexdigest()
_SUCCESS, _INVALID_CREDENTIALS = 0, 49

# Finds the secret of an access key.
SecretLookup = Callable[[str], str | None]


def refusal(token: str, user: str, port: int, secret_of: SecretLookup, now: datetime.datetime) -> str | None:
    """Why a token is invalid for a user and the instance at a port; None when it is valid."""
    parts = urlsplit("//" + token)
    fields = dict(parse_qsl(parts.query, keep_blank_values=True))
    signature = fields.pop("X-Amz-Signature", "")
    if fields.get("Action") != "connect" or fields.get("DBUser") != user:
        return "the token is not for this user"
    if parts.port != port or parts.hostname not in ("127.0.0.1", "localhost"):
        return f"the token is for {parts.netloc}"
    try:
        signed = datetime.datetime.strptime(fields["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
        key, date, region, service, _ = fields["X-Amz-Credential"].split("/")
        life = min(int(fields.get("X-Amz-Expires", "900")), 900)
    except (KeyError, ValueError):
        return "the token is malformed"
    if not -300 <= (now - signed).total_seconds() <= life:
        return "the token has expired"
    secret = secret_of(key)
    if secret is None or service != "rds-db":
        return "the token's credential is unknown"
    expected = _sign(secret, date, region, fields, parts.netloc)
    return None if hmac.compare_digest(expected, signature) else "the token's signature does not match"


def _sign(secret: str, date: str, region: str, fields: dict[str, str], host: str) -> str:
    query = "&".join(f"{quote(name, safe='-_.~')}={quote(fields[name], safe='-_.~')}" for name in sorted(fields))
    canonical = f"GET\n/\n{query}\nhost:{host}\n\nhost\n{_EMPTY_BODY}"
    scope = f"{date}/{region}/rds-db/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{fields['X-Amz-Date']}\n{scope}\n{digest}"
    key = ("AWS4" + secret).encode()
    for part in (date, region, "rds-db", "aws4_request", text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key.hex()


class TokenChecker:
    """An LDAP server on loopback that implements one request: the simple bind of 'cn=USER,port=PORT'."""

    def __init__(self, secret_of: SecretLookup) -> None:
        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while message := _read(self.rfile):
                    number, name, password = message
                    if name is None:
                        return
                    match = re.fullmatch(r"cn=(.*),port=(\d+)", name)
                    now = datetime.datetime.now(datetime.UTC)
                    problem = refusal(password, match[1], int(match[2]), secret_of, now) if match else "unknown name"
                    self.wfile.write(_bind_response(number, problem))

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, name="tokens", daemon=True).start()


# The part of BER that RFC 4511 needs for a bind.


def _read(stream: object) -> tuple[int, str | None, str] | None:
    head = stream.read(2)  # type: ignore[attr-defined]
    if len(head) < 2:
        return None
    length = head[1]
    if length & 0x80:
        length = int.from_bytes(stream.read(length & 0x7F))  # type: ignore[attr-defined]
    body = stream.read(length)  # type: ignore[attr-defined]
    _, number, rest = _element(body)
    tag, operation, _ = _element(rest)
    if tag != 0x60:
        # Unbind (0x42) or anything else ends the connection.
        return int.from_bytes(number), None, ""
    _, _, operation = _element(operation)
    _, name, operation = _element(operation)
    _, password, _ = _element(operation)
    return int.from_bytes(number), name.decode(errors="replace"), password.decode(errors="replace")


def _element(data: bytes) -> tuple[int, bytes, bytes]:
    tag, length, start = data[0], data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start])
    return tag, data[start : start + length], data[start + length :]


def _bind_response(number: int, problem: str | None) -> bytes:
    text = (problem or "").encode()
    code = _INVALID_CREDENTIALS if problem else _SUCCESS
    result = bytes([0x0A, 1, code, 0x04, 0, 0x04, len(text)]) + text
    message = bytes([0x02, 4]) + number.to_bytes(4) + bytes([0x61, len(result)]) + result
    return bytes([0x30, len(message)]) + message
