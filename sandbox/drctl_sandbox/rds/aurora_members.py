"""The instances of Aurora clusters: through which a cluster's storage is accessed."""

from __future__ import annotations

from typing import Any

from moto.rds.models import DBInstance, DBInstanceClustered, RDSBackend

from .. import hooks
from ..core import Sandbox
from . import validation
from .aurora import Clusters
from .validation import refuse


class Members:
    """The hooks around members. Install them after those of instances, since they run before them."""

    def __init__(self, sandbox: Sandbox, clusters: Clusters) -> None:
        self.sandbox, self.clusters = sandbox, clusters

    def install(self) -> None:
        """Hooks moto's creation and deletion of instances, and their endpoints."""
        hooks.wrap(RDSBackend, "create_db_instance", self._create)
        hooks.wrap(RDSBackend, "delete_db_instance", self._delete)
        hooks.wrap(DBInstance, "save_automated_backup", self._save_automated_backup)
        hooks.wrap_property(DBInstance, "endpoint", self._endpoint)

    def _cluster(self, instance: DBInstance | None) -> Any:
        """The real cluster that an instance is a member of, else None."""
        cluster = instance.cluster if isinstance(instance, DBInstanceClustered) else None
        return cluster if self.clusters.is_real(cluster) else None

    def _create(self, original: Any, backend: RDSBackend, request: Any) -> DBInstance:
        name = request.get("db_cluster_identifier")
        cluster: Any = backend.clusters.get(name) if name else None
        if not self.clusters.is_real(cluster):
            other: DBInstance = original(backend, request)
            return other
        if cluster.status != "available":
            raise refuse("InvalidDBClusterStateFault", f"DB cluster {name} is not available (it is {cluster.status}).")
        if request.get("db_instance_class") == "db.serverless" and not cluster.serverless_v2_scaling_configuration:
            raise refuse(
                "InvalidDBClusterStateFault",
                "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 "
                "DB instance.",
            )
        _check(cluster, request)
        instance: Any = original(backend, {**request, "engine_version": cluster.engine_version})
        _furnish(instance, request)
        instance.status = "creating"
        instance.publicly_accessible = bool(request.get("publicly_accessible"))
        instance.port = cluster.port
        member = instance.db_instance_identifier
        self.sandbox.job(f"provision {member}", lambda: self._provision(cluster, instance))
        return instance  # type: ignore[no-any-return]

    def _provision(self, cluster: Any, instance: Any) -> None:
        name = instance.db_instance_identifier
        self.sandbox.pause(self.sandbox.settings.dwell)
        fault = self.sandbox.faults.state_for(name)
        while fault == "stuck-creating" and instance.status == "creating" and not self.sandbox.closing.is_set():
            self.sandbox.pause(0.2)
            fault = self.sandbox.faults.state_for(name)
        if instance.status != "creating":
            return  # deleted while it was created
        if fault:
            instance.status = fault
            return
        server = self.clusters.server(cluster)
        refusal = self.sandbox.faults.refusal_for(name)
        if not server.is_up and not refusal:
            server.start()
        instance.status = "available"
        if refusal:
            self.sandbox.pause(refusal)
            if not server.is_up and self.clusters.is_real(cluster) and not self.sandbox.closing.is_set():
                server.start()

    def _delete(
        self,
        original: Any,
        backend: RDSBackend,
        db_instance_identifier: str,
        final_db_snapshot_identifier: str | None = None,
        **rest: Any,
    ) -> DBInstance:
        name, final = db_instance_identifier, final_db_snapshot_identifier
        instance: Any = backend.databases.get(name)
        cluster = self._cluster(instance)
        if cluster is None:
            other: DBInstance = original(backend, name, final, **rest)
            return other
        if final:
            raise refuse(
                "InvalidParameterCombination",
                "FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance",
            )
        if instance.status == "deleting":
            validation.require_status(instance, "available")
        instance.status = "deleting"
        if not self.sandbox.faults.deletion_fault_for(name):
            self.sandbox.job(f"delete {name}", lambda: self._finish(backend, cluster, instance))
        return instance  # type: ignore[no-any-return]

    def _finish(self, backend: RDSBackend, cluster: Any, instance: Any) -> None:
        self.sandbox.pause(self.sandbox.settings.dwell)
        with self.sandbox.lock:
            backend.databases.pop(instance.db_instance_identifier, None)
        if not cluster._members and self.clusters.is_real(cluster):
            self.clusters.server(cluster).stop()

    def _save_automated_backup(self, original: Any, instance: DBInstance) -> None:
        # A cluster's backups are the cluster's.
        if self._cluster(instance) is None:
            original(instance)

    def _endpoint(self, original: Any, instance: DBInstance) -> dict[str, Any] | None:
        cluster = self._cluster(instance)
        if cluster is None:
            answer: dict[str, Any] | None = original(instance)
            return answer
        return None if instance.status == "creating" else {"Address": "127.0.0.1", "Port": cluster.port}


def _check(cluster: Any, request: Any) -> None:
    tier, zone = request.get("promotion_tier"), request.get("availability_zone")
    if tier is not None and not 0 <= int(tier) <= 15:
        raise refuse("InvalidParameterValue", f"Invalid promotion tier: {tier}. Must be between 0 and 15.")
    if zone and zone not in cluster.availability_zones:
        raise refuse("InvalidParameterCombination", f"The cluster's storage is not in availability zone {zone}.")
    interval, role = int(request.get("monitoring_interval") or 0), request.get("monitoring_role_arn")
    if interval not in (0, 1, 5, 10, 15, 30, 60) or bool(interval) != bool(role):
        raise refuse(
            "InvalidParameterCombination", "A MonitoringRoleARN value is required with a MonitoringInterval other than 0."
        )


def _furnish(instance: Any, request: Any) -> None:
    """Sets what DescribeDBInstances returns of a member and moto does not store."""
    insights = bool(request.get("enable_performance_insights"))
    values: dict[str, Any] = {
        "ca_certificate_identifier": request.get("ca_certificate_identifier") or "rds-ca-rsa2048-g1",
        "monitoring_interval": int(request.get("monitoring_interval") or 0),
        "monitoring_role_arn": request.get("monitoring_role_arn"),
        "performance_insights_enabled": insights,
        "performance_insights_kms_key_id": request.get("performance_insights_kms_key_id") if insights else None,
        "performance_insights_retention_period": (
            request.get("performance_insights_retention_period") or 7 if insights else None
        ),
    }
    for name, value in values.items():
        setattr(instance, name, value)
