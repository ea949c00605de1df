"""Services beside RDS, with AWS's behaviour where moto differs."""

from __future__ import annotations

from ..core import Sandbox


def install_services(sandbox: Sandbox) -> None:
    """Hooks every service beside RDS."""
    from . import alarms, buckets, simulation, trail

    buckets.install()
    alarms.install()
    simulation.install(sandbox)
    trail.install(sandbox)
