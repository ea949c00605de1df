"""Recovery points that RDS does not list, and their restore, ours: moto has neither.

POST /_sandbox/vaulted-points/SNAPSHOT puts a copy of a snapshot into the vault `air-gapped`, as a copy job into a logically
air-gapped vault does. StartRestoreJob restores it by AWS Backup; the job is PENDING until it is described once.

https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from moto.backup.exceptions import InvalidParameterValueException, ResourceNotFoundException
from moto.backup.models import BackupBackend, backup_backends
from moto.backup.responses import BackupResponse
from moto.rds.models import rds_backends

from .. import hooks
from ..core import Sandbox
from ..settings import ACCOUNT, REGION
from .backup_plans import points, require_role
from .restore_testing import jobs, overrides

VAULT = "air-gapped"


def install(sandbox: Sandbox) -> None:
    """Adds the operation, and what fills the vault."""
    hooks.add(BackupResponse, "start_restore_job", lambda response: _start(sandbox, response))
    sandbox.vault_snapshot = _vault


def _unlisted(backend: BackupBackend) -> dict[str, Any]:
    return backend.__dict__.setdefault("sandbox_unlisted", {})  # type: ignore[no-any-return]


def _vault(identifier: str) -> str:
    """Has a copy of a snapshot in the vault; answers with its recovery point's ARN."""
    backend = backup_backends[ACCOUNT][REGION]
    snapshot = rds_backends[ACCOUNT][REGION].database_snapshots[identifier]
    if VAULT not in backend.vaults:
        backend.create_backup_vault(
            backup_vault_name=VAULT, backup_vault_tags={}, encryption_key_arn=None, creator_request_id=VAULT
        )
    arn = f"arn:aws:backup:{REGION}:{ACCOUNT}:recovery-point:{uuid.uuid4()}"
    _unlisted(backend)[arn] = snapshot
    points(backend).append(
        {
            "RecoveryPointArn": arn, "BackupVaultName": VAULT, "VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
            "BackupVaultArn": backend.vaults[VAULT].backup_vault_arn,
            "ResourceArn": snapshot.database.db_instance_arn, "ResourceType": "RDS", "Status": "COMPLETED",
            "CreationDate": snapshot.created.timestamp(), "IsEncrypted": True,
            "EncryptionKeyType": "AWS_OWNED_KMS_KEY", "ResourceName": snapshot.database.db_instance_identifier,
        }  # fmt: skip
    )
    return arn


def _start(sandbox: Sandbox, response: BackupResponse) -> str:
    """Begins a restore of an instance; a token that was used before names the job that it began."""
    backend, body = response.backup_backend, json.loads(response.body)
    require_role(backend, body.get("IamRoleArn"))
    for job in jobs(backend).values():
        if body.get("IdempotencyToken") and job.get("_token") == body["IdempotencyToken"]:
            return json.dumps({"RestoreJobId": job["RestoreJobId"]})
    snapshot = _unlisted(backend).get(body["RecoveryPointArn"])
    if snapshot is None:
        raise ResourceNotFoundException(f"Recovery point {body['RecoveryPointArn']} not found")
    wanted = overrides(body["Metadata"])
    if not wanted.get("db_instance_identifier"):
        raise InvalidParameterValueException("Metadata has no DBInstanceIdentifier")
    job = str(uuid.uuid4()).upper()
    rds = rds_backends[backend.account_id][backend.region_name]

    def restore() -> str:
        restored: Any = sandbox.restore_unlisted(rds, snapshot, wanted)
        return str(restored.db_instance_arn)

    jobs(backend)[job] = {
        "AccountId": ACCOUNT, "RestoreJobId": job, "RecoveryPointArn": body["RecoveryPointArn"],
        "SourceResourceArn": snapshot.database.db_instance_arn, "CreationDate": time.time(), "ResourceType": "RDS",
        "IamRoleArn": body["IamRoleArn"], "PercentDone": "0.00%", "Status": "PENDING",
        "_token": body.get("IdempotencyToken"), "_restore": restore,
    }  # fmt: skip
    return json.dumps({"RestoreJobId": job})
