"""Runs every check against one fresh sandbox; the exit code is 1 when one failed."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time

from . import access, changes, databases, faults, processes, services
from .harness import Instance, Mismatch, Results


def main() -> int:
    """Runs all checks."""
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    for name in list(os.environ):
        # The caller's own AWS accounts and databases must not be used.
        if name.startswith(("AWS_", "PG")):
            del os.environ[name]
    started = time.monotonic()
    results = Results()
    try:
        sandbox = Instance()
    except Mismatch as problem:
        print(f"FAIL {problem}")
        return 1
    print(f"sandbox up in {time.monotonic() - started:.1f} s", flush=True)
    try:
        # Checks of one list share instances and run in order; the lists are independent.
        lists = [databases.CHECKS + access.CHECKS, services.CHECKS, changes.CHECKS, faults.CHECKS, processes.APART]
        threads = [threading.Thread(target=_run, args=(results, checks, sandbox)) for checks in lists]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        _run(results, processes.CHECKS + processes.LAST, sandbox)
    finally:
        if results.failed:
            print("the sandbox's log ends with:\n" + (sandbox.directory / "log").read_text()[-3000:])
        sandbox.command("down")
        shutil.rmtree(sandbox.directory, ignore_errors=True)
    print(f"in {time.monotonic() - started:.0f} s")
    print(f"{results.passed} passed, {results.failed} failed")
    return 1 if results.failed else 0


def _run(results: Results, checks: list, sandbox: Instance) -> None:  # type: ignore[type-arg]
    for check in checks:
        results.run(check, sandbox)


if __name__ == "__main__":
    sys.exit(main())
