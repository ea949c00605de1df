"""What makes two requests the same: what is asked, not who signed it when, nor how its parameters are ordered."""

from __future__ import annotations

import json
import re
from typing import Any

# Instants in any form: RFC 3339 (percent-encoded or not), SigV4's, seconds since 1970. An account id has more digits.
_INSTANT = re.compile(
    r"""
    \b\d{4}-\d\d-\d\d (?:T|%20|[ ]) \d\d(?::|%3A)\d\d (?:(?::|%3A)\d\d)? (?:\.\d+)? (?:Z|(?:\+|%2B)00(?::|%3A)?00)?
    | \b\d{8}T\d{6}Z
    | \b1\d{9}(?:\.\d+)?\b
    """,
    re.VERBOSE,
)
_TOKENS = {"ClientToken", "ClientRequestToken", "CreatorRequestId", "IdempotencyToken", "clientToken"}


def identity(method: str, target: str, service: str, region: str, headers: tuple[str, str], body: bytes) -> str:
    """A request in one line.

    The headers are X-Amz-Target and X-Amz-Account-Id: others do not change what is answered to a question.
    """
    path, _, query = target.partition("?")
    return " ".join((method, region, service, path, _pairs(query), *headers, _body(body)))


def _pairs(text: str) -> str:
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    kept = (f"{name}={_INSTANT.sub('INSTANT', value)}" for name, _, value in pairs if not _is_noise(name))
    return "&".join(sorted(kept))


def _is_noise(name: str) -> bool:
    return name.lower().startswith("x-amz-") or name in _TOKENS or name == "x-id"


def _body(body: bytes) -> str:
    if body[:1] == b"{":
        try:
            return json.dumps(_settled(json.loads(body)), sort_keys=True, separators=(",", ":"))
        except ValueError:
            pass
    text = body.decode("latin-1")
    # CBOR, XML: as it is.
    return _pairs(text) if "Action=" in text else _INSTANT.sub("INSTANT", text)


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _settled(item) for name, item in value.items() if name not in _TOKENS}
    if isinstance(value, list):
        return [_settled(item) for item in value]
    if isinstance(value, str):
        return _INSTANT.sub("INSTANT", value)
    return "INSTANT" if isinstance(value, (int, float)) and 1e9 < value < 2e9 and not isinstance(value, bool) else value
