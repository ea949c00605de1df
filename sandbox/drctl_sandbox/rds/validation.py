"""The refusals of RDS that a client can provoke, with AWS's codes and messages."""

from __future__ import annotations

import re
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ec2.models import ec2_backends
from moto.rds.exceptions import RDSClientError
from moto.rds.models import DBInstance, RDSBackend

_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DAY, _WEEK = 1440, 7 * 1440


def refuse(code: str, message: str) -> RDSClientError:
    """An error response of RDS; raise it."""
    return RDSClientError(code, message)


def check_retention(value: Any) -> None:
    """0 disables backups; 35 days is the maximum."""
    if value is not None and not 0 <= int(value) <= 35:
        raise refuse("InvalidParameterValue", f"Invalid backup retention period: {value}. Must be between 0 and 35.")


def check_throughput(storage_type: str | None, allocated: Any, iops: Any, throughput: Any) -> None:
    """Below 400 GiB a gp3 volume of PostgreSQL has a fixed baseline, and neither value can be given.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
    """
    if storage_type == "gp3" and int(allocated or 0) < 400 and (iops or throughput):
        raise refuse(
            "InvalidParameterCombination",
            "You can't specify IOPS or storage throughput for engine postgres and a storage size less than 400.",
        )


def check_password(value: Any, managed: Any) -> None:
    """A password is required unless Secrets Manager manages it."""
    if managed:
        if value:
            raise refuse(
                "InvalidParameterCombination",
                "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.",
            )
        return
    if len(value or "") < 8:
        raise refuse(
            "InvalidParameterValue",
            "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.",
        )


_LOG_TYPES = {
    "aurora-postgresql": {"iam-db-auth-error", "instance", "postgresql"},
    "aurora-mysql": {"audit", "error", "general", "iam-db-auth-error", "instance", "slowquery"},
    "postgres": {"iam-db-auth-error", "postgresql", "upgrade"},
    "mysql": {"audit", "error", "general", "iam-db-auth-error", "slowquery"},
}


def check_log_types(engine: str, version: str, kinds: list[str]) -> None:
    """Only logs that the engine of a cluster has can be exported."""
    for kind in kinds:
        if kind not in _LOG_TYPES.get(engine, set()):
            raise refuse(
                "InvalidParameterCombination", f"You cannot use the log type '{kind}' with engine {engine} {version}."
            )


def check_version(version: str, installed: str) -> None:
    """Only the installed major version can be simulated faithfully."""
    if str(version).split(".")[0] != installed:
        raise refuse("InvalidParameterCombination", f"Cannot find version {version} for postgres")


def check_windows(backup: str, maintenance: str) -> None:
    """The backup window is at least 30 minutes long and does not overlap the maintenance window."""
    start, length = _daily(backup)
    first, duration = _weekly(maintenance)
    if length < 30:
        raise refuse("InvalidParameterValue", "The backup window must be at least 30 minutes.")
    if duration < 30:
        raise refuse("InvalidParameterValue", "The maintenance window must be at least 30 minutes.")
    for day in range(7):
        begins = day * _DAY + start
        if (begins - first) % _WEEK < duration or (first - begins) % _WEEK < length:
            raise refuse("InvalidParameterValue", "The backup window and maintenance window must not overlap.")


def check_security_groups(backend: RDSBackend, identifiers: list[str] | None) -> None:
    """Every security group must exist in the account and region."""
    known = ec2_backends[backend.account_id][backend.region_name]
    for identifier in identifiers or []:
        if known.get_security_group_from_id(identifier) is None:
            raise refuse("InvalidParameterValue", f"Invalid security group , groupId= {identifier}, groupName=.")


def resolve_key(backend: RDSBackend, identifier: str | None) -> str:
    """The ARN of the key that RDS would use; RDS resolves aliases when it is called."""
    name = identifier or "alias/aws/rds"
    try:
        key = backend.kms.describe_key(name)
    except (KeyError, AttributeError, ServiceException):
        # moto fails on an alias that does not exist (AttributeError)
        key = None
    if key is None or key.key_state != "Enabled":
        raise refuse(
            "KMSKeyNotAccessibleFault",
            f"The specified KMS key [{name}] does not exist, is not enabled or you do not have permissions to use it.",
        )
    return str(key.arn)


def require_status(instance: DBInstance, *allowed: str) -> None:
    """Most actions require an available instance."""
    if instance.status not in allowed:
        name = instance.db_instance_identifier
        raise refuse("InvalidDBInstanceState", f"Instance {name} is not in available state (it is {instance.status}).")


def _daily(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", text or "")
    if not match:
        raise refuse("InvalidParameterValue", f"Invalid backup window format: {text}. Should be hh24:mi-hh24:mi.")
    hour, minute, until_hour, until_minute = map(int, match.groups())
    start = hour * 60 + minute
    return start, (until_hour * 60 + until_minute - start) % _DAY


def _weekly(text: str) -> tuple[int, int]:
    moment = rf"({'|'.join(_DAYS)}):([01]\d|2[0-3]):([0-5]\d)"
    match = re.fullmatch(f"{moment}-{moment}", (text or "").lower())
    if not match:
        raise refuse("InvalidParameterValue", f"Invalid maintenance window format: {text}.")
    day, hour, minute, until_day, until_hour, until_minute = match.groups()
    start = _DAYS.index(day) * _DAY + int(hour) * 60 + int(minute)
    end = _DAYS.index(until_day) * _DAY + int(until_hour) * 60 + int(until_minute)
    return start, (end - start) % _WEEK
