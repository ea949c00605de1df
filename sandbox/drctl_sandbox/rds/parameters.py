"""Parameter groups: readable defaults, user values on top, and the one parameter that the servers apply immediately.

rds.force_ssl decides whether a recovered database accepts plain-text connections. Its default is 1 from PostgreSQL 15
on and 0 before. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import DBInstance, DBParameterGroup, RDSBackend
from moto.rds.responses import RDSResponse

from .. import hooks
from ..core import Sandbox
from ..postgres.configuration import Access
from .validation import refuse

# Name, default, apply type, data type, allowed values.
_CATALOGUE: list[tuple[str, str | None, str, str, str | None]] = [
    ("archive_timeout", "300", "dynamic", "integer", "0-1073741823"),
    ("autovacuum", "1", "dynamic", "boolean", "0,1"),
    ("default_transaction_read_only", "0", "dynamic", "boolean", "0,1"),
    ("log_connections", None, "dynamic", "boolean", "0,1"),
    ("log_disconnections", None, "dynamic", "boolean", "0,1"),
    ("log_min_duration_statement", None, "dynamic", "integer", "-1-2147483647"),
    ("log_statement", None, "dynamic", "string", "none,ddl,mod,all"),
    ("max_connections", "LEAST({DBInstanceClassMemory/9531392},5000)", "static", "integer", "6-8388607"),
    ("password_encryption", "scram-sha-256", "dynamic", "string", "md5,scram-sha-256"),
    ("rds.force_ssl", None, "dynamic", "boolean", "0,1"),
    ("rds.logical_replication", "0", "static", "boolean", "0,1"),
    ("shared_buffers", "{DBInstanceClassMemory/32768}", "static", "integer", "16-1073741823"),
    ("shared_preload_libraries", "pg_stat_statements", "static", "list", None),
    ("ssl_min_protocol_version", "TLSv1.2", "dynamic", "string", "TLSv1,TLSv1.1,TLSv1.2,TLSv1.3"),
    ("track_commit_timestamp", None, "static", "boolean", "0,1"),
]


def _default(name: str, written: str | None, family: str | None) -> str | None:
    if name != "rds.force_ssl":
        return written
    major = int("".join(filter(str.isdigit, family or "")) or 0)
    return "1" if major >= 15 else "0"


def describe(group: DBParameterGroup) -> Iterable[dict[str, Any]]:
    """The parameters of a group as DescribeDBParameters lists them."""
    catalogue = [(name, _default(name, written, group.family), *rest) for name, written, *rest in _CATALOGUE]
    return entries(catalogue, group.parameters)


def entries(catalogue: Iterable[Any], given_by_user: Any) -> Iterable[dict[str, Any]]:
    """The parameters of a family with their defaults, and those that somebody has set."""
    set_by_user = dict(given_by_user)
    for name, value, apply_type, data_type, allowed in catalogue:
        entry: dict[str, Any] = {
            "ParameterName": name,
            "ParameterValue": value,
            "Source": "system" if value is not None else "engine-default",
            "ApplyType": apply_type,
            "DataType": data_type,
            "AllowedValues": allowed,
            "IsModifiable": True,
        }
        given = set_by_user.pop(name, None)
        if given and given.get("ParameterValue") is not None:
            entry |= {"ParameterValue": given["ParameterValue"], "Source": "user"}
            entry["ApplyMethod"] = given.get("ApplyMethod", "immediate")
        yield entry
    for given in (set_by_user[name] for name in sorted(set_by_user)):
        yield {"ApplyType": "dynamic", "DataType": "string", "IsModifiable": True, "Source": "user"} | given


def value_of(instance: DBInstance, name: str) -> str | None:
    """The value of a parameter in the group of an instance."""
    group = instance.db_parameter_groups()[0]
    found = (entry for entry in describe(group) if entry["ParameterName"] == name)
    entry = next(found, None)
    return None if entry is None else entry["ParameterValue"]


def access_of(instance: DBInstance, token_port: int) -> Access:
    """The host-based authentication for the settings of an instance."""
    return Access(
        force_tls=value_of(instance, "rds.force_ssl") == "1",
        token_port=token_port if instance.enable_iam_database_authentication else None,
    )


def set_apply_status(instance: Any, status: str) -> None:
    """'pending-reboot' after another group is associated, 'in-sync' after the reboot."""
    instance.parameter_apply_status = status


def apply_status(instance: DBInstance) -> str:
    """The apply status of an instance's group."""
    return getattr(instance, "parameter_apply_status", "in-sync")


class Parameters:
    """The hooks around parameter groups."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def install(self) -> None:
        """Hooks moto's parameter group actions."""
        hooks.wrap(RDSResponse, "describe_db_parameters", self._describe)
        hooks.wrap(RDSBackend, "modify_db_parameter_group", self._modify)
        hooks.wrap(RDSBackend, "delete_db_parameter_group", self._delete)
        hooks.add(RDSResponse, "reset_db_parameter_group", self._reset)
        hooks.wrap_property(DBInstance, "db_parameter_group_status_list", self._statuses)

    def _describe(self, original: Any, response: RDSResponse) -> ActionResult:
        name, source = response.params.get("DBParameterGroupName"), response.params.get("Source")
        group = self._group(response.backend, name)
        listed = [entry for entry in describe(group) if source in (None, entry["Source"])]
        return ActionResult({"Parameters": listed})

    def _group(self, backend: RDSBackend, name: str) -> DBParameterGroup:
        if name not in backend.db_parameter_groups and name.startswith("default.postgres"):
            # AWS has the default groups of all families; moto makes one when an instance first uses it.
            family = name.removeprefix("default.")
            backend.db_parameter_groups[name] = DBParameterGroup(  # type: ignore[abstract]
                backend, name, f"Default parameter group for {family}", family
            )
        if name not in backend.db_parameter_groups:
            raise refuse("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}")
        return backend.db_parameter_groups[name]

    def _modify(self, original: Any, backend: RDSBackend, name: str, changes: Any) -> DBParameterGroup:
        if name.startswith("default."):
            raise refuse("InvalidParameterValue", f"The parameters of the default group {name} cannot be modified.")
        catalogue = {entry[0]: entry for entry in _CATALOGUE}
        for change in changes:
            known = catalogue.get(change.get("ParameterName"))
            if known and known[2] == "static" and change.get("ApplyMethod") == "immediate":
                raise refuse(
                    "InvalidParameterCombination",
                    f"cannot use immediate apply method for static parameter: {known[0]}",
                )
        group: DBParameterGroup = original(backend, name, changes)
        self._follow(backend, name)
        return group

    def _delete(self, original: Any, backend: RDSBackend, name: str) -> DBParameterGroup:
        if any(instance.db_parameter_group_name == name for instance in backend.databases.values()):
            raise refuse("InvalidDBParameterGroupState", f"One or more database instances are still using {name}.")
        deleted: DBParameterGroup = original(backend, name)
        return deleted

    def _reset(self, response: RDSResponse) -> ActionResult:
        name = response.params.get("DBParameterGroupName")
        group = self._group(response.backend, name)
        if response.params.get("ResetAllParameters"):
            group.parameters.clear()
        for entry in response.params.get("Parameters") or []:
            group.parameters.pop(entry["ParameterName"], None)
        self._follow(response.backend, name)
        return ActionResult({"DBParameterGroupName": name})

    def _follow(self, backend: RDSBackend, name: str) -> None:
        for instance in backend.databases.values():
            cluster = self.sandbox.clusters.get(instance.dbi_resource_id)
            if cluster and instance.db_parameter_group_name == name and apply_status(instance) == "in-sync":
                cluster.admit(access_of(instance, self.sandbox.token_port))

    def _statuses(self, original: Any, instance: DBInstance) -> Any:
        return [
            {"DBParameterGroupName": group.name, "ParameterApplyStatus": apply_status(instance)}
            for group in instance.db_parameter_groups()
        ]
