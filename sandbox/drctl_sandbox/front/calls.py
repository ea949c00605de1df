"""The received calls, for tests to count and for LookupEvents."""

from __future__ import annotations

import collections
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from .request import Request

_SECRET = re.compile(r"password|secretstring|secretbinary|token|plaintext", re.IGNORECASE)
_READ_ONLY = re.compile(r"(Describe|Get|List|Head|Lookup|Simulate|Select|Query|Receive)")


@dataclass
class Call:
    """One received call and how it ended."""

    request: Request
    time: float = field(default_factory=time.time)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    # The request id in the response, which CloudTrail lists too.
    request_id: str = ""
    status: int = 0
    error: str | None = None
    seconds: float = 0.0

    @property
    def is_read_only(self) -> bool:
        """Whether the operation only reads, by its name."""
        return _READ_ONLY.match(self.request.operation) is not None

    def parameters(self) -> dict[str, Any]:
        """The parameters, without values that are secret."""
        return {name: _cover(name, value) for name, value in self.request.parameters.items()}

    def public(self) -> dict[str, Any]:
        """What GET /_sandbox/calls shows."""
        request = self.request
        return {
            "id": self.id,
            "requestId": self.request_id,
            "time": round(self.time, 3),
            "service": request.service,
            "operation": request.operation,
            "region": request.region,
            "accessKey": request.access_key,
            "readOnly": self.is_read_only,
            "status": self.status,
            "error": self.error,
            "seconds": round(self.seconds, 4),
            "parameters": self.parameters(),
        }


class CallLog:
    """The last calls. Every method may be called from any thread."""

    def __init__(self, capacity: int = 5000) -> None:
        self._lock = threading.Lock()
        self._calls: collections.deque[Call] = collections.deque(maxlen=capacity)
        # Clearing the list for a test must not rewrite the account's history.
        self._cleared = 0.0

    def add(self, call: Call) -> None:
        """Records a finished call."""
        with self._lock:
            self._calls.append(call)

    def clear(self) -> None:
        """Clears the list for tests."""
        self._cleared = time.time()

    def recent(self, service: str | None = None, operation: str | None = None) -> list[Call]:
        """The calls since the list was cleared, oldest first."""
        return [
            call
            for call in self.history()
            if call.time >= self._cleared
            and service in (None, call.request.service)
            and operation in (None, call.request.operation)
        ]

    def history(self) -> list[Call]:
        """All recorded calls, oldest first."""
        with self._lock:
            return list(self._calls)


def _cover(name: str, value: Any) -> Any:
    if _SECRET.search(name) and isinstance(value, str):
        return "HIDDEN_DUE_TO_SECURITY_REASONS"
    if isinstance(value, dict):
        return {key: _cover(key, inner) for key, inner in value.items()}
    return value
