"""Disturbs an apply at every call that changes something, and compares what a second apply leaves with an undisturbed one.

    run.py DRCTL [KIND...]     the kinds: killed-before killed-after answer-lost denied two-at-once (default: all)

Each case has a sandbox of its own. A line of the table says what the disturbed apply said and whether, after the next one,
the account holds exactly what it holds when nothing happens: nothing missing, nothing twice. Exit code 1 if one differs.
"""

from __future__ import annotations

import concurrent.futures
import difflib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass

import estate

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = "policies/knowledge-base.yaml"
APPLY = [
    "apply", "--yes", "--policy", POLICY, "--allow-replace", "roles.trust-exact",
    "--allow-replace", "roles.no-extra-policies",
]  # fmt: skip
KINDS = ["killed-before", "killed-after", "answer-lost", "denied", "two-at-once"]
ROUNDS = 10


@dataclass(frozen=True)
class Step:
    """The nth call of an operation in an undisturbed apply."""

    service: str
    operation: str
    nth: int


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    kind: str
    at: str
    first: str
    then: str
    same: bool
    difference: str = ""


class Sandbox:
    """A sandbox of its own, for one case."""

    def __enter__(self) -> Sandbox:
        parent = "/dev/shm" if shutil.disk_usage("/dev/shm").free > 6 << 30 else None
        self.folder = tempfile.mkdtemp(prefix="drctl-sandbox-matrix-", dir=parent)
        os.chmod(self.folder, 0o755)
        self._script("up", "--port", "0", "--fast", "--trickle", "0")
        lines = (pathlib.Path(self.folder) / "env").read_text().splitlines()
        pairs = [line.removeprefix("export ").split("=", 1) for line in lines if line.startswith("export ")]
        self.environment = {name: value.strip("'") for name, value in pairs}
        self.environment |= {"DRCTL_STATE": self.folder + "/state", "HOME": "/nonexistent", "PATH": os.environ["PATH"]}
        return self

    def __exit__(self, *_: object) -> None:
        self._script("down")
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, drctl: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [drctl, *arguments], cwd=ROOT, env=self.environment, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def control(self, method: str, path: str, body: object = None) -> object:
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.environment['DRCTL_SANDBOX_URL']}/{path}"
        with urllib.request.urlopen(urllib.request.Request(url, data, method=method), timeout=60) as answer:
            return json.load(answer)

    def fault(self, step: Step, kind: str, **more: object) -> int:
        values = {"kind": kind, "service": step.service, "action": step.operation, "skip": step.nth, **more}
        return self.control("POST", "faults", values)["id"]  # type: ignore[index,no-any-return]

    def has_struck(self, number: int) -> bool:
        """Also of one that struck as often as it may, and is over."""
        faults: list[dict[str, int]] = self.control("GET", "faults")  # type: ignore[assignment]
        return all(fault["id"] != number or fault["struck"] > 0 for fault in faults)

    def calls(self) -> list[dict[str, object]]:
        return self.control("GET", "calls")["calls"]  # type: ignore[index,no-any-return]

    def _script(self, name: str, *options: str) -> None:
        subprocess.run([ROOT / "sandbox" / name, "--dir", self.folder, *options], check=True, capture_output=True)


def main(arguments: list[str]) -> int:
    drctl, kinds = arguments[0], arguments[1:] or KINDS
    if unknown := sorted(set(kinds) - set(KINDS)):
        sys.exit(f"unknown kinds {unknown}; known: {KINDS}")
    with Sandbox() as sandbox:
        said = _finish(sandbox.start(drctl, *APPLY))
        steps, wanted = _changing(sandbox.calls()), estate.dump(sandbox.environment)
    assert len(steps) > 20, f"an apply of {len(steps)} calls proves little: {said}"
    print(f"undisturbed: {said}; {len(steps)} calls that change something\n")
    cases = [(kind, step) for kind in kinds if kind != "two-at-once" for step in steps]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda case: _case(drctl, *case, wanted), cases))
        if "two-at-once" in kinds:
            results += pool.map(lambda number: _two(drctl, number, wanted), range(1, ROUNDS + 1))
    print(_table(results))
    wrong = [one for one in results if not one.same]
    for one in wrong:
        print(f"\n{one.kind} {one.at}: {one.first}; then {one.then}\n{one.difference}")
    print(f"{len(results)} cases, {len(wrong)} end otherwise than an undisturbed apply")
    return 1 if wrong or not results else 0


def _changing(calls: list[dict[str, object]]) -> list[Step]:
    """The calls in the order in which they came; asking IAM what is permitted changes nothing."""
    seen: dict[tuple[str, str], int] = {}
    steps = []
    for call in calls:
        name = (str(call["service"]), str(call["operation"]))
        if call["readOnly"] or name[1].startswith("Simulate"):
            continue
        steps.append(Step(*name, seen.get(name, 0)))
        seen[name] = seen.get(name, 0) + 1
    return steps


def _case(drctl: str, kind: str, step: Step, wanted: str) -> Result:
    at = step.operation + (f" ({step.nth + 1})" if step.nth else "")
    with Sandbox() as sandbox:
        first = _disturbed(sandbox, drctl, kind, step)
        sandbox.control("DELETE", "faults")
        then = _finish(sandbox.start(drctl, *APPLY))
        left = estate.dump(sandbox.environment)
    return _result(kind, at, first, then, left, wanted)


def _disturbed(sandbox: Sandbox, drctl: str, kind: str, step: Step) -> str:
    if kind == "denied":
        # As where the denial is one that IAM does not simulate.
        sandbox.control("POST", "faults", {"kind": "denied", "service": "iam", "action": "SimulatePrincipalPolicy"})
        number = sandbox.fault(step, "denied", times=1)
    elif kind == "answer-lost":
        number = sandbox.fault(step, "truncate", how="transfer", times=1)
    else:
        number = sandbox.fault(step, "slow", seconds=1)
        if kind == "killed-before":
            # It comes to nothing, whether anybody waits for it or not.
            sandbox.fault(step, "error", status=503)
    running = sandbox.start(drctl, *APPLY)
    if not kind.startswith("killed"):
        said = _finish(running)
        assert sandbox.has_struck(number), f"{kind} never struck {step}: {said}"
        return said
    while not sandbox.has_struck(number):
        assert running.poll() is None, f"the apply ended before {step}: {running.communicate()}"
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    # The call that was on its way when its caller died.
    deadline = time.monotonic() + 60
    while not _came(sandbox, step) and time.monotonic() < deadline:
        time.sleep(0.05)
    return "killed"


def _came(sandbox: Sandbox, step: Step) -> bool:
    calls = [one for one in sandbox.calls() if (one["service"], one["operation"]) == (step.service, step.operation)]
    return len(calls) > step.nth


def _two(drctl: str, number: int, wanted: str) -> Result:
    """Two at once: one does it, the other is refused, or comes when it is done."""
    with Sandbox() as sandbox:
        both = [sandbox.start(drctl, *APPLY) for _ in range(2)]
        said = sorted(_finish(one) for one in both)
        left = estate.dump(sandbox.environment)
    return _result("two-at-once", f"round {number}", *said, left, wanted)


def _result(kind: str, at: str, first: str, then: str, left: str, wanted: str) -> Result:
    lines = difflib.unified_diff(wanted.splitlines(), left.splitlines(), "undisturbed", "left", lineterm="", n=2)
    return Result(kind, at, first, then, left == wanted, "\n".join(list(lines)[:60]))


def _finish(process: subprocess.Popen[str]) -> str:
    """The exit code and the first sentence."""
    output, conversation = process.communicate()
    text = output or conversation
    sentence = re.split(r"\n(?! )", " ".join(text.split("\npolicy")[:1]))[0]
    return f"{process.returncode} {' '.join(sentence.split())[:110]}"


def _table(results: list[Result]) -> str:
    rows = [["disturbance", "at", "first apply", "the next one", "left"]]
    rows += [[one.kind, one.at, one.first, one.then, "as undisturbed" if one.same else "OTHERWISE"] for one in results]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
