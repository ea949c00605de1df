"""Faults that act on the connections of a database rather than on API calls."""

from __future__ import annotations

import os
import re
import signal
from typing import Any

from .core import Sandbox, log
from .postgres.cluster import Cluster
from .postgres.wire import QueryFailed

_INTERVAL = 0.05


def start(sandbox: Sandbox, fault: Any) -> None:
    """Begins to act when a fault of this kind is added; ends with the fault."""
    if fault.kind == "reset-connections":
        sandbox.job(f"fault {fault.id}", lambda: _cut_queries(sandbox, fault))


def _cut_queries(sandbox: Sandbox, fault: Any) -> None:
    age = fault.seconds if fault.seconds is not None else 0.2
    left = fault.times
    while any(entry is fault for entry in sandbox.faults.all()) and not sandbox.closing.wait(_INTERVAL):
        for cluster in list(sandbox.clusters.values()):
            if not re.fullmatch(fault.target, cluster.name) or not cluster.is_up:
                continue
            try:
                cut = _cut(cluster, age, fault.how == "kill")
            except (OSError, QueryFailed) as problem:
                log.debug("failed to inspect %s: %s", cluster.name, problem)
                continue
            fault.struck += cut
            if left is not None and fault.struck >= left:
                sandbox.faults.remove(fault.id)
                return


def _cut(cluster: Cluster, age: float, kill: bool) -> int:
    chosen = (
        "from pg_stat_activity where backend_type = 'client backend' and application_name <> 'sandbox' "
        f"and state = 'active' and clock_timestamp() - query_start > {float(age)} * interval '1 second'"
    )
    if not kill:
        return len(cluster.query(f"select pg_terminate_backend(pid) {chosen}"))
    victims = [int(str(row[0])) for row in cluster.query(f"select pid {chosen}")]
    for victim in victims:
        # The postmaster then restarts all of its children, as after a crash.
        os.kill(victim, signal.SIGKILL)
    return len(victims)
