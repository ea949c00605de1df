"""What every check needs: a sandbox, clients, psql, and a place for results."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
import threading
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import botocore.config

ROOT = Path(__file__).resolve().parents[1]


class Mismatch(AssertionError):
    """The sandbox did not behave as expected."""


def expect(condition: object, what: str) -> None:
    """Raises unless a condition holds."""
    if not condition:
        raise Mismatch(what)


def equal(got: object, wanted: object, what: str) -> None:
    """Raises unless two values are equal."""
    if got != wanted:
        raise Mismatch(f"{what}: got {got!r}, wanted {wanted!r}")


def refused(code: str, call: Callable[[], Any]) -> dict[str, Any]:
    """Raises unless a call ends with an AWS error of this code; returns the whole error response."""
    try:
        call()
    except Exception as problem:
        response: dict[str, Any] = getattr(problem, "response", {})
        equal(response.get("Error", {}).get("Code", repr(problem)), code, "the error's code")
        return response
    raise Mismatch(f"the call went through, {code} was expected")


def eventually(what: str, probe: Callable[[], Any], seconds: float = 60) -> Any:
    """Waits until a probe returns a true value."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = probe()
        if value:
            return value
        time.sleep(0.05)
    raise Mismatch(f"not within {seconds:.0f} s: {what}")


class Instance:
    """One sandbox with its own folder and port."""

    def __init__(self, *options: str) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="sandbox-check-"))
        self.directory.chmod(0o755)
        self._clients: dict[tuple[str, str, str], Any] = {}
        self._making = threading.Lock()
        done = self.command("up", "--port", "0", "--fast", *options)
        if done.returncode:
            raise Mismatch(f"up failed: {done.stderr}")
        self.environment = self._read_environment()
        self.endpoint = self.environment["AWS_ENDPOINT_URL"]

    def command(self, name: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Runs one of the sandbox's scripts on this folder."""
        command = [str(ROOT / name), "--dir", str(self.directory), *options]
        return subprocess.run(command, capture_output=True, text=True)

    def client(self, service: str, *, engineer: bool = False, region: str = "") -> Any:
        """A boto3 client, without retries: a check needs the first response."""
        prefix = "DRCTL_SANDBOX_ENGINEER_" if engineer else "AWS_"
        region = region or self.environment["AWS_REGION"]
        key = (service, prefix, region)
        with self._making:
            if key not in self._clients:
                session = boto3.Session(
                    self.environment[prefix + "ACCESS_KEY_ID"],
                    self.environment[prefix + "SECRET_ACCESS_KEY"],
                    region_name=region,
                )
                config = botocore.config.Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
                self._clients[key] = session.client(service, endpoint_url=self.endpoint, config=config)
            return self._clients[key]

    def control(self, path: str, method: str = "GET", body: object = None) -> Any:
        """Calls one of the sandbox's control paths."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.endpoint}/_sandbox/{path}", data=data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            return json.load(refusal)

    def fault(self, **values: object) -> int:
        """Adds a fault and returns its number."""
        fault = self.control("faults", "POST", values)
        expect("id" in fault, f"the fault was refused: {fault}")
        return int(fault["id"])

    def database(self, name: str) -> dict[str, Any]:
        """DescribeDBInstances of one instance."""
        found: dict[str, Any] = self.client("rds").describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
        return found

    def available(self, name: str, seconds: float = 60) -> dict[str, Any]:
        """Waits for an instance."""
        eventually(f"{name} is available", lambda: self.database(name)["DBInstanceStatus"] == "available", seconds)
        return self.database(name)

    def psql(self, name: str, query: str, *, user: str = "kb_app", password: str = "sandbox-application-password",
             dbname: str = "knowledge_base", **settings: str) -> subprocess.CompletedProcess[str]:  # fmt: skip
        """Runs a query through psql with TLS verified against the sandbox's authority, by default."""
        endpoint = self.database(name)["Endpoint"]
        options = {
            "host": endpoint["Address"], "port": str(endpoint["Port"]), "user": user, "dbname": dbname,
            "sslmode": "verify-full", "sslrootcert": self.environment["DRCTL_RDS_CA_BUNDLE"],
            "connect_timeout": "10",
        } | settings  # fmt: skip
        target = " ".join(f"{key}='{value}'" for key, value in options.items())
        command = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", target, "-c", query]
        return subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PGPASSWORD": password})

    def value(self, name: str, query: str, **settings: str) -> str:
        """The one value that a query returns."""
        done = self.psql(name, query, **settings)
        if done.returncode:
            raise Mismatch(f"psql on {name}: {done.stderr.strip()}")
        return done.stdout.strip()

    def _read_environment(self) -> dict[str, str]:
        values = {}
        for line in (self.directory / "env").read_text().splitlines():
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").partition("=")
                values[name] = shlex.split(value)[0] if value else ""
        return values


class Results:
    """Collects what passed and what failed, from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.passed, self.failed = 0, 0

    def run(self, check: Callable[[Instance], None], sandbox: Instance) -> None:
        """Runs one check and prints its result."""
        started = time.monotonic()
        problem = ""
        try:
            check(sandbox)
        except Mismatch as mismatch:
            problem = str(mismatch)
        except Exception:
            problem = traceback.format_exc()
        name = check.__name__.removeprefix("check_").replace("_", " ")
        with self._lock:
            self.passed, self.failed = self.passed + (not problem), self.failed + bool(problem)
            mark = "FAIL" if problem else "ok  "
            print(f"{mark} {name} ({time.monotonic() - started:.1f} s)", flush=True)
            if problem:
                print(f"     {problem}", flush=True)
