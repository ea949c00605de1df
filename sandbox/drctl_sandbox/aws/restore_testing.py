"""Restore tests of AWS Backup, ours: moto has no restore jobs.

DescribeRestoreJob, ListRestoreJobs and PutRestoreValidationResult. No test runs by a schedule: POST
/_sandbox/restore-tests/INSTANCE restores the newest recovery point of an instance, as the restore testing plan that
selects it would, or a plan `nightly` of nobody's. What is validated is deleted, as AWS Backup does it.

https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
"""

from __future__ import annotations

import json
import time
import uuid
from datetime import datetime
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
from .restore_testing_plans import selecting

# As the restore metadata of the selection of `nightly` would have it.
_NIGHTLY = {"dbSubnetGroupName": "dr-drill", "vpcSecurityGroupIds": '["sg-0d411000000000001"]'}
# The metadata that a restore of an instance takes, in lower case: AWS Backup does not tell cases apart.
_METADATA = {
    "dbsubnetgroupname": "db_subnet_group_name", "vpcsecuritygroupids": "vpc_security_group_ids",
    "dbinstanceclass": "db_instance_class", "dbparametergroupname": "db_parameter_group_name",
    "publiclyaccessible": "publicly_accessible", "dbinstanceidentifier": "db_instance_identifier",
    "multiaz": "multi_az", "deletionprotection": "deletion_protection", "optiongroupname": "option_group_name",
    "autominorversionupgrade": "auto_minor_version_upgrade", "copytagstosnapshot": "copy_tags_to_snapshot",
    "enableiamdatabaseauthentication": "enable_iam_database_authentication", "storagetype": "storage_type",
    "port": "port", "iops": "iops",
}  # fmt: skip
_FLAGS = {
    "publicly_accessible", "multi_az", "deletion_protection", "auto_minor_version_upgrade", "copy_tags_to_snapshot",
    "enable_iam_database_authentication",
}  # fmt: skip


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


def jobs(backend: BackupBackend) -> dict[str, dict[str, Any]]:
    """The restore jobs of an account and region."""
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
    plan, metadata = selecting(backend, newest["ResourceArn"]) or (
        f"arn:aws:backup:{REGION}:{ACCOUNT}:restore-testing-plan:nightly", _NIGHTLY
    )  # fmt: skip
    wanted: Any = {"db_instance_identifier": name, "publicly_accessible": False, **overrides(metadata)}
    restored = rds.restore_db_instance_from_db_snapshot(newest["RecoveryPointArn"].split(":", 6)[6], wanted)
    # AWS Backup deletes only what carries it.
    restored.add_tags([{"Key": "awsbackup-restore-test", "Value": job.lower()}])
    jobs(backend)[job] = {
        "AccountId": ACCOUNT, "RestoreJobId": job, "RecoveryPointArn": newest["RecoveryPointArn"],
        "SourceResourceArn": newest["ResourceArn"], "CreationDate": time.time(), "ResourceType": "RDS",
        "RecoveryPointCreationDate": newest["CreationDate"], "PercentDone": "0.00%",
        "CreatedResourceArn": restored.db_instance_arn, "Status": "RUNNING",
        "CreatedBy": {"RestoreTestingPlanArn": plan},
    }  # fmt: skip
    return job


def overrides(metadata: dict[str, str]) -> dict[str, Any]:
    """Restore metadata as the parameters of a restore."""
    found: dict[str, Any] = {}
    for key, value in metadata.items():
        name = _METADATA.get(key.lower())
        if name == "vpc_security_group_ids":
            found[name] = json.loads(value)
        elif name in _FLAGS:
            found[name] = value.lower() == "true"
        elif name in ("port", "iops"):
            found[name] = int(value)
        elif name:
            found[name] = value
    return found


def _settled(backend: BackupBackend, job: dict[str, Any]) -> dict[str, Any]:
    """The job as it is now: complete once what it restores is available."""
    rds = rds_backends[backend.account_id][backend.region_name]
    if job["Status"] == "PENDING":
        # The next time that somebody looks.
        job |= {"Status": "RUNNING"}
        return job
    if "CreatedResourceArn" not in job:
        job["CreatedResourceArn"] = job["_restore"]()
    restored = next((one for one in rds.databases.values() if one.db_instance_arn == job["CreatedResourceArn"]), None)
    if job["Status"] == "RUNNING" and restored is not None and restored.status == "available":
        job |= {"Status": "COMPLETED", "CompletionDate": time.time(), "PercentDone": "100.00%"}
    # What somebody else has deleted is no deletion of AWS Backup's.
    if job.get("DeletionStatus") == "DELETING" and restored is None:
        job["DeletionStatus"] = "SUCCESSFUL"
    return job


def _named(response: BackupResponse) -> dict[str, Any]:
    name = response.path.split("/restore-jobs/")[1].split("/")[0]
    job = jobs(response.backup_backend).get(name)
    if job is None:
        raise ResourceNotFoundException(f"Restore job {name} not found")
    return _settled(response.backup_backend, job)


def _shown(job: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in job.items() if not key.startswith("_")}


def _describe(response: BackupResponse) -> str:
    return json.dumps(_shown(_named(response)))


def _list(response: BackupResponse) -> str:
    backend = response.backup_backend
    after = response.querystring.get("createdAfter", [None])[0]
    since = datetime.fromisoformat(after.replace("Z", "+00:00")).timestamp() if after else 0.0
    found = [_shown(_settled(backend, job)) for job in jobs(backend).values() if job["CreationDate"] >= since]
    return json.dumps({"RestoreJobs": found})


def _validate(response: BackupResponse) -> str:
    """A test is validated once, when it is restored; then AWS Backup deletes what it has restored."""
    job, body = _named(response), json.loads(response.body)
    if job["Status"] != "COMPLETED" or job.get("ValidationStatus") not in (None, "VALIDATING"):
        raise InvalidRequestException("The restore job cannot be validated in its state")
    job["ValidationStatus"] = body["ValidationStatus"]
    job["ValidationStatusMessage"] = body.get("ValidationStatusMessage", "")
    job["DeletionStatus"] = "DELETING"
    backend = response.backup_backend
    name = job["CreatedResourceArn"].split(":", 6)[6]
    rds_backends[backend.account_id][backend.region_name].delete_db_instance(name, skip_final_snapshot=True)
    return "{}"
