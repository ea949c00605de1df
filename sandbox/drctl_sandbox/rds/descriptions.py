"""Listings that moto lacks or does not paginate: automated backups, versions, maintenance, and pages for all."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from moto.core.responses import ActionResult
from moto.rds.models import RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

from .. import hooks
from ..core import Sandbox
from ..postgres.archive import ContinuousBackup
from .validation import refuse

# Operation of moto's response class -> the member of its answer that is a list.
_PAGED = {
    "describe_db_snapshots": "DBSnapshots",
    "describe_db_instance_automated_backups": "DBInstanceAutomatedBackups",
    "describe_events": "Events",
    "describe_db_parameters": "Parameters",
    "describe_db_cluster_parameters": "Parameters",
    "describe_event_subscriptions": "EventSubscriptionsList",
    "describe_db_subnet_groups": "DBSubnetGroups",
    "describe_db_clusters": "DBClusters",
    "describe_db_cluster_snapshots": "DBClusterSnapshots",
    "describe_db_cluster_automated_backups": "DBClusterAutomatedBackups",
    "describe_db_cluster_endpoints": "DBClusterEndpoints",
    "describe_pending_maintenance_actions": "PendingMaintenanceActions",
    "describe_db_engine_versions": "DBEngineVersions",
}


class Descriptions:
    """The hooks around listings. Install it last: it paginates what the others return."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def install(self) -> None:
        """Adds the missing listings and paginates all of them."""
        hooks.wrap(RDSResponse, "describe_db_instance_automated_backups", self._automated_backups)
        hooks.add(RDSResponse, "start_db_instance_automated_backups_replication", self._replicate)
        hooks.add(RDSResponse, "describe_pending_maintenance_actions", _no_maintenance)
        hooks.add(RDSResponse, "describe_db_engine_versions", self._engine_versions)
        for operation, member in _PAGED.items():
            hooks.wrap(RDSResponse, operation, _pager(member))

    def _automated_backups(self, original: Any, response: RDSResponse) -> ActionResult:
        params = response.params
        filters = {entry["Name"]: set(entry["Values"]) for entry in params.get("Filters") or []}
        name, resource_id = params.get("DBInstanceIdentifier"), params.get("DbiResourceId")
        listed = []
        for backup in self.sandbox.backups.values():
            if backup.resource_id.startswith("cluster-"):
                continue  # a cluster reports its own window
            place = (response.backend.account_id, response.backend.region_name)
            entry = self._entry(response.backend, backup) if (backup.account, backup.region) == place else None
            if (backup.account, backup.replicated_to) == place:
                entry = self._copy(backup)
            if entry is None:
                continue
            wanted = (
                name in (None, backup.instance)
                and resource_id in (None, backup.resource_id)
                and entry["Status"] in filters.get("status", {entry["Status"]})
                and backup.instance in filters.get("db-instance-id", {backup.instance})
                and backup.resource_id in filters.get("dbi-resource-id", {backup.resource_id})
            )
            if wanted:
                listed.append(entry)
        return ActionResult({"DBInstanceAutomatedBackups": listed})

    def _replicate(self, response: RDSResponse) -> ActionResult:
        """Replication of automated backups to the region that is asked, ours: moto has none. The log is not shipped: what
        is there shows the window of the source."""
        params, backend = response.params, response.backend
        source, days = str(params.get("SourceDBInstanceArn") or ""), int(params.get("BackupRetentionPeriod") or 7)
        home, name = source.split(":")[3], source.rpartition(":")[2]
        found = next(
            (
                backup for backup in self.sandbox.backups.values()
                if (backup.account, backup.region, backup.instance) == (backend.account_id, home, name)
            ),
            None,
        )  # fmt: skip
        live = rds_backends[backend.account_id][home].databases.get(name)
        if live is None or found is None:
            raise refuse("DBInstanceNotFound", f"DBInstance {name} not found.")
        if home == backend.region_name:
            raise refuse("InvalidParameterValue", "The destination region is the source's own.")
        if found.replicated_to:
            raise refuse("InvalidDBInstanceAutomatedBackupState", "The automated backups are replicated already.")
        if not live.backup_retention_period or not 1 <= days <= 35:
            raise refuse("InvalidDBInstanceState", "Automated backups are not enabled.")
        if live.storage_encrypted and not params.get("KmsKeyId"):
            raise refuse("InvalidParameterCombination", "A key of the destination region is required.")
        found.replicated_to, found.replica_key = backend.region_name, str(params.get("KmsKeyId") or "")
        arn = self._copy(found)["DBInstanceAutomatedBackupsArn"]
        live.db_instance_automated_backups_replications = [{"DBInstanceAutomatedBackupsArn": arn}]
        return ActionResult({"DBInstanceAutomatedBackup": self._copy(found)})

    def _copy(self, backup: ContinuousBackup) -> dict[str, Any]:
        """The replica of an automated backup, which says where its instance is."""
        prefix = f"arn:aws:rds:{backup.replicated_to}:{backup.account}"
        return {
            "DBInstanceArn": f"arn:aws:rds:{backup.region}:{backup.account}:db:{backup.instance}",
            "DbiResourceId": backup.resource_id, "Region": backup.region, "DBInstanceIdentifier": backup.instance,
            "RestoreWindow": {"EarliestTime": backup.earliest, "LatestTime": backup.announced_latest},
            "Status": "replicating", "Engine": "postgres", "Encrypted": bool(backup.replica_key),
            **({"KmsKeyId": backup.replica_key} if backup.replica_key else {}),
            "DBInstanceAutomatedBackupsArn": f"{prefix}:auto-backup:ab-{backup.resource_id[3:].lower()}",
        }  # fmt: skip

    def _entry(self, backend: RDSBackend, backup: ContinuousBackup) -> dict[str, Any] | None:
        live = next((db for db in backend.databases.values() if db.dbi_resource_id == backup.resource_id), None)
        if live is not None and not live.backup_retention_period:
            return None
        status = "retained" if backup.retained else "active" if backup.bases else "creating"
        kept = backup.properties
        prefix = f"arn:aws:rds:{backup.region}:{backup.account}"
        return {
            "DBInstanceArn": f"{prefix}:db:{backup.instance}",
            "DbiResourceId": backup.resource_id,
            "Region": backup.region,
            "DBInstanceIdentifier": backup.instance,
            "RestoreWindow": {"EarliestTime": backup.earliest, "LatestTime": backup.announced_latest},
            "AllocatedStorage": kept.get("allocated_storage"),
            "Status": status,
            "Port": live.port if live else None,
            "AvailabilityZone": live.availability_zone if live else None,
            "InstanceCreateTime": live.created if live else None,
            "MasterUsername": kept.get("master_username"),
            "Engine": "postgres",
            "EngineVersion": kept.get("engine_version"),
            "LicenseModel": "postgresql-license",
            "Encrypted": bool(kept.get("storage_encrypted")),
            "KmsKeyId": kept.get("kms_key_id"),
            "StorageType": kept.get("storage_type"),
            "IAMDatabaseAuthenticationEnabled": bool(live and live.enable_iam_database_authentication),
            "BackupRetentionPeriod": live.backup_retention_period if live else kept.get("backup_retention_period"),
            "DBInstanceAutomatedBackupsArn": f"{prefix}:auto-backup:ab-{backup.resource_id[3:].lower()}",
            "BackupTarget": "region",
        }

    def _engine_versions(self, response: RDSResponse) -> ActionResult:
        binaries = self.sandbox.place.binaries
        major, minor = [*binaries.version.split("."), "0"][:2]
        entries = []
        for version in dict.fromkeys([f"{major}.{max(int(minor) - 1, 0)}", binaries.version]):
            newer = [] if version == binaries.version else [binaries.version]
            entries.append(
                {
                    "Engine": "postgres",
                    "EngineVersion": version,
                    "DBParameterGroupFamily": f"postgres{major}",
                    "DBEngineDescription": "PostgreSQL",
                    "DBEngineVersionDescription": f"PostgreSQL {version}-R1",
                    "ValidUpgradeTarget": [
                        {
                            "Engine": "postgres",
                            "EngineVersion": target,
                            "AutoUpgrade": True,
                            "IsMajorVersionUpgrade": False,
                        }
                        for target in newer
                    ],
                    "ExportableLogTypes": ["postgresql", "upgrade", "iam-db-auth-error"],
                    "SupportsLogExportsToCloudwatchLogs": True,
                    "SupportsReadReplica": True,
                    "Status": "available",
                }
            )
        wanted = response.params.get("EngineVersion")
        engine = response.params.get("Engine")
        listed = [
            entry
            for entry in entries
            if engine in (None, "postgres") and (wanted is None or str(entry["EngineVersion"]).startswith(wanted))
        ]
        return ActionResult({"DBEngineVersions": listed})


def _no_maintenance(response: RDSResponse) -> ActionResult:
    return ActionResult({"PendingMaintenanceActions": []})


def _pager(member: str) -> Any:
    def paged(original: Any, response: RDSResponse) -> Any:
        answer = original(response)
        items = list(answer.result[member])
        size = int(response.params.get("MaxRecords") or 100)
        if not 20 <= size <= 100:
            raise refuse("InvalidParameterValue", f"Invalid value {size} for MaxRecords. Must be between 20 and 100")
        start = _offset(response.params.get("Marker"))
        result = dict(answer.result) | {member: items[start : start + size], "Marker": None}
        if start + size < len(items):
            result["Marker"] = base64.urlsafe_b64encode(f"from:{start + size}".encode()).decode()
        return ActionResult(result)

    return paged


def _offset(marker: str | None) -> int:
    if not marker:
        return 0
    try:
        return int(base64.urlsafe_b64decode(marker).decode().removeprefix("from:"))
    except (binascii.Error, ValueError):
        raise refuse("InvalidParameterValue", f"The marker {marker} is not valid.") from None
