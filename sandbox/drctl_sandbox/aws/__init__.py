"""Services beside RDS, with AWS's behaviour where moto differs."""

from __future__ import annotations

from types import SimpleNamespace

from ..core import Sandbox


def modules() -> SimpleNamespace:
    """Imports every service beside RDS, with moto's models of it."""
    from . import access_logs, alarms, backup_plans, buckets, delivery, enforcement, keys, replication, restore_testing
    from . import restore_testing_plans, roles, service_quotas, simulation, tagging, topics, trail, vaulted_points

    return SimpleNamespace(**locals())


def install_services(sandbox: Sandbox) -> None:
    """Hooks every service beside RDS."""
    aws = modules()
    aws.buckets.install()
    aws.backup_plans.install()
    aws.restore_testing.install(sandbox)
    aws.restore_testing_plans.install()
    aws.vaulted_points.install(sandbox)
    aws.access_logs.install()
    aws.keys.install()
    aws.replication.install()
    aws.topics.install()
    aws.alarms.install()
    aws.delivery.install()
    aws.roles.install()
    aws.service_quotas.Quotas().install(sandbox)
    aws.tagging.install()
    aws.simulation.install(sandbox)
    aws.trail.install(sandbox)
