"""The account that is recorded: the sandbox's answers without its PostgreSQL servers, filled with the estate.

Usage: account.py DATABASES BUCKETS ROLES ALARMS. Prints its port and a fingerprint of what it made, and serves until
its standard input ends. One client makes everything in one order from seeded random numbers, so that the same estate
has the same identifiers every time: a recording can then be added to later.
"""

from __future__ import annotations

import hashlib
import pathlib
import random
import sys
import threading
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "sandbox"))

from drctl_sandbox import hooks  # noqa: E402
from drctl_sandbox.core import Sandbox, now  # noqa: E402
from drctl_sandbox.server import settle_environment  # noqa: E402
from drctl_sandbox.settings import Settings  # noqa: E402


class Account:
    """The endpoint on loopback."""

    def __init__(self) -> None:
        settle_environment()
        hooks.require_version()
        from drctl_sandbox.aws import install_services
        from drctl_sandbox.front.application import Application
        from drctl_sandbox.front.control import Control
        from drctl_sandbox.front.listener import Listener
        from drctl_sandbox.rds import cluster_endpoints
        from drctl_sandbox.rds.aurora import Clusters
        from drctl_sandbox.rds.descriptions import Descriptions
        from drctl_sandbox.rds.parameters import Parameters
        from moto.moto_api._internal import mock_random
        from moto.rds.responses import RDSResponse

        random.seed(1)
        mock_random.seed(1)
        nothing: Any = None
        self.sandbox = Sandbox(Settings(0, pathlib.Path()), nothing, 0)
        install_services(self.sandbox)
        Parameters(self.sandbox).install()
        self._make_databases_distinct()
        # Actions that moto lacks and the descriptions page.
        cluster_endpoints.install()
        hooks.add(RDSResponse, "describe_db_cluster_automated_backups", Clusters(self.sandbox)._automated_backups)
        Descriptions(self.sandbox).install()
        listener = Listener(
            0, Application(self.sandbox, Control(self.sandbox, lambda fault: None, self.sandbox.maintain))
        )
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        self.port = int(listener.server_port)
        self.identities: list[str] = []

    def _make_databases_distinct(self) -> None:
        """Gives each instance a resource id of its own and automated backups where it keeps any, as moto does not."""
        from datetime import timedelta

        from moto.rds.models import DBInstance, RDSBackend

        def create(original: Any, backend: RDSBackend, request: Any) -> DBInstance:
            instance: DBInstance = original(backend, request)
            instance.dbi_resource_id = f"db-{len(backend.databases):026}"
            self.sandbox.backups[instance.dbi_resource_id] = SimpleNamespace(  # type: ignore[assignment]
                account=backend.account_id, region=backend.region_name, instance=instance.db_instance_identifier,
                resource_id=instance.dbi_resource_id, retained=False, replicated_to="", bases=[now()], properties={},
                earliest=now() - timedelta(days=int(instance.backup_retention_period or 0)), announced_latest=now(),
            )  # fmt: skip
            return instance

        def save(original: Any, instance: DBInstance) -> None:
            if instance.backup_retention_period:
                original(instance)

        def latest(original: Any, instance: DBInstance) -> Any:
            return original(instance) if instance.backup_retention_period else None

        hooks.wrap(RDSBackend, "create_db_instance", create)
        hooks.wrap(DBInstance, "save_automated_backup", save)
        hooks.wrap_property(DBInstance, "latest_restorable_time", latest)


def main() -> None:
    account = Account()
    from estate import Estate, Sizes
    from filler import Filler

    filler = Filler(f"http://127.0.0.1:{account.port}")
    filler.fill(Estate(Sizes(*(int(word) for word in sys.argv[1:]))))
    # What was asked until now is of no interest, and would be kept.
    account.sandbox.calls.clear()
    print(account.port, hashlib.sha256("\n".join(filler.identities).encode()).hexdigest(), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
