"""Which suites reach which mutants, so that each mutant is judged by those alone, the quickest first."""

from __future__ import annotations

import concurrent.futures
import os
import re
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from build import COPY

BINARY = [".build/debug/drctlPackageTests.xctest", "--testing-library", "swift-testing"]
# What reaches a mutant runs in rounds: all that takes no longer than this in seconds, in one process.
ROUNDS = (0.3, 1, 3)
# Suites slower than this are recorded and run test by test; a test slower than the other judges nothing.
SLOW, TOO_SLOW = 5, 30
MEMORY = 4 << 30


@dataclass(frozen=True)
class Suite:
    """Tests that run together (one, of a slow suite), how long they take in seconds, and the mutants that they came by."""

    name: str
    seconds: float
    reached: frozenset[int]


def names() -> list[str]:
    listed = subprocess.run([*BINARY, "--list-tests"], cwd=COPY, capture_output=True, text=True, check=True).stdout
    return sorted(set(re.findall(r"^(\w+\.\w+/.+)$", listed, re.M)))


def recorded(mutants: int, jobs: int) -> list[Suite]:
    """Runs each suite once without any mutant; the program marks the places that it comes by in a file of bytes."""

    def one(name: str) -> Suite:
        record = COPY / ".build" / f"reached-{threading.get_ident()}"
        record.write_bytes(bytes(mutants + 1))
        started = time.monotonic()
        if not passes(0, [name], limit=600, record=str(record)):
            sys.exit(f"{name} fails without any mutant")
        seconds = time.monotonic() - started
        return Suite(name, seconds, frozenset(id for id, mark in enumerate(record.read_bytes()) if mark))

    tests = names()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        suites = list(pool.map(one, sorted({test[: test.index("/") + 1] for test in tests})))
        slow = tuple(suite.name for suite in suites if suite.seconds > SLOW)
        apart = list(pool.map(one, [test for test in tests if test.startswith(slow)])) if slow else []
    kept = [suite for suite in suites if suite.name not in slow] + apart
    return sorted((suite for suite in kept if suite.seconds <= TOO_SLOW), key=lambda suite: suite.seconds)


def survives(id: int, suites: list[Suite]) -> bool:
    """Whether no suite notices the mutant: what reaches it runs in rounds, up to the first test that fails."""
    reaching = [suite for suite in suites if id in suite.reached]
    for least, most in zip((0, *ROUNDS), (*ROUNDS, float("inf"))):
        batch = [suite for suite in reaching if least < suite.seconds <= most]
        limit = 20 + 5 * sum(suite.seconds for suite in batch)
        if batch and not passes(id, [suite.name for suite in batch], limit):
            return False
    return True


def passes(id: int, suites: list[str], limit: float, record: str = "") -> bool:
    """Whether the suites pass with this mutant; one that does not end, or takes all memory, is as good as failed."""
    choice = "^(" + "|".join(map(re.escape, suites)) + ")"
    run = subprocess.Popen(
        [*BINARY, "--filter", choice], cwd=COPY, text=True, errors="replace",
        env=os.environ | {"DRCTL_MUTANT": str(id), "DRCTL_MUTANTS_REACHED": record},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)),
    )  # fmt: skip
    ended = threading.Timer(limit, run.kill)
    ended.start()
    if any("recorded an issue" in line for line in run.stdout):
        run.kill()
    ended.cancel()
    return run.wait() == 0
