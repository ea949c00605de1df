"""Restore testing plans and selections of AWS Backup, ours: moto has none.

Create, Update and Get of both, and ListRestoreTestingSelections. They refuse what AWS refuses; nothing runs by a plan's
schedule.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html
"""

from __future__ import annotations

import json
import re
import time
import uuid
from typing import Any

from moto.backup import urls
from moto.backup.exceptions import (
    AlreadyExistsException,
    InvalidParameterValueException,
    ResourceNotFoundException,
)
from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse

from .. import hooks
from .backup_plans import require_role

_NAME = re.compile(r"[A-Za-z0-9_]{1,50}")
_PLANS = "/restore-testing/plans"
_TYPES = {"Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"}
_ALGORITHMS = {"LATEST_WITHIN_WINDOW", "RANDOM_WITHIN_WINDOW"}


def install() -> None:
    """Adds the operations."""
    plan = _PLANS + "/(?P<plan>[^/]+)"
    for path in [_PLANS, plan, plan + "/selections", plan + "/selections/(?P<selection>[^/]+)"]:
        # Flask tells a path with a slash at its end from one without.
        urls.url_paths["{0}" + path + "$"] = urls.url_paths["{0}" + path + "/$"] = urls.response.dispatch
    for name, method in {
        "create_restore_testing_plan": _create, "get_restore_testing_plan": _get,
        "update_restore_testing_plan": _update, "create_restore_testing_selection": _select,
        "get_restore_testing_selection": _get_selection, "list_restore_testing_selections": _list_selections,
        "update_restore_testing_selection": _update_selection,
    }.items():  # fmt: skip
        hooks.add(BackupResponse, name, method)


def _plans(backend: BackupBackend) -> dict[str, dict[str, Any]]:
    return backend.__dict__.setdefault("sandbox_restore_testing", {})  # type: ignore[no-any-return]


def selecting(backend: BackupBackend, arn: str) -> tuple[str, dict[str, str]] | None:
    """The plan that tests a database by its ARN, and the metadata that its selection restores with."""
    for plan in _plans(backend).values():
        for selection in plan["selections"].values():
            if selection["ProtectedResourceType"] == "RDS" and arn in (selection.get("ProtectedResourceArns") or []):
                return plan["RestoreTestingPlanArn"], selection.get("RestoreMetadataOverrides") or {}
    return None


def _names(response: BackupResponse) -> list[str]:
    """The plan's name in the path, and the selection's where there is one."""
    return [part for part in response.path.split(_PLANS)[1].split("/") if part and part != "selections"]


def _plan(response: BackupResponse) -> dict[str, Any]:
    name = _names(response)[0]
    found = _plans(response.backup_backend).get(name)
    if found is None:
        raise ResourceNotFoundException(f"Restore testing plan {name} not found")
    return found


def _check_plan(plan: dict[str, Any]) -> None:
    points = plan["RecoveryPointSelection"]
    if points.get("Algorithm") not in _ALGORITHMS:
        raise InvalidParameterValueException("Invalid algorithm")
    if not points.get("IncludeVaults"):
        raise InvalidParameterValueException("IncludeVaults is missing")
    if not points.get("RecoveryPointTypes") or set(points["RecoveryPointTypes"]) - {"SNAPSHOT", "CONTINUOUS"}:
        raise InvalidParameterValueException("Invalid recovery point types")
    if not 1 <= points.get("SelectionWindowDays", 30) <= 365 or not 1 <= plan.get("StartWindowHours", 24) <= 168:
        raise InvalidParameterValueException("Invalid window")
    if not plan["ScheduleExpression"].startswith("cron("):
        raise InvalidParameterValueException("Invalid schedule expression")


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InvalidParameterValueException(f"Invalid name {name}: letters, digits and underscores, at most 50")
    return name


def _create(response: BackupResponse) -> str:
    backend, body = response.backup_backend, json.loads(response.body)
    plan = body["RestoreTestingPlan"]
    name = _named(plan["RestoreTestingPlanName"])
    present = _plans(backend).get(name)
    if present is not None and (
        not body.get("CreatorRequestId") or present["CreatorRequestId"] != body["CreatorRequestId"]
    ):
        raise AlreadyExistsException(f"Restore testing plan {name} exists")
    _check_plan(plan)
    arn = f"arn:aws:backup:{backend.region_name}:{backend.account_id}:restore-testing-plan:{name}-{uuid.uuid4()}"
    made = present or plan | {
        "RestoreTestingPlanArn": arn, "CreationTime": time.time(), "CreatorRequestId": body.get("CreatorRequestId"),
        "selections": {},
    }  # fmt: skip
    _plans(backend)[name] = made
    # Shown by the tagging API, as every resource of AWS Backup is.
    backend.tag_resource(made["RestoreTestingPlanArn"], body.get("Tags") or {})
    return json.dumps({key: made[key] for key in ("CreationTime", "RestoreTestingPlanArn", "RestoreTestingPlanName")})


def _get(response: BackupResponse) -> str:
    return json.dumps({"RestoreTestingPlan": _shown(_plan(response))})


def _shown(described: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in described.items() if value is not None and key != "selections"}


def _update(response: BackupResponse) -> str:
    plan, changed = _plan(response), json.loads(response.body)["RestoreTestingPlan"]
    _check_plan(plan | changed)
    plan |= changed | {"LastUpdateTime": time.time()}
    return json.dumps(
        {
            key: plan[key] for key in ("CreationTime", "RestoreTestingPlanArn", "RestoreTestingPlanName")
        } | {"UpdateTime": plan["LastUpdateTime"]}  # fmt: skip
    )


def _check_selection(backend: BackupBackend, selection: dict[str, Any]) -> None:
    arns, conditions = selection.get("ProtectedResourceArns") or [], selection.get("ProtectedResourceConditions")
    if selection["ProtectedResourceType"] not in _TYPES:
        raise InvalidParameterValueException("Invalid protected resource type")
    if not arns and not conditions:
        raise InvalidParameterValueException("ProtectedResourceArns is missing")
    if len(arns) > 30 or ("*" in arns and len(arns) > 1) or (conditions and arns not in ([], ["*"])):
        raise InvalidParameterValueException("Invalid protected resources")
    if any(arn != "*" and not arn.startswith("arn:") for arn in arns):
        raise InvalidParameterValueException("Invalid ARN")
    if not 0 <= selection.get("ValidationWindowHours", 0) <= 168:
        raise InvalidParameterValueException("Invalid validation window")
    groups = {key.lower(): value for key, value in (selection.get("RestoreMetadataOverrides") or {}).items()}
    if "vpcsecuritygroupids" in groups and not isinstance(json.loads(groups["vpcsecuritygroupids"]), list):
        raise InvalidParameterValueException("vpcSecurityGroupIds is a list that is written as JSON")
    require_role(backend, selection.get("IamRoleArn"))


def _select(response: BackupResponse) -> str:
    plan, body = _plan(response), json.loads(response.body)
    selection = body["RestoreTestingSelection"]
    name = _named(selection["RestoreTestingSelectionName"])
    present = plan["selections"].get(name)
    if present is not None and present["CreatorRequestId"] != body.get("CreatorRequestId"):
        raise AlreadyExistsException(f"Selection {name} exists")
    _check_selection(response.backup_backend, selection)
    made = present or selection | {
        "CreationTime": time.time(), "CreatorRequestId": body.get("CreatorRequestId"),
        "RestoreTestingPlanName": plan["RestoreTestingPlanName"],
    }  # fmt: skip
    plan["selections"][name] = made
    return json.dumps(_answer(plan, made))


def _answer(plan: dict[str, Any], selection: dict[str, Any]) -> dict[str, Any]:
    return {
        "CreationTime": selection["CreationTime"], "RestoreTestingPlanArn": plan["RestoreTestingPlanArn"],
        "RestoreTestingPlanName": plan["RestoreTestingPlanName"],
        "RestoreTestingSelectionName": selection["RestoreTestingSelectionName"],
    }  # fmt: skip


def _selection(response: BackupResponse) -> dict[str, Any]:
    name = _names(response)[1]
    found: dict[str, Any] | None = _plan(response)["selections"].get(name)
    if found is None:
        raise ResourceNotFoundException(f"Selection {name} not found")
    return found


def _get_selection(response: BackupResponse) -> str:
    return json.dumps({"RestoreTestingSelection": _shown(_selection(response))})


def _list_selections(response: BackupResponse) -> str:
    keys = (
        "CreationTime", "IamRoleArn", "ProtectedResourceType", "RestoreTestingPlanName", "RestoreTestingSelectionName",
    )  # fmt: skip
    listed = [{key: one[key] for key in keys} for one in _plan(response)["selections"].values()]
    return json.dumps({"RestoreTestingSelections": listed})


def _update_selection(response: BackupResponse) -> str:
    selection, changed = _selection(response), json.loads(response.body)["RestoreTestingSelection"]
    _check_selection(response.backup_backend, selection | changed)
    selection |= changed
    return json.dumps(_answer(_plan(response), selection) | {"UpdateTime": time.time()})
