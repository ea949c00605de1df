"""People and networks of the seeded account, made in moto directly.

Loading EC2's client would cost more than the rest of the seed, and IAM itself only hands out random keys.
"""

from __future__ import annotations

from moto.ec2.models import ec2_backends, security_groups
from moto.iam.models import iam_backends

from .. import hooks
from ..aws import identity
from ..settings import ACCOUNT, DEPLOY_KEY, ENGINEER_KEY, REGION

# The policy names the group by its id, so the id must be the same in every sandbox.
DRILL_GROUP = "sg-0d411000000000001"
PRODUCTION_GROUP = "sg-0d411000000000002"


def people() -> None:
    """Two users with well-known keys."""
    backend = iam_backends[ACCOUNT]["aws"]
    for name, key in (("deploy-pipeline", DEPLOY_KEY), ("oncall-engineer", ENGINEER_KEY)):
        backend.create_user(REGION, name)
        identity.give_key(name, key)


def network() -> tuple[list[str], dict[str, str]]:
    """The subnets, and the security groups by purpose."""
    backend = ec2_backends[ACCOUNT][REGION]
    vpc = backend.create_vpc("10.20.0.0/16").id
    subnets = [
        backend.create_subnet(vpc, f"10.20.{number}.0/24", availability_zone=f"{REGION}{zone}").id
        for number, zone in enumerate("ab")
    ]
    groups = {
        "production": _security_group(vpc, PRODUCTION_GROUP, "kb-prod", "The application's way to kb-prod"),
        "drill": _security_group(vpc, DRILL_GROUP, "dr-drill", "The drill runner only"),
    }
    for group, source in ((groups["production"], "10.20.0.0/16"), (groups["drill"], "10.20.9.0/28")):
        backend.authorize_security_group_ingress(group, "tcp", "5432", "5432", [{"CidrIp": source}])
    return subnets, groups


def _security_group(vpc: str, wanted: str, name: str, words: str) -> str:
    """Creates a group with a given id, which EC2 itself would choose at random."""
    chosen = getattr(security_groups, "random_security_group_id", None)
    if chosen is None:
        raise hooks.HookMismatch("moto.ec2.models.security_groups.random_security_group_id does not exist")
    security_groups.random_security_group_id = lambda: wanted
    try:
        return str(ec2_backends[ACCOUNT][REGION].create_security_group(name, words, vpc_id=vpc).id)
    finally:
        security_groups.random_security_group_id = chosen
