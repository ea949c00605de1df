"""Restore tests of AWS Backup, ours: moto has no restore jobs.

DescribeRestoreJob, ListRestoreJobs and PutRestoreValidationResult. No test runs by a schedule: POST
/_sandbox/restore-tests/INSTANCE restores the newest recovery point of an instance, as a restore testing plan would.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
"""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from moto.backup import urls
from moto.backup.exceptions import InvalidRequestException, ResourceNotFoundException
from moto.backup.models import BackupBackend, backup_backends
from moto.backup.responses import BackupResponse
from moto.rds.models import rds_backends

from .. import hooks
from ..core import Sandbox
from ..settings import ACCOUNT, REGION
from .backup_plans import points

# As the restore metadata of the tests' selection would have it.
_OVERRIDES = {"db_subnet_group_name": "dr-drill", "vpc_security_group_ids": ["sg-0d411000000000001"]}


def install(sandbox: Sandbox) -> None:
    """Adds the operations, and what begins a test."""
    for path in ["/restore-jobs", "/restore-jobs/(?P<job>[^/]+)", "/restore-jobs/(?P<job>[^/]+)/validations"]:
        # Flask tells a path with a slash at its end from one without.
        urls.url_paths["{0}" + path + "$"] = urls.url_paths["{0}" + path + "/$"] = urls.response.dispatch
    for name, method in {
        "describe_restore_job": _describe, "list_restore_jobs": _list, "put_restore_validation_result": _validate,
    }.items():  # fmt: skip
        hooks.add(BackupResponse, name, method)
    sandbox.test_restore = _test


def _jobs(backend: BackupBackend) -> dict[str, dict[str, Any]]:
    return backend.__dict__.setdefault("sandbox_restore_jobs", {})  # type: ignore[no-any-return]


def _test(instance: str) -> str:
    """Restores the newest recovery point of an instance, and answers with the job's id."""
    backend, rds = backup_backends[ACCOUNT][REGION], rds_backends[ACCOUNT][REGION]
    own = [point for point in points(backend) if point["ResourceName"] == instance]
    if not own:
        return ""
    newest = max(own, key=lambda point: float(point["CreationDate"]))
    job = str(uuid.uuid4()).upper()
    name = f"awsbackup-restore-test-{job[:8].lower()}"
    overrides: Any = {"db_instance_identifier": name, "publicly_accessible": False, **_OVERRIDES}
    restored = rds.restore_db_instance_from_db_snapshot(newest["RecoveryPointArn"].split(":", 6)[6], overrides)
    _jobs(backend)[job] = {
        "AccountId": ACCOUNT, "RestoreJobId": job, "RecoveryPointArn": newest["RecoveryPointArn"],
        "SourceResourceArn": newest["ResourceArn"], "CreationDate": time.time(), "ResourceType": "RDS",
        "RecoveryPointCreationDate": newest["CreationDate"], "PercentDone": "0.00%",
        "CreatedResourceArn": restored.db_instance_arn, "Status": "RUNNING",
        "CreatedBy": {"RestoreTestingPlanArn": f"arn:aws:backup:{REGION}:{ACCOUNT}:restore-testing-plan:nightly"},
    }  # fmt: skip
    return job


def _settled(backend: BackupBackend, job: dict[str, Any]) -> dict[str, Any]:
    """The job as it is now: complete once what it restores is available."""
    rds = rds_backends[backend.account_id][backend.region_name]
    restored = next((one for one in rds.databases.values() if one.db_instance_arn == job["CreatedResourceArn"]), None)
    if job["Status"] == "RUNNING" and restored is not None and restored.status == "available":
        job |= {"Status": "COMPLETED", "CompletionDate": time.time(), "PercentDone": "100.00%"}
    if job["Status"] == "COMPLETED" and restored is None:
        job["DeletionStatus"] = "SUCCESSFUL"
    return job


def _named(response: BackupResponse) -> dict[str, Any]:
    name = response.path.split("/restore-jobs/")[1].split("/")[0]
    job = _jobs(response.backup_backend).get(name)
    if job is None:
        raise ResourceNotFoundException(f"Restore job {name} not found")
    return _settled(response.backup_backend, job)


def _describe(response: BackupResponse) -> str:
    return json.dumps(_named(response))


def _list(response: BackupResponse) -> str:
    backend = response.backup_backend
    return json.dumps({"RestoreJobs": [_settled(backend, job) for job in _jobs(backend).values()]})


def _validate(response: BackupResponse) -> str:
    """A test is validated once, when it is restored."""
    job, body = _named(response), json.loads(response.body)
    if job["Status"] != "COMPLETED" or job.get("ValidationStatus") not in (None, "VALIDATING"):
        raise InvalidRequestException("The restore job cannot be validated in its state")
    job["ValidationStatus"] = body["ValidationStatus"]
    job["ValidationStatusMessage"] = body.get("ValidationStatusMessage", "")
    return "{}"
