"""Enforced roles: with an 'enforce' fault, each call of a role is evaluated against the role's policies, and refused like by
AWS when an action of it is allowed on none of them."""

from __future__ import annotations

from typing import Any

from moto.iam.models import iam_backends

from ..core import Sandbox
from ..front.replies import Reply, error
from ..front.request import Request
from . import identity, needs, simulation


def refusal(sandbox: Sandbox, request: Request, body: bytes) -> Reply | None:
    """The refusal of a call that its role may not make; None for every other caller."""
    if not request.access_key or not sandbox.faults.any_enforced():
        return None
    with sandbox.lock:
        caller = identity.of(request.access_key)
        if caller["type"] != "AssumedRole":
            return None
        name = caller["arn"].split("/")[1]
        if not sandbox.faults.enforces(name):
            return None
        statements = _statements(caller["accountId"], name)
        for need in needs.of(request, body, caller["accountId"]):
            context = {key.lower(): values for key, values in need.context.items()}
            context.setdefault("aws:requestedregion", [request.region])
            decision, _ = simulation.decide(statements, need.action, need.resource, context)
            if decision != "allowed":
                return _refused(request, caller["arn"], need)
    return None


def _statements(account: str, name: str) -> list[dict[str, Any]]:
    role = next(one for one in iam_backends[account]["aws"].roles.values() if one.name == name)
    return simulation.statements(role.arn) or []


def _refused(request: Request, caller: str, need: needs.Need) -> Reply:
    code = "AccessDeniedException" if request.protocol == "json" else "AccessDenied"
    message = (
        f"User: {caller} is not authorized to perform: {need.action} on resource: {need.resource} "
        f"because no identity-based policy allows the {need.action} action"
    )
    return error(request, 400 if request.protocol == "json" else 403, code, message)
