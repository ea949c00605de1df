"""The sandbox's own paths: /_sandbox/health, faults, calls, pg, maintenance."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from ..core import Sandbox
from .faults import BadFault
from .replies import Reply, document


class Control:
    """Handles requests to the sandbox itself."""

    def __init__(self, sandbox: Sandbox, on_fault: Callable[[Any], None], maintain: Callable[[str], str]) -> None:
        self.sandbox = sandbox
        # Called with every new fault, since some have immediate effects.
        self._on_fault = on_fault
        # Applies the pending modifications of an instance.
        self._maintain = maintain
        self.ready = False

    def answer(self, environ: dict[str, Any]) -> Reply:
        """Routes by path and method."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix("/_sandbox").strip("/")
        head, _, rest = path.partition("/")
        if head == "health":
            return document(200 if self.ready else 503, self._health())
        if head == "faults":
            return self._faults(method, rest, environ)
        if head == "calls":
            return self._calls(method, environ)
        if head == "pg":
            return document(200, self._clusters())
        if head == "maintenance" and method == "POST" and rest:
            return document(200, {"instance": rest, "result": self._maintain(rest)})
        if head == "restore-tests" and method == "POST" and rest:
            with self.sandbox.lock:
                return document(200, {"instance": rest, "job": self.sandbox.test_restore(rest)})
        if head == "shared-snapshots" and method == "POST" and rest:
            with self.sandbox.lock:
                return document(200, {"snapshot": rest, "arn": self.sandbox.share_snapshot(rest)})
        if head == "quotas" and method == "POST" and rest.rpartition("/")[2].isdigit():
            service, _, most = rest.partition("/")
            self.sandbox.limit(service, int(most))
            return document(200, {"service": service, "limit": int(most)})
        if head == "vaulted-points" and method == "POST" and rest:
            with self.sandbox.lock:
                return document(200, {"snapshot": rest, "arn": self.sandbox.vault_snapshot(rest)})
        return document(404, {"error": f"no such path: {method} /_sandbox/{path}"})

    def _health(self) -> dict[str, Any]:
        settings = self.sandbox.settings
        return {
            "ready": self.ready,
            "pid": os.getpid(),
            "port": settings.port,
            "directory": str(settings.directory),
            "seed": settings.seed,
            "postgres": self.sandbox.place.binaries.version,
        }

    def _faults(self, method: str, rest: str, environ: dict[str, Any]) -> Reply:
        book = self.sandbox.faults
        if method == "POST":
            try:
                values = json.loads(environ["wsgi.input"].read())
                fault = book.add(values)
            except (BadFault, ValueError, AttributeError) as problem:
                return document(400, {"error": str(problem)})
            self._on_fault(fault)
            return document(201, fault.public())
        if method == "DELETE":
            book.remove(int(rest) if rest.isdigit() else None)
        return document(200, [fault.public() for fault in book.all()])

    def _calls(self, method: str, environ: dict[str, Any]) -> Reply:
        if method == "DELETE":
            self.sandbox.calls.clear()
        query = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        calls = self.sandbox.calls.recent(query.get("service"), query.get("operation"))
        counts: dict[str, int] = {}
        for call in calls:
            name = f"{call.request.service}:{call.request.operation}"
            counts[name] = counts.get(name, 0) + 1
        return document(200, {"count": len(calls), "operations": counts, "calls": [call.public() for call in calls]})

    def _clusters(self) -> list[dict[str, Any]]:
        return [
            {
                "instance": cluster.name,
                "resourceId": resource_id,
                "port": cluster.port,
                "up": cluster.is_up,
                "pid": cluster.pid,
                "latestRestorableTime": cluster.archive.latest,
                "earliestRestorableTime": cluster.archive.earliest,
                "directory": str(cluster.directory),
                "forceTLS": cluster.access.force_tls,
                "iamAuthentication": cluster.access.token_port is not None,
            }
            for resource_id, cluster in list(self.sandbox.clusters.items())
        ]
