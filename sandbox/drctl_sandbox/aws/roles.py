"""STS: only a role that exists can be assumed, with the external id that its trust policy asks for."""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import iam_backends
from moto.sts.exceptions import STSClientError
from moto.sts.models import STSBackend

from .. import hooks


class Refused(STSClientError):
    """What STS answers, whether the role is missing or does not trust the caller."""

    code = "AccessDenied"


def install() -> None:
    """Hooks moto's assumption of roles."""
    hooks.wrap(STSBackend, "assume_role", _assume)


def _assume(original: Any, backend: STSBackend, **request: Any) -> Any:
    arn = request["role_arn"]
    if not _may_assume(arn, request.get("external_id")):
        raise Refused(f"User is not authorized to perform: sts:AssumeRole on resource: {arn}")
    return original(backend, **request)


def _may_assume(arn: str, external_id: str | None) -> bool:
    _, partition, _, _, account, _ = arn.split(":", 5)
    roles = iam_backends[account][partition].roles.values()
    role = next((one for one in roles if one.arn == arn), None)
    if role is None:
        return False
    asked = [
        statement.get("Condition", {}).get("StringEquals", {}).get("sts:ExternalId")
        for statement in json.loads(role.assume_role_policy_document or "{}").get("Statement", [])
    ]
    return not asked or any(wanted is None or wanted == external_id for wanted in asked)
