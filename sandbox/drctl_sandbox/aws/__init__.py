"""Services beside RDS, with AWS's behaviour where moto differs."""

from __future__ import annotations

from ..core import Sandbox


def install_services(sandbox: Sandbox) -> None:
    """Hooks every service beside RDS."""
    from . import access_logs, alarms, backup_plans, buckets, delivery, replication, restore_testing
    from . import restore_testing_plans, roles, service_quotas, simulation, tagging, topics, trail, vaulted_points

    buckets.install()
    backup_plans.install()
    restore_testing.install(sandbox)
    restore_testing_plans.install()
    vaulted_points.install(sandbox)
    access_logs.install()
    replication.install()
    topics.install()
    alarms.install()
    delivery.install()
    roles.install()
    service_quotas.Quotas().install(sandbox)
    tagging.install()
    simulation.install(sandbox)
    trail.install(sandbox)
