"""The server process: assembles the parts, serves on loopback, and stops everything when it ends."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from . import disturbance, hooks
from .core import Sandbox, log
from .postgres import binaries, certificates, processes
from .postgres.place import Place, prepare
from .settings import ACCOUNT, REGION, Settings


def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    # A shell that starts this process in the background ignores these signals, which children would inherit.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    hooks.require_version()
    scratch = Path(tempfile.mkdtemp(prefix="drctl-sandbox-"))
    (settings.directory / "scratch").write_text(str(scratch))
    sandbox: Sandbox | None = None
    try:
        sandbox = _build(settings, scratch)
        server, control = _listen(sandbox)
        threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
        _plant(sandbox)
        control.ready = True
        log.info("ready on %s", settings.endpoint)
        threading.Event().wait()
    finally:
        if sandbox:
            sandbox.close()
            shutil.rmtree(sandbox.place.data, ignore_errors=True)
        shutil.rmtree(scratch, ignore_errors=True)


def imported() -> None:
    """Imports all that a server uses, which takes most of its start."""
    hooks.require_version()
    from .aws import identity, modules  # noqa: F401
    from .front import application, control, listener  # noqa: F401
    from .postgres import tokens  # noqa: F401
    from .rds import install  # noqa: F401
    from .seed import knowledge_base  # noqa: F401

    modules()


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _build(settings: Settings, scratch: Path) -> Sandbox:
    from .aws import identity, install_services
    from .postgres.tokens import TokenChecker
    from .rds.install import install_rds

    processes.give_to_server_user(scratch)
    certificates.ensure_authority(settings.authority_bundle, settings.directory / "rds-ca-key.pem")
    data = _data_folder(settings, scratch)
    sockets, served = scratch / "sockets", scratch / "tls"
    for folder in (sockets, served):
        folder.mkdir(mode=0o700)
        processes.give_to_server_user(folder)
    certificates.issue_server_certificate(settings.authority_bundle, settings.directory / "rds-ca-key.pem", served)
    place = Place(binaries.find(), processes.Launcher(), data, sockets, served, settings.template or data / "template")
    prepare(place)
    checker = TokenChecker(identity.secret_of)
    sandbox = Sandbox(settings, place, checker.port)
    sandbox.maintain = install_rds(sandbox)
    install_services(sandbox)
    return sandbox


def _data_folder(settings: Settings, scratch: Path) -> Path:
    """The sandbox's folder if PostgreSQL's user can access it, else a temporary one (home folders are often closed)."""
    data = settings.directory / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    processes.give_to_server_user(data)
    if processes.can_reach(data):
        return data
    data.rmdir()
    fallback = scratch / "data"
    fallback.mkdir(mode=0o700)
    processes.give_to_server_user(fallback)
    return fallback


def _listen(sandbox: Sandbox) -> tuple[Any, Any]:
    from .front.application import Application
    from .front.control import Control
    from .front.listener import Listener

    control = Control(sandbox, lambda fault: disturbance.start(sandbox, fault), sandbox.maintain)
    return Listener(sandbox.settings.port, Application(sandbox, control)), control


def _plant(sandbox: Sandbox) -> None:
    if sandbox.settings.seed == "none":
        return
    from .seed.knowledge_base import plant

    plant(sandbox)
    sandbox.calls.clear()


def settle_environment() -> None:
    """Removes the caller's settings for other AWS accounts and databases, and sets what moto reads.

    Called before moto is imported.
    """
    for name in list(os.environ):
        # With an account in the environment a role of another account would act in this one.
        if name.startswith(("AWS_", "PG")) or name == "MOTO_ACCOUNT_ID":
            del os.environ[name]
    os.environ |= {
        "AWS_DEFAULT_REGION": REGION,
        # Images and managed policies cost memory and a second at start, and no test launches machines.
        "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
        "MOTO_RDS_SNAPSHOT_LIMIT": os.environ.get("MOTO_RDS_SNAPSHOT_LIMIT", "1000"),
        "MOTO_DISABLE_GLOBAL_CORS": "true",
        # What another account's bucket refuses, moto would answer.
        "MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS": "false",
    }  # fmt: skip
