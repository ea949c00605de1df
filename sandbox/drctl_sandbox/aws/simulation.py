"""Policy simulation: 'denied' faults deny, and a principal with its own policies may do what they allow.

A principal without any policy may do everything: the sandbox's own users have none, and moto lets every call through.
Answers are shaped as AWS shapes them since 2025: one result an action, with each resource's decision below it.
"""

from __future__ import annotations

import fnmatch
import json
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends
from moto.iam.responses import IamResponse

from .. import hooks
from ..core import Sandbox

# Least to most restrictive.
_ORDER = ["allowed", "implicitDeny", "explicitDeny"]


def install(sandbox: Sandbox) -> None:
    """Adds the simulator to moto's IAM."""

    def simulate(response: IamResponse) -> ActionResult:
        source = response._get_param("PolicySourceArn")
        found = statements(source) if source else None
        context = {
            entry["ContextKeyName"].lower(): entry.get("ContextKeyValues") or []
            for entry in response._get_param("ContextEntries") or []
        }
        resources = response._get_param("ResourceArns") or ["*"]
        results = [
            _result(sandbox, action, resources, found, context)
            for action in response._get_param("ActionNames") or []
        ]
        return ActionResult({"EvaluationResults": results, "IsTruncated": False})

    hooks.add(IamResponse, "simulate_principal_policy", simulate)
    hooks.add(IamResponse, "simulate_custom_policy", simulate)


def _result(
    sandbox: Sandbox,
    name: str,
    resources: list[str],
    statements: list[dict[str, Any]] | None,
    context: dict[str, list[str]],
) -> dict[str, Any]:
    service, _, action = name.partition(":")
    each = []
    for resource in resources:
        decision, missing = ("allowed", set()) if statements is None else decide(statements, name, resource, context)
        if sandbox.faults.denies(service, action):
            decision, missing = "implicitDeny", set()
        each.append(
            {
                "EvalResourceName": resource,
                "EvalResourceDecision": decision,
                "MatchedStatements": [],
                "MissingContextValues": sorted(missing),
            }
        )
    worst = max((entry["EvalResourceDecision"] for entry in each), key=_ORDER.index)
    return {
        "EvalActionName": name,
        "EvalResourceName": "*" if len(resources) > 1 else resources[0],
        "EvalDecision": worst,
        "MatchedStatements": [],
        "MissingContextValues": [],
        "ResourceSpecificResults": each,
    }


def statements(arn: str) -> list[dict[str, Any]] | None:
    """All statements of a user or role; None when it has no policy at all."""
    backend = iam_backends[arn.split(":")[4]]["aws"]
    found = [who for who in [*backend.users.values(), *backend.roles.values()] if who.arn == arn]
    if not found:
        raise NotFoundException(f"The principal {arn} does not exist.")
    documents = list(found[0].policies.values())
    documents += [policy.document for policy in found[0].managed_policies.values()]
    if not documents:
        return None
    parsed = [json.loads(text) if isinstance(text, str) else text for text in documents]
    return [one for policy in parsed for one in _list(policy["Statement"])]


def decide(
    statements: list[dict[str, Any]], action: str, resource: str, context: dict[str, list[str]]
) -> tuple[str, set[str]]:
    decision, missing = "implicitDeny", set[str]()
    for statement in statements:
        if not _matches(statement.get("Action", []), action.lower(), lower=True):
            continue
        if not _matches(statement.get("Resource", []), resource):
            continue
        holds, unknown = _condition(statement.get("Condition", {}), context)
        missing |= unknown
        if holds and statement["Effect"] == "Deny":
            return "explicitDeny", set()
        if holds:
            decision = "allowed"
    return decision, set() if decision == "allowed" else missing


def _condition(condition: dict[str, dict[str, Any]], context: dict[str, list[str]]) -> tuple[bool, set[str]]:
    """Whether a condition holds, and the keys without a value; operators that drctl never writes are not modelled."""
    holds, missing = True, set[str]()
    for operator, keys in condition.items():
        if operator not in _OPERATORS:
            raise NotImplementedError(f"condition operator {operator}")
        for key, wanted in keys.items():
            values = context.get(key.lower())
            if operator == "Null":
                holds = holds and str(values is None).lower() == _list(wanted)[0]
            elif values is None:
                missing.add(key)
                holds = False
            elif not any(_OPERATORS[operator](wanted, value) for value in values):  # type: ignore[misc]
                holds = False
    return holds, missing


def _equals(wanted: Any, value: str) -> bool:
    return value in _list(wanted)


def _matches(patterns: Any, value: str, lower: bool = False) -> bool:
    return any(
        fnmatch.fnmatchcase(value, (pattern.lower() if lower else pattern).replace("[", "[[]"))
        for pattern in _list(patterns)
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


_OPERATORS = {
    "StringEquals": _equals,
    "ForAnyValue:StringEquals": _equals,
    "Bool": lambda wanted, value: value.lower() in [str(one).lower() for one in _list(wanted)],
    "StringLike": _matches,
    "ArnEquals": _matches,
    "ArnLike": _matches,
    "Null": None,
}
