"""Breaks decisions one at a time, and lists those breaks that the tests do not notice.

    run.py [--count N] [--seed N] [--only PART-OF-PATH] [--jobs N]

A comparison is flipped or made strict, a guard dropped, a condition negated, a constant moved by one, `and` made `or`:
in RecoveryModel and RecoveryEngine, whose own tests have to fail. The places are drawn by the seed, evenly over the files.
All mutants are built at once, optimized, each behind a switch. A survivor with a line in survivors.txt is accepted for the
reason given there; exit code 1 if fewer than 95 % are killed, or an accepted one has no reason.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import threading
import time

import schema
from candidates import Candidate, candidates

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / ".build" / "mutants"
FOLDERS = ["Sources/RecoveryEngine", "Sources/RecoveryModel"]
TESTS = "RecoveryModelTests|RecoveryEngineTests"
# They compute for long; run only against what the others have let through.
SLOW = "no plan of two violations|fit into IAM|whatever is wrong with an estate"
KILLED_AT_LEAST = 0.95
TRIM = """
let kept: Set = [
    "CYAML", "COpenSSL", "CivilCalendar", "JSONWriting", "Digests", "AWSNames", "RecoveryModel", "RecoveryEngine",
    "RecoveryModelTests", "RecoveryEngineTests",
]
package.products = []
package.dependencies = []
package.targets.removeAll { !kept.contains($0.name) }
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("ExistentialAny"),
    ] + (target.type == .test ? [] : [.unsafeFlags(["-O"])])
}
"""


def drawn(count: int, seed: int, only: str | None) -> list[Candidate]:
    """Candidates evenly over the files, so that a long file does not hide the short ones."""
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.swift"))]
    source = random.Random(seed)
    queues = []
    for file in files:
        if only and only not in str(file):
            continue
        # Sorting by `<=` instead of `<` differs only among equals, whose order nobody is promised.
        found = [c for c in candidates(ROOT, file) if not (c.after == "<=" and "sorted" in c.text)]
        places: dict[int, list[Candidate]] = {}
        for candidate in found:
            places.setdefault(candidate.start, []).append(candidate)
        queue = [source.choice(group) for group in places.values()]
        source.shuffle(queue)
        if queue:
            queues.append(queue)
    source.shuffle(queues)
    chosen: list[Candidate] = []
    while len(chosen) < count and queues:
        for queue in queues:
            chosen.append(queue.pop())
        queues = [queue for queue in queues if queue]
    return chosen[:count]


def built(chosen: list[Candidate]) -> dict[int, Candidate]:
    """Builds all mutants; those that are no Swift (a type's `==`, a pair that cannot be compared) are left out."""
    for name in ("Sources", "Tests", "policies", "templates", "docs"):
        mirror(name)
    (COPY / "Package.swift").write_text((ROOT / "Package.swift").read_text() + TRIM)
    mutants = dict(enumerate(chosen, 1))
    while True:
        schema.write(ROOT, COPY, mutants)
        build = subprocess.run(
            ["swift", "build", "--build-tests", "-debug-info-format", "none"],
            cwd=COPY, capture_output=True, text=True,
        )  # fmt: skip
        if build.returncode == 0:
            return mutants
        faults = set(re.findall(r"(Sources/Recovery\w+/[^:\n]+):(\d+):\d+: error", build.stdout + build.stderr))
        dropped = {id for file, line in faults for id in nearest(mutants, file, int(line))}
        if not dropped:
            sys.exit(build.stdout[-4000:] + build.stderr[-4000:])
        print(f"{len(dropped)} are no Swift", file=sys.stderr)
        mutants = {id: mutant for id, mutant in mutants.items() if id not in dropped}


def nearest(mutants: dict[int, Candidate], file: str, line: int) -> list[int]:
    near = {id: abs(m.line - line) for id, m in mutants.items() if m.file == file}
    return [id for id, distance in near.items() if distance == min(near.values())]


def mirror(name: str) -> None:
    """The copy holds what the folder holds, and nothing else; what is broken on the way is written by the schema."""
    there = {path.relative_to(ROOT) for path in (ROOT / name).rglob("*") if path.is_file()}
    for path in list((COPY / name).rglob("*")):
        if path.is_file() and path.relative_to(COPY) not in there and path != COPY / schema.SWITCH:
            path.unlink()
    for path in there:
        if not str(path).startswith(tuple(FOLDERS)):
            if not (COPY / path).exists() or (COPY / path).read_bytes() != (ROOT / path).read_bytes():
                (COPY / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / path, COPY / path)


def tests(id: int, *choice: str) -> bool:
    """Whether the tests pass with this mutant, up to the first that fails; one that does not end is as good as failed."""
    run = subprocess.Popen(
        [".build/debug/drctlPackageTests.xctest", "--testing-library", "swift-testing", *choice],
        cwd=COPY, env=os.environ | {"DRCTL_MUTANT": str(id)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace",
    )  # fmt: skip
    ended = threading.Timer(600, run.kill)
    ended.start()
    failed = any("recorded an issue" in line for line in run.stdout)
    if failed:
        run.kill()
    ended.cancel()
    return run.wait() == 0


def survives(id: int) -> bool:
    return tests(id, "--filter", TESTS, "--skip", SLOW) and tests(id, "--filter", SLOW)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    mutants = built(drawn(options.count, options.seed, options.only))
    started = time.monotonic()
    if not survives(0):
        sys.exit("the tests fail without any mutant")
    print(f"{len(mutants)} mutants; the tests take {time.monotonic() - started:.0f} s without one", file=sys.stderr)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        alive = dict(zip(mutants, pool.map(survives, mutants)))
    reasons = accepted()
    survivors = [mutant for id, mutant in mutants.items() if alive[id]]
    killed = len(mutants) - len(survivors)
    print(f"{killed} of {len(mutants)} killed ({100 * killed / len(mutants):.1f} %), seed {options.seed}\n")
    for mutant in survivors:
        print(f"{mutant.file}:{mutant.line}: {mutant.before} -> {mutant.after}\n    {mutant.text}")
        print(f"    {reasons.get(mutant.key, 'NO REASON in survivors.txt: ' + mutant.key)}")
    unexplained = [mutant for mutant in survivors if mutant.key not in reasons]
    return 0 if not unexplained and killed >= KILLED_AT_LEAST * len(mutants) else 1


def accepted() -> dict[str, str]:
    """Survivors that change nothing that anybody could notice: a key on one line, its reason indented on the next."""
    lines = (pathlib.Path(__file__).parent / "survivors.txt").read_text().splitlines()
    return {key: reason.strip() for key, reason in zip(lines, lines[1:]) if reason.startswith("    ")}


if __name__ == "__main__":
    sys.exit(main())
