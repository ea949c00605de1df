"""What a request is: service, operation, region, caller and parameters, whatever the protocol."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from .operations import rest_operation

_SCOPE = re.compile(r"Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request")
# A body larger than this contains no parameters.
_PARSED = 1 << 18


@dataclass(frozen=True)
class Request:
    """One API call as the sandbox sees it."""

    service: str
    operation: str
    # query, json or rest: decides the form of errors
    protocol: str
    region: str
    access_key: str
    method: str
    path: str
    query: str
    # The client's signing time, as in X-Amz-Date; empty when there is none.
    signed_at: str
    agent: str
    parameters: Mapping[str, Any]

    @property
    def is_signed(self) -> bool:
        """Whether the request carries a signature of any form."""
        return bool(self.access_key)


def read(environ: dict[str, Any]) -> Request:
    """Reads a request; the body remains available to moto."""
    body = _start_of_body(environ)
    query = environ.get("QUERY_STRING", "")
    scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", "")) or _SCOPE.search(
        "Credential=" + (parse_qs(query).get("X-Amz-Credential") or [""])[0]
    )
    key, _, region, service = scope.groups() if scope else ("", "", "us-east-1", "s3")
    target = environ.get("HTTP_X_AMZ_TARGET")
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
    parameters: Mapping[str, Any] = {}
    if target:
        protocol, operation = "json", target.rpartition(".")[2]
        parameters = _json(body)
    elif form := _form(environ, body, query):
        protocol, operation = "query", form["Action"]
        parameters = {name: value for name, value in form.items() if name not in ("Action", "Version")}
    else:
        protocol = "rest"
        copies = "HTTP_X_AMZ_COPY_SOURCE" in environ
        operation, parameters = rest_operation(service, method, path, query, copies=copies)
    signed_at = environ.get("HTTP_X_AMZ_DATE") or (parse_qs(query).get("X-Amz-Date") or [""])[0]
    return Request(
        service, operation, protocol, region, key, method, path, query, signed_at,
        environ.get("HTTP_USER_AGENT", ""), parameters,
    )  # fmt: skip


def _start_of_body(environ: dict[str, Any]) -> bytes:
    body = environ["wsgi.input"]
    start: bytes = body.read(_PARSED)
    body.seek(0)
    return start


def _form(environ: dict[str, Any], body: bytes, query: str) -> dict[str, str] | None:
    is_form = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    text = body.decode(errors="replace") if is_form and body else query
    fields = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
    return fields if "Action" in fields else None


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
