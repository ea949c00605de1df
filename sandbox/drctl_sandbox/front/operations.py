"""Names the operations of REST services by botocore's models: PUT /bucket?policy is PutBucketPolicy."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

import botocore.exceptions
import botocore.loaders

# Parameters that do not distinguish operations.
_NOISE = {"x-id"}


@dataclass(frozen=True)
class _Pattern:
    name: str
    path: re.Pattern[str]
    required: frozenset[str]
    literal_length: int
    # CopyObject is a PutObject that names a source in a header.
    copies: bool


def rest_operation(
    service: str, method: str, path: str, query: str, *, copies: bool = False
) -> tuple[str, dict[str, str]]:
    """The operation's name and the parameters in its path; 'METHOD path' when no model contains it."""
    present = set(parse_qs(query, keep_blank_values=True)) - _NOISE
    best: tuple[tuple[int, int], str, dict[str, str]] | None = None
    for pattern in _patterns(service).get(method, ()):
        match = pattern.path.fullmatch(path.rstrip("/") or "/")
        if not match or not pattern.required <= present or pattern.copies != copies:
            continue
        rank = (len(pattern.required), pattern.literal_length)
        if best is None or rank > best[0]:
            best = rank, pattern.name, {name: unquote(value) for name, value in match.groupdict().items() if value}
    return (best[1], best[2]) if best else (f"{method} {path}", {})


@functools.cache
def _patterns(service: str) -> dict[str, list[_Pattern]]:
    try:
        model = botocore.loaders.Loader().load_service_model(service, "service-2")
    except botocore.exceptions.UnknownServiceError:
        return {}
    found: dict[str, list[_Pattern]] = {}
    for name, operation in model["operations"].items():
        path, _, query = operation["http"]["requestUri"].partition("?")
        expression = re.sub(r"\{(\w+)\\?\+\}", r"(?P<\1>.+)", path)
        expression = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", expression)
        needed = {part for part in parse_qs(query, keep_blank_values=True) if part not in _NOISE}
        needed |= _required(model, operation, "querystring")
        pattern = _Pattern(
            name, re.compile(expression.rstrip("/") or "/"), frozenset(needed), len(re.sub(r"\{[^}]*\}", "", path)),
            "x-amz-copy-source" in _required(model, operation, "header"),
        )  # fmt: skip
        found.setdefault(operation["http"]["method"], []).append(pattern)
    return found


def _required(model: dict, operation: dict, location: str) -> set[str]:  # type: ignore[type-arg]
    shape = model["shapes"].get(operation.get("input", {}).get("shape"), {})
    return {
        shape["members"][name]["locationName"]
        for name in shape.get("required", [])
        if shape["members"][name].get("location") == location
    }
