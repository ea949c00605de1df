"""`up`, `down`, `status`, and `serve`, which `up` runs in the background."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from . import lifecycle
from .settings import Settings

_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Runs one command and returns its exit code."""
    # The parts of a sandbox must not use the caller's proxy.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    arguments = _parser().parse_args()
    directory = Path(arguments.dir).resolve()
    if arguments.command == "down":
        return lifecycle.down(directory)
    if arguments.command == "status":
        return lifecycle.status(directory)
    settings = _settings(arguments, directory)
    if arguments.command == "warm":
        from . import warm

        warm.serve(settings)
        return 0
    if arguments.command == "serve":
        from . import server

        server.settle_environment()
        server.serve(settings)
        return 0
    return lifecycle.up(settings, foreground=arguments.foreground)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sandbox", description="AWS on loopback, with real PostgreSQL behind its RDS")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (
        ("up", "start the sandbox and wait until it is ready"),
        ("serve", "run the sandbox in this process"),
        ("down", "stop the sandbox and remove its data"),
        ("status", "say whether the sandbox is up"),
        ("warm", "start sandboxes quickly, for tests"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--dir", default=_ROOT / ".sandbox", help="folder of this sandbox (default: .sandbox)")
        if name in ("up", "serve", "warm"):
            _add_options(command)
    return parser


def _add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=4580, help="port on 127.0.0.1; 0 takes a free one (4580)")
    command.add_argument("--seed", choices=["knowledge-base", "none"], default="knowledge-base")
    command.add_argument("--entries", type=int, help="rows of the largest seeded table (120000; with --fast 5000)")
    command.add_argument("--fast", action="store_true", help="short states and a small seed, for tests")
    command.add_argument("--dwell", type=float, help="least seconds in each transitional state (0.4; with --fast 0.05)")
    command.add_argument("--heartbeat", type=float, help="seconds between moves of LatestRestorableTime (2; 0.5)")
    command.add_argument(
        "--trickle", type=float, default=1.0, help="seconds between new entries in kb-prod; 0 for none"
    )
    command.add_argument("--foreground", action="store_true", help="stay in the foreground until Ctrl-C")


def _settings(arguments: argparse.Namespace, directory: Path) -> Settings:
    fast = arguments.fast

    def given(value: float | None, slow: float, quick: float) -> float:
        return value if value is not None else quick if fast else slow

    return Settings(
        port=arguments.port,
        directory=directory,
        seed=arguments.seed,
        entries=int(given(arguments.entries, 120_000, 5_000)),
        dwell=given(arguments.dwell, 0.4, 0.05),
        heartbeat=given(arguments.heartbeat, 2.0, 0.5),
        trickle=arguments.trickle,
    )


if __name__ == "__main__":
    sys.exit(main())
