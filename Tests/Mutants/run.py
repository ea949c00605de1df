"""Breaks decisions one at a time, and lists those breaks that the tests do not notice.

    run.py [--count N] [--seed N] [--only PART-OF-PATH] [--jobs N]

A comparison is flipped or made strict, a guard dropped, a condition negated, a constant moved by one, `and` made `or`:
in RecoveryModel and RecoveryEngine, whose own tests, or those of the reports, have to fail. The places are drawn by the
seed, evenly over the files. All mutants are built at once, optimized, each behind a switch; each is judged by the suites
that reach it. A survivor with a line in survivors.txt is accepted for the reason given there; exit code 1 if fewer than
95 % are killed, or an accepted one has no reason.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import pathlib
import random
import sys
import time

import reach
from build import FOLDERS, ROOT, built
from candidates import Candidate, candidates

KILLED_AT_LEAST = 0.95


def drawn(count: int, seed: int, only: str | None) -> list[Candidate]:
    """Candidates evenly over the files, so that a long file does not hide the short ones."""
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.swift"))]
    source = random.Random(seed)
    queues = []
    for file in files:
        if only and only not in str(file):
            continue
        # Sorting by `<=` instead of `<` differs only among equals, whose order nobody is promised.
        found = [c for c in candidates(ROOT, file) if not (c.after == "<=" and "sort" in c.text)]
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


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    started = time.monotonic()
    mutants = built(drawn(options.count, options.seed, options.only))
    print(f"{len(mutants)} mutants, built in {time.monotonic() - started:.0f} s", file=sys.stderr)
    started = time.monotonic()
    suites = reach.recorded(max(mutants), options.jobs)
    print(f"{len(suites)} suites, recorded in {time.monotonic() - started:.0f} s", file=sys.stderr)
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        alive = dict(zip(mutants, pool.map(lambda id: reach.survives(id, suites), mutants)))
    print(f"judged in {time.monotonic() - started:.0f} s", file=sys.stderr)
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
