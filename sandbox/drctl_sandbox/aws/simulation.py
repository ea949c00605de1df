"""Policy simulation: everything is allowed but what a 'denied' fault refuses, so that preflight agrees with calls."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.iam.responses import IamResponse

from .. import hooks
from ..core import Sandbox


def install(sandbox: Sandbox) -> None:
    """Adds the simulator to moto's IAM."""

    def simulate(response: IamResponse) -> ActionResult:
        resources = response._get_param("ResourceArns") or ["*"]
        results = [
            _result(sandbox, action, resource)
            for action in response._get_param("ActionNames") or []
            for resource in resources
        ]
        return ActionResult({"EvaluationResults": results, "IsTruncated": False})

    hooks.add(IamResponse, "simulate_principal_policy", simulate)
    hooks.add(IamResponse, "simulate_custom_policy", simulate)


def _result(sandbox: Sandbox, name: str, resource: str) -> dict[str, Any]:
    service, _, action = name.partition(":")
    denied = sandbox.faults.denies(service, action)
    return {
        "EvalActionName": name,
        "EvalResourceName": resource,
        "EvalDecision": "implicitDeny" if denied else "allowed",
        "MatchedStatements": [],
        "MissingContextValues": [],
    }
