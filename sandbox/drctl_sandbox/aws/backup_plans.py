"""AWS Backup, ours: what moto lacks of plans, vaults and recovery points.

Selections, UpdateBackupPlan, StartBackupJob (of RDS instances) and ListRecoveryPointsByBackupVault; ListCopyJobs has
none, since nothing is copied. A recovery point of an RDS instance is a snapshot `awsbackup:job-…` of the type `awsbackup`. Nothing runs by a plan's schedule.

https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html
"""

from __future__ import annotations

import json
import re
import time
import uuid
from typing import Any
from urllib.parse import unquote

from moto.backup import urls
from moto.backup.exceptions import (
    AlreadyExistsException,
    InvalidParameterValueException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from moto.backup.models import BackupBackend, backup_backends
from moto.backup.responses import BackupResponse
from moto.iam.models import AWSManagedPolicy, IAMBackend, iam_backends
from moto.rds.models import rds_backends

from .. import hooks

_SERVICE_POLICIES = {
    "/service-role/AWSBackupServiceRolePolicyForBackup": "rds:CreateDBSnapshot",
    "/service-role/AWSBackupServiceRolePolicyForRestores": "rds:RestoreDBInstanceFromDBSnapshot",
}
_NAME = re.compile(r"[a-zA-Z0-9\-_.]{1,50}")


def install() -> None:
    """Adds what moto lacks, and refuses what AWS refuses."""
    for path in ["/backup-vaults/(?P<name>[^/]+)/recovery-points", "/backup-jobs", "/copy-jobs"]:
        # Flask tells a path with a slash at its end from one without.
        urls.url_paths["{0}" + path + "$"] = urls.url_paths["{0}" + path + "/$"] = urls.response.dispatch
    hooks.wrap(IAMBackend, "attach_role_policy", _attach)
    hooks.wrap(BackupBackend, "create_backup_plan", _create_plan)
    hooks.wrap(BackupBackend, "create_backup_vault", _create_vault)
    for name, method in {
        "update_backup_plan": _update_plan, "create_backup_selection": _create_selection,
        "get_backup_selection": _get_selection, "list_backup_selections": _list_selections,
        "delete_backup_selection": _delete_selection, "start_backup_job": _start_job,
        "list_recovery_points_by_backup_vault": _list_points,
        "list_copy_jobs": lambda _: json.dumps({"CopyJobs": []}),
    }.items():  # fmt: skip
        hooks.add(BackupResponse, name, method)


def _attach(original: Any, backend: IAMBackend, policy_arn: str, role_name: str) -> None:
    """AWS's own policies are not loaded: those of AWS Backup's roles appear when they are attached."""
    _, _, path = policy_arn.partition(":policy")
    if path in _SERVICE_POLICIES and policy_arn not in backend.managed_policies:
        folder, _, name = path.rpartition("/")
        backend.managed_policies[policy_arn] = AWSManagedPolicy.from_data(
            name, backend.account_id, backend.region_name,
            {
                "DefaultVersionId": "v1", "Path": f"{folder}/", "CreateDate": "2019-01-10T21:01:28+00:00",
                "UpdateDate": "2019-01-10T21:01:28+00:00",
                "Document": {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Action": [_SERVICE_POLICIES[path]], "Resource": "*"}],
                },
            },
        )  # fmt: skip
    original(backend, policy_arn, role_name)


def points(backend: BackupBackend) -> list[dict[str, Any]]:
    """The recovery points of an account and region."""
    return backend.__dict__.setdefault("sandbox_points", [])  # type: ignore[no-any-return]


def _selections(backend: BackupBackend) -> dict[str, dict[str, Any]]:
    return backend.__dict__.setdefault("sandbox_selections", {})  # type: ignore[no-any-return]


def _check_rules(backend: BackupBackend, plan: dict[str, Any]) -> None:
    if not plan.get("Rules"):
        raise InvalidParameterValueException("Plan must contain at least one rule")
    for rule in plan["Rules"]:
        if rule["TargetBackupVaultName"] not in backend.vaults:
            raise InvalidParameterValueException(f"Backup vault {rule['TargetBackupVaultName']} does not exist")
        if not (rule.get("ScheduleExpression") or "cron(").startswith(("cron(", "rate(")):
            raise InvalidParameterValueException("Invalid schedule expression")


def _create_plan(original: Any, backend: BackupBackend, backup_plan: dict[str, Any], **rest: Any) -> Any:
    for plan in backend.plans.values():
        if rest.get("creator_request_id") and plan.creator_request_id == rest["creator_request_id"]:
            return plan
    _check_rules(backend, backup_plan)
    return original(backend, backup_plan=backup_plan, **rest)


def _create_vault(original: Any, backend: BackupBackend, **request: Any) -> Any:
    key = request.get("encryption_key_arn")
    # An alias is no key's ARN.
    if key and ":key/" not in key:
        raise InvalidParameterValueException("EncryptionKeyArn is not the ARN of a key")
    request["encryption_key_arn"] = key or (
        f"arn:aws:kms:{backend.region_name}:{backend.account_id}:key/00000000-aws-backup-0000-000000000000"
    )
    return original(backend, **request)


def _update_plan(response: BackupResponse) -> str:
    plan_id = response.path.rstrip("/").split("/")[-1]
    plan = response.backup_backend.get_backup_plan(plan_id, None)
    document = json.loads(response.body)["BackupPlan"]
    _check_rules(response.backup_backend, document)
    made = type(plan)(document, plan.creator_request_id, response.backup_backend)
    plan.backup_plan, plan.version_id = made.backup_plan, made.version_id
    return json.dumps(plan.to_dict())


def _create_selection(response: BackupResponse) -> str:
    backend, plan_id = response.backup_backend, response.path.split("/plans/")[1].split("/")[0]
    backend.get_backup_plan(plan_id, None)
    body = json.loads(response.body)
    selection = body["BackupSelection"]
    if not _NAME.fullmatch(selection.get("SelectionName", "")):
        raise InvalidParameterValueException("Invalid selection name")
    require_role(backend, selection.get("IamRoleArn"))
    for present in _selections(backend).values():
        if present["BackupPlanId"] == plan_id and present["BackupSelection"]["SelectionName"] == (
            selection["SelectionName"]
        ):
            if present["CreatorRequestId"] == body.get("CreatorRequestId"):
                return json.dumps({"SelectionId": present["SelectionId"], "BackupPlanId": plan_id})
            raise AlreadyExistsException("A selection of that name exists")
    made = {
        "SelectionId": str(uuid.uuid4()), "BackupPlanId": plan_id, "CreationDate": time.time(),
        "CreatorRequestId": body.get("CreatorRequestId"), "BackupSelection": selection,
    }  # fmt: skip
    _selections(backend)[made["SelectionId"]] = made
    return json.dumps({key: made[key] for key in ("SelectionId", "BackupPlanId", "CreationDate")})


def require_role(backend: BackupBackend, arn: str | None) -> None:
    """Refuses a role that AWS Backup may not assume."""
    roles = iam_backends[backend.account_id]["aws"].roles.values()
    role = next((role for role in roles if role.arn == arn), None)
    if role is None or "backup.amazonaws.com" not in json.dumps(role.assume_role_policy_document):
        raise InvalidParameterValueException(f"IAM Role {arn} is not authorized")


def _selection(response: BackupResponse) -> dict[str, Any]:
    name = response.path.rstrip("/").split("/")[-1]
    found = _selections(response.backup_backend).get(name)
    if found is None:
        raise ResourceNotFoundException(f"Selection {name} does not exist")
    return found


def _get_selection(response: BackupResponse) -> str:
    return json.dumps(_selection(response))


def _delete_selection(response: BackupResponse) -> str:
    del _selections(response.backup_backend)[_selection(response)["SelectionId"]]
    return "{}"


def _list_selections(response: BackupResponse) -> str:
    plan_id = response.path.split("/plans/")[1].split("/")[0]
    response.backup_backend.get_backup_plan(plan_id, None)
    own = [one for one in _selections(response.backup_backend).values() if one["BackupPlanId"] == plan_id]
    members = [
        {key: one[key] for key in ("SelectionId", "BackupPlanId", "CreationDate")}
        | {key: one["BackupSelection"][key] for key in ("SelectionName", "IamRoleArn")}
        for one in own
    ]
    return json.dumps({"BackupSelectionsList": members})


def _start_job(response: BackupResponse) -> str:
    """Backs up an RDS instance: other resources, and lifecycles outside of a vault's lock, are refused."""
    backend, body = response.backup_backend, json.loads(response.body)
    vault = backend.describe_backup_vault(body["BackupVaultName"])
    days = (body.get("Lifecycle") or {}).get("DeleteAfterDays")
    if vault.locked and (
        (vault.min_retention_days or 0) > (days or 36_500) or (days or 36_500) > (vault.max_retention_days or 36_500)
    ):
        raise InvalidRequestException("The retention is outside of the vault lock's bounds")
    arn = body["ResourceArn"]
    rds = rds_backends[backend.account_id][backend.region_name]
    instance = next((one for one in rds.databases.values() if one.db_instance_arn == arn), None)
    if instance is None:
        raise InvalidParameterValueException(f"{arn} is no database of this account")
    job = str(uuid.uuid4())
    snapshot: Any = rds.create_db_snapshot(
        instance.db_instance_identifier, f"awsbackup:job-{job}", snapshot_type="awsbackup"
    )
    points(backend).append(
        {
            "RecoveryPointArn": snapshot.arn, "BackupVaultName": vault.backup_vault_name,
            "BackupVaultArn": vault.backup_vault_arn, "ResourceArn": arn, "ResourceType": "RDS",
            "IamRoleArn": body["IamRoleArn"], "Status": "COMPLETED", "CreationDate": time.time(),
            "IsEncrypted": bool(snapshot.encrypted), "EncryptionKeyArn": snapshot.kms_key_id,
            "Lifecycle": body.get("Lifecycle") or {}, "ResourceName": instance.db_instance_identifier,
        }  # fmt: skip
    )
    vault.num_of_recovery_points += 1
    return json.dumps({"BackupJobId": job, "RecoveryPointArn": snapshot.arn, "CreationDate": time.time()})


def _list_points(response: BackupResponse) -> str:
    backend = response.backup_backend
    name = unquote(response.path.split("/backup-vaults/")[1].split("/")[0])
    if name not in backend.vaults:
        raise ResourceNotFoundException(f"Backup vault {name} not found")
    wanted = response.querystring.get("resourceArn", [None])[0]
    found = [
        {key: value for key, value in point.items() if value is not None}
        for point in points(backend)
        if point["BackupVaultName"] == name and (wanted is None or point["ResourceArn"] == wanted)
    ]
    return json.dumps({"RecoveryPoints": found})


def backend_of(account: str, region: str) -> BackupBackend:
    """The state of an account and region."""
    return backup_backends[account][region]
