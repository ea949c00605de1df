"""Where the clusters of a sandbox live, and the template they are copied from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import processes
from .binaries import Binaries
from .wire import ADMINISTRATOR


@dataclass(frozen=True)
class Place:
    """The folders and programs of clusters, shared by all clusters of a sandbox."""

    binaries: Binaries
    launcher: processes.Launcher
    data: Path
    sockets: Path
    certificates: Path
    # The data directory from initdb that every new instance is a copy of.
    template: Path


def prepare(place: Place) -> None:
    """Makes the folders, and the template unless there is one."""
    for name in ("instances", "snapshots", "archives"):
        processes.run("mkdir", "-p", place.data / name)
    if not place.template.exists():
        make_template(place.binaries, place.template)


def make_template(binaries: Binaries, template: Path) -> None:
    """Runs initdb, which takes a second or two."""
    processes.run(
        binaries["initdb"], "-D", template, "-U", ADMINISTRATOR, "-E", "UTF8",
        "--locale=C.UTF-8", "--auth=trust", "--no-sync", "--data-checksums", "--wal-segsize=1",
    )  # fmt: skip
