"""The faults: what goes wrong, where, how often. They are set through /_sandbox/faults."""

from __future__ import annotations

import dataclasses
import random
import re
import threading
from dataclasses import dataclass, field
from typing import Any

from .request import Request

REQUEST_KINDS = frozenset(
    {"throttle", "error", "denied", "expired", "skew", "slow", "reset", "truncate", "garbage", "html"}
)
# These affect databases and snapshots rather than requests.
RESOURCE_KINDS = frozenset({"state", "refuse-connections", "reset-connections"})
# Every call of a role whose name matches is evaluated against the role's policies.
ROLE_KINDS = frozenset({"enforce"})
STATES = frozenset(
    {
        "stuck-creating",
        "stuck-deleting",
        "incompatible-restore",
        "incompatible-network",
        "incompatible-parameters",
        "storage-full",
        "failed",
    }
)


class BadFault(ValueError):
    """An invalid fault; the message says why."""


@dataclass
class Fault:
    """One thing that goes wrong. The patterns are regular expressions that must match in full."""

    kind: str
    service: str = ".*"
    action: str = ".*"
    access_key: str = ".*"
    # The region that the request was signed for.
    region: str = ".*"
    # A DB instance or snapshot identifier, for resource kinds; a role's name for enforce.
    target: str = ".*"
    probability: float = 1.0
    # The number of matching requests that pass first.
    skip: int = 0
    # The number of matches after which the fault ends.
    times: int | None = None
    # slow: how long; skew: by how much the server's clock is ahead; refuse-connections: for how long;
    # reset-connections: how long a query runs before its connection is reset.
    seconds: float | None = None
    status: int | None = None
    code: str | None = None
    message: str | None = None
    state: str | None = None
    # truncate: 'body' (a complete response with half a document) or 'transfer' (half a response);
    # reset-connections: 'terminate' (57P01 first) or 'kill' (the socket just closes).
    how: str | None = None
    id: int = 0
    struck: int = 0
    _random: random.Random = field(default_factory=random.Random, repr=False)

    def public(self) -> dict[str, Any]:
        """What GET /_sandbox/faults shows."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_") and value is not None}


class FaultBook:
    """All active faults. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._next = 1

    def add(self, values: dict[str, Any]) -> Fault:
        """Adds a posted fault; unknown names and values are refused rather than ignored."""
        known = {entry.name for entry in dataclasses.fields(Fault)} - {"id", "struck", "_random"}
        values = {name.replace("accessKey", "access_key"): value for name, value in values.items()}
        if unknown := sorted(set(values) - known):
            raise BadFault(f"unknown names {unknown}; known: {sorted(known)}")
        kinds = REQUEST_KINDS | RESOURCE_KINDS | ROLE_KINDS
        if values.get("kind") not in kinds:
            raise BadFault(f"unknown kind {values.get('kind')!r}; known: {sorted(kinds)}")
        if values["kind"] == "state" and values.get("state") not in STATES:
            raise BadFault(f"unknown state {values.get('state')!r}; known: {sorted(STATES)}")
        for name in ("service", "action", "target", "access_key", "region"):
            try:
                re.compile(values.get(name, ""))
            except (re.error, TypeError) as problem:
                raise BadFault(f"{name} is not a regular expression: {problem}") from None
        with self._lock:
            fault = Fault(**values, id=self._next)
            # The same faults affect the same calls in every run.
            fault._random.seed(fault.id)
            self._next += 1
            self._faults.append(fault)
            return fault

    def all(self) -> list[Fault]:
        """The active faults."""
        with self._lock:
            return list(self._faults)

    def remove(self, number: int | None = None) -> None:
        """Ends one fault, or all."""
        with self._lock:
            self._faults = [fault for fault in self._faults if number is not None and fault.id != number]

    def striking(self, request: Request) -> list[Fault]:
        """The faults that affect this request, in the order they were added; counts them."""
        with self._lock:
            return [fault for fault in list(self._faults) if self._strikes(fault, request)]

    def denies(self, service: str, action: str) -> bool:
        """Whether a 'denied' fault covers an action: policy simulation must agree with the refusals."""
        return any(
            fault.kind == "denied" and re.fullmatch(fault.service, service) and re.fullmatch(fault.action, action)
            for fault in self.all()
        )

    def any_enforced(self) -> bool:
        """Whether any role is enforced."""
        return any(fault.kind in ROLE_KINDS for fault in self.all())

    def enforces(self, role: str) -> bool:
        """Whether the calls of a role are evaluated against its policies."""
        return any(fault.kind in ROLE_KINDS and re.fullmatch(fault.target, role) for fault in self.all())

    def state_for(self, name: str) -> str | None:
        """The status that an instance or snapshot must get."""
        fault = self._resource_fault("state", name, lambda state: state != "stuck-deleting")
        return fault.state if fault else None

    def deletion_fault_for(self, name: str) -> bool:
        """Whether an instance must never finish deleting."""
        return self._resource_fault("state", name, lambda state: state == "stuck-deleting") is not None

    def refusal_for(self, name: str) -> float:
        """For how many seconds an instance refuses connections after it is available."""
        fault = self._resource_fault("refuse-connections", name)
        return float(fault.seconds or 60) if fault else 0.0

    def _strikes(self, fault: Fault, request: Request) -> bool:
        if fault.kind not in REQUEST_KINDS or not (
            re.fullmatch(fault.service, request.service)
            and re.fullmatch(fault.action, request.operation)
            and re.fullmatch(fault.access_key, request.access_key)
            and re.fullmatch(fault.region, request.region)
        ):
            return False
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault._random.random() >= fault.probability:
            return False
        self._count(fault)
        return True

    def _count(self, fault: Fault) -> None:
        fault.struck += 1
        if fault.times is not None and fault.struck >= fault.times and fault in self._faults:
            self._faults.remove(fault)

    def _resource_fault(self, kind: str, name: str, accepts: Any = lambda state: True) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.kind == kind and re.fullmatch(fault.target, name) and accepts(fault.state):
                    # A stuck status lasts as long as the fault is active.
                    if not (fault.state or "").startswith("stuck"):
                        self._count(fault)
                    return fault
        return None
