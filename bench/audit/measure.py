"""What a command costs: wall time, CPU time, peak memory, and what it asked for."""

from __future__ import annotations

import json
import os
import pathlib
import statistics
import subprocess
import sys
from dataclasses import dataclass, field

from pressure import Pressure
from replay import Replay

_CHILD = pathlib.Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Command:
    """A command to measure, and the exit codes that it may have."""

    title: str
    arguments: list[str]
    expected: set[int]
    # Beside the common ones.
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """One run's."""

    wall_s: float
    cpu_s: float
    rss_mb: float
    requests: int
    misses: list[str]

    @staticmethod
    def median(costs: list[Cost]) -> Cost:
        """Each figure's own median; every miss."""

        def of(name: str) -> float:
            return statistics.median(getattr(cost, name) for cost in costs)

        misses = [miss for cost in costs for miss in cost.misses]
        return Cost(of("wall_s"), of("cpu_s"), of("rss_mb"), int(of("requests")), misses)


def run(
    command: Command,
    replay: Replay,
    output: pathlib.Path,
    latency: float = 0.0,
    upstream: int | None = None,
    pressure: Pressure | None = None,
) -> Cost:
    """Runs a command against the recording, once; what it prints is in the file."""
    replay.begin(latency, upstream, pressure)
    complaints, costs = output.with_suffix(".stderr"), output.with_suffix(".cost")
    with output.open("wb") as printed, complaints.open("wb") as complained:
        subprocess.run(
            [sys.executable, "-IS", str(_CHILD), str(costs), *command.arguments],
            env=_environment(replay.port) | command.environment, stdout=printed, stderr=complained, check=True,
        )  # fmt: skip
    cost = json.loads(costs.read_text())
    code = cost.pop("code")
    # With something missing nothing can be expected.
    if code not in command.expected and not replay.misses:
        sys.exit(f"{command.title} ended with {code}: {complaints.read_text()[-800:]}")
    return Cost(**cost, requests=replay.requests, misses=list(replay.misses))


def _environment(port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DRCTL_"))}
    return kept | {
        "AWS_ACCESS_KEY_ID": "AKIASANDBOXDEPLOY000",
        "AWS_SECRET_ACCESS_KEY": "sandbox-secret-of-the-deploy-pipeline-00",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }
