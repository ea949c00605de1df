"""Installs all RDS hooks in the order of their dependencies."""

from __future__ import annotations

from collections.abc import Callable

from moto.rds.models import RDSBackend, rds_backends

from ..core import Sandbox
from ..settings import ACCOUNT
from . import cluster_endpoints, events, master_password, quotas, subscriptions
from .aurora import Clusters
from .aurora_members import Members
from .aurora_snapshots import ClusterSnapshots
from .cluster_modifications import ClusterModifications
from .cluster_parameters import ClusterParameters
from .deletion import Deletion
from .descriptions import Descriptions
from .instances import Instances
from .member_modifications import MemberModifications
from .modifications import Modifications
from .parameters import Parameters
from .restores import Restores
from .shared_snapshots import SharedSnapshots
from .snapshots import Snapshots


def install_rds(sandbox: Sandbox) -> Callable[[str], str]:
    """Hooks RDS; returns the function that runs the maintenance window for an instance."""
    create = RDSBackend.create_db_instance
    instances = Instances(sandbox)
    snapshots = Snapshots(sandbox, instances)
    modifications = Modifications(sandbox, instances, snapshots)
    instances.install()
    snapshots.install()
    Restores(sandbox, instances, create).install()
    modifications.install()
    Deletion(sandbox, instances, snapshots).install()
    clusters = Clusters(sandbox)
    clusters.install()
    Members(sandbox, clusters).install()
    ClusterModifications(sandbox, clusters).install()
    MemberModifications(sandbox, clusters).install()
    ClusterSnapshots(sandbox, clusters).install()
    Parameters(sandbox).install()
    ClusterParameters(sandbox).install()
    cluster_endpoints.install()
    quotas.install()
    events.install()
    subscriptions.install()
    master_password.install()
    SharedSnapshots(sandbox).install()
    Descriptions(sandbox).install()

    def maintain(name: str) -> str:
        for backend in list(rds_backends[ACCOUNT].values()):
            instance = backend.databases.get(name)
            if instances.is_real(instance):
                waiting = sorted(instance.pending_modified_values)
                modifications.apply_pending(backend, instance)
                return f"applied {waiting}" if waiting else "nothing was pending"
        return "no such instance"

    return maintain
