"""Finds the recording of an estate, and lets an account answer what it does not have."""

from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess
import sys
from dataclasses import astuple

from estate import Sizes
from measure import Command, run
from recording import Recording
from replay import Replay

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build-bench/audit"
# What the account's answers depend on. What is asked is no part of it: that shows by itself.
SOURCES = ("estate.py", "defects.py", "documents.py", "filler.py", "bucket_filler.py", "account.py")


def find(sizes: Sizes) -> Recording:
    """The recording of an estate as this checkout makes it; empty when there is none yet."""
    digest = hashlib.sha256(f"{Recording.FORMAT} {astuple(sizes)}".encode())
    files = [pathlib.Path(__file__).with_name(name) for name in SOURCES]
    files += [ROOT / "sandbox/requirements.txt", *sorted((ROOT / "sandbox/drctl_sandbox").rglob("*.py"))]
    for file in files:
        digest.update(file.read_bytes())
    size = "-".join(map(str, astuple(sizes)))
    return Recording(FOLDER / f"{size}.{digest.hexdigest()[:16]}.recording")


def record(commands: list[Command], replay: Replay, sizes: Sizes, output: pathlib.Path) -> None:
    """Fills an account and runs the commands against it where the recording has no answer."""
    print(
        f"recording: an account with {', '.join(f'{count} {kind}' for kind, count in vars(sizes).items())}", flush=True
    )
    account = subprocess.Popen(
        [sys.executable, str(pathlib.Path(__file__).with_name("account.py")), *map(str, astuple(sizes))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"MOTO_RDS_SNAPSHOT_LIMIT": "10000", "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"},
    )  # fmt: skip
    try:
        port, _, fingerprint = account.stdout.readline().strip().partition(" ")
        if not port:
            sys.exit("the account could not be filled: run bench/audit/account.py to see why")
        replay.recording.adopt(fingerprint)
        for command in commands:
            cost = run(command, replay, output, upstream=int(port))
            print(
                f"recording: {command.title} asked {cost.requests} times, {len(cost.misses)} of them anew", flush=True
            )
        replay.recording.save()
    finally:
        account.stdin.close()
        account.wait()
