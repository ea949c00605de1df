"""Builds all mutants at once, in a copy of what the engine's tests need."""

from __future__ import annotations

import pathlib
import re
import shutil
import subprocess
import sys

import schema
from candidates import Candidate

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / ".build" / "mutants"
FOLDERS = ["Sources/RecoveryEngine", "Sources/RecoveryModel"]
# Tests that ask Python and Chromium for their opinion of a document say nothing about decisions, and take long.
FOREIGN = re.compile(r"\bJudge\.|^import Subprocess", re.M)
TRIM = """
let kept: Set = [
    "CYAML", "COpenSSL", "CivilCalendar", "JSONWriting", "Digests", "AWSNames", "RecoveryModel", "RecoveryEngine",
    "RecoveryReports", "RecoveryModelTests", "RecoveryEngineTests", "RecoveryReportsTests",
]
package.products = []
package.dependencies = []
package.targets.removeAll { !kept.contains($0.name) }
for target in package.targets where target.type != .system {
    target.dependencies.removeAll { if case .productItem = $0 { true } else { false } }
    target.swiftSettings = [
        .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("ExistentialAny"),
    ] + (target.type == .test ? [] : [.unsafeFlags(["-O"])])
}
"""


def built(chosen: list[Candidate]) -> dict[int, Candidate]:
    """Builds all mutants; those that are no Swift (a type's `==`, a pair that cannot be compared) are left out."""
    for name in ("Sources", "Tests", "policies", "templates", "docs"):
        mirror(name)
    (COPY / "Package.swift").write_text((ROOT / "Package.swift").read_text() + TRIM)
    mutants = dict(enumerate(chosen, 1))
    schema.declare(COPY, mutants)
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
    there = {path.relative_to(ROOT) for path in (ROOT / name).rglob("*") if path.is_file() and wanted(path)}
    for path in list((COPY / name).rglob("*")):
        if path.is_file() and path.relative_to(COPY) not in there and path != COPY / schema.SWITCH:
            path.unlink()
    for path in there:
        if not str(path).startswith(tuple(FOLDERS)):
            if not (COPY / path).exists() or (COPY / path).read_bytes() != (ROOT / path).read_bytes():
                (COPY / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / path, COPY / path)


def wanted(path: pathlib.Path) -> bool:
    return "RecoveryReportsTests" not in path.parts or not FOREIGN.search(path.read_text())
