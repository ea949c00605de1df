"""Instances, snapshots, restores, point-in-time recovery, deletion."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from .harness import Instance, equal, eventually, expect, refused


def check_the_seed_is_a_neglected_estate_with_real_rows(sandbox: Instance) -> None:
    database = sandbox.database("kb-prod")
    equal(database["BackupRetentionPeriod"], 1, "retention")
    equal(database["PreferredBackupWindow"], "09:30-10:00", "window")
    equal(database["StorageEncrypted"], True, "encryption")
    equal(database["PubliclyAccessible"], True, "public access")
    equal(database["EngineVersion"], sandbox.control("health")["postgres"], "engine version")
    expect(":key/" in database["KmsKeyId"], f"the key is an ARN: {database['KmsKeyId']}")
    other = sandbox.database("kb-staging")
    expect(database["DbiResourceId"] != other["DbiResourceId"], "resource ids are unique")
    expect(int(sandbox.value("kb-prod", "select count(*) from entries")) >= 5000, "rows")
    age = sandbox.value("kb-prod", "select extract(epoch from now() - max(created_at))::int from entries")
    expect(int(age) < 60, f"the newest row is {age} s old")


def check_create_refuses_what_rds_refuses(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    good = dict(
        DBInstanceIdentifier="refused", Engine="postgres", DBInstanceClass="db.t4g.micro", AllocatedStorage=20,
        MasterUsername="admin_user", MasterUserPassword="long-enough-password",
    )  # fmt: skip
    for bad, code in (
        ({"BackupRetentionPeriod": 36}, "InvalidParameterValue"),
        ({"MasterUserPassword": "short"}, "InvalidParameterValue"),
        ({"PreferredBackupWindow": "02:00-02:20"}, "InvalidParameterValue"),
        (
            {"PreferredBackupWindow": "04:00-05:00", "PreferredMaintenanceWindow": "sun:04:30-sun:05:30"},
            "InvalidParameterValue",
        ),
        ({"VpcSecurityGroupIds": ["sg-0000000000000dead"]}, "InvalidParameterValue"),
        ({"StorageEncrypted": True, "KmsKeyId": "alias/no-such-key"}, "KMSKeyNotAccessibleFault"),
        ({"DBInstanceIdentifier": "kb-prod"}, "DBInstanceAlreadyExists"),
    ):
        refused(code, lambda bad=bad: rds.create_db_instance(**(good | bad)))


def check_a_snapshot_restores_with_its_rows_and_with_default_settings(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    sandbox.available("kb-prod")
    rows = sandbox.value("kb-prod", "select count(*) from entries")
    rds.create_db_snapshot(DBInstanceIdentifier="kb-prod", DBSnapshotIdentifier="for-restore")

    def snapshot_of(name: str) -> dict:
        return rds.describe_db_snapshots(DBSnapshotIdentifier=name)["DBSnapshots"][0]

    eventually("the snapshot is available", lambda: snapshot_of("for-restore")["Status"] == "available")
    equal(snapshot_of("for-restore")["Encrypted"], True, "the snapshot's encryption")
    rds.copy_db_snapshot(SourceDBSnapshotIdentifier="for-restore", TargetDBSnapshotIdentifier="copied")
    made = rds.restore_db_instance_from_db_snapshot(DBInstanceIdentifier="restored", DBSnapshotIdentifier="for-restore")
    equal(made["DBInstance"]["DBInstanceStatus"], "creating", "first state")
    expect("Endpoint" not in made["DBInstance"], "no endpoint while creating")
    restored = sandbox.available("restored")
    equal(restored["DBParameterGroups"][0]["DBParameterGroupName"], "default.postgres15", "parameter group")
    equal(restored["TagList"], [], "tags")
    equal(restored["DeletionProtection"], False, "deletion protection")
    equal(restored["MultiAZ"], False, "Multi-AZ")
    expect("MasterUserSecret" not in restored, "no managed secret")
    expect(restored["VpcSecurityGroups"] != sandbox.database("kb-prod")["VpcSecurityGroups"], "security groups")
    got = sandbox.value("restored", "select count(*) from entries")
    expect(int(got) >= int(rows), f"{got} rows restored of {rows}")
    eventually("the copy is available", lambda: snapshot_of("copied")["Status"] == "available")
    refused("InvalidParameterCombination", lambda: rds.delete_db_instance(DBInstanceIdentifier="restored"))
    # The answer's own state: on a busy machine the instance can be gone before it is asked for again.
    deleted = rds.delete_db_instance(DBInstanceIdentifier="restored", SkipFinalSnapshot=True)
    equal(deleted["DBInstance"]["DBInstanceStatus"], "deleting", "state after deletion began")
    eventually("the instance is deleted", lambda: "restored" not in _names(rds))
    refused("DBInstanceNotFound", lambda: sandbox.database("restored"))
    rds.delete_db_snapshot(DBSnapshotIdentifier="copied")
    refused("DBSnapshotNotFound", lambda: snapshot_of("copied"))


def check_a_point_in_time_has_the_row_before_and_not_the_row_after(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    marker = "insert into entries (author_id, title, body) values (1, '{}', 'marker')"
    sandbox.value("kb-prod", marker.format("marker before"))
    time.sleep(0.05)
    moment = datetime.now(UTC)
    time.sleep(0.05)
    sandbox.value("kb-prod", marker.format("marker after"))
    eventually("the moment is restorable", lambda: sandbox.database("kb-prod")["LatestRestorableTime"] > moment)
    source = dict(SourceDBInstanceIdentifier="kb-prod", TargetDBInstanceIdentifier="rewound")
    refused("InvalidParameterCombination", lambda: rds.restore_db_instance_to_point_in_time(**source))
    future = datetime.fromtimestamp(time.time() + 3600, UTC)
    refused("InvalidParameterValue", lambda: rds.restore_db_instance_to_point_in_time(**source, RestoreTime=future))
    rds.restore_db_instance_to_point_in_time(**source, RestoreTime=moment, Tags=[{"Key": "drill", "Value": "1"}])
    rewound = sandbox.available("rewound")
    equal(rewound["TagList"], [{"Key": "drill", "Value": "1"}], "tags that were asked for")
    equal(sandbox.value("rewound", "select count(*) from entries where title = 'marker before'"), "1", "before")
    equal(sandbox.value("rewound", "select count(*) from entries where title = 'marker after'"), "0", "after")
    backups = rds.describe_db_instance_automated_backups(DBInstanceIdentifier="rewound")
    window = backups["DBInstanceAutomatedBackups"][0]["RestoreWindow"]
    expect(window["EarliestTime"] <= window["LatestTime"], f"restore window {window}")
    resource = rewound["DbiResourceId"]
    rds.delete_db_instance(DBInstanceIdentifier="rewound", SkipFinalSnapshot=True, DeleteAutomatedBackups=False)
    eventually("the instance is deleted", lambda: "rewound" not in _names(rds))
    kept = rds.describe_db_instance_automated_backups(DbiResourceId=resource)["DBInstanceAutomatedBackups"]
    equal([entry["Status"] for entry in kept], ["retained"], "retained backups")
    rds.restore_db_instance_to_point_in_time(
        SourceDbiResourceId=resource, TargetDBInstanceIdentifier="again", UseLatestRestorableTime=True
    )
    sandbox.available("again")
    equal(sandbox.value("again", "select count(*) from entries where title = 'marker before'"), "1", "again")
    rds.delete_db_instance(DBInstanceIdentifier="again", SkipFinalSnapshot=True)


def check_changes_wait_unless_applied_immediately(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    rds.modify_db_instance(DBInstanceIdentifier="kb-staging", MultiAZ=True, DeletionProtection=True)
    waiting = sandbox.database("kb-staging")
    equal(waiting["PendingModifiedValues"], {"MultiAZ": True}, "pending values")
    equal((waiting["MultiAZ"], waiting["DeletionProtection"]), (False, True), "Multi-AZ and protection")
    sandbox.control("maintenance/kb-staging", "POST", {})
    equal(sandbox.available("kb-staging")["MultiAZ"], True, "Multi-AZ after the window")
    refused(
        "InvalidParameterCombination",
        lambda: rds.delete_db_instance(DBInstanceIdentifier="kb-staging", SkipFinalSnapshot=True),
    )
    changed = rds.modify_db_instance(
        DBInstanceIdentifier="kb-staging", DBInstanceClass="db.t4g.large", BackupRetentionPeriod=7,
        DeletionProtection=False, ApplyImmediately=True, MasterUserPassword="another-long-password",
    )["DBInstance"]  # fmt: skip
    equal(changed["DBInstanceStatus"], "modifying", "state")
    equal(changed["PendingModifiedValues"]["BackupRetentionPeriod"], 7, "retention is pending")
    now = sandbox.available("kb-staging")
    equal((now["DBInstanceClass"], now["BackupRetentionPeriod"]), ("db.t4g.large", 7), "values after")
    equal(now["PendingModifiedValues"], {}, "nothing is pending")
    login = dict(user="kb_admin", password="another-long-password", dbname="postgres")
    equal(sandbox.value("kb-staging", "select 1", **login), "1", "login with the new password")
    automated = rds.describe_db_snapshots(DBInstanceIdentifier="kb-staging", SnapshotType="automated")["DBSnapshots"]
    expect(automated[0]["DBSnapshotIdentifier"].startswith("rds:kb-staging-"), "the automated snapshot's name")
    refused(
        "InvalidDBSnapshotState",
        lambda: rds.delete_db_snapshot(DBSnapshotIdentifier=automated[0]["DBSnapshotIdentifier"]),
    )
    rds.modify_db_instance(DBInstanceIdentifier="kb-staging", BackupRetentionPeriod=0, ApplyImmediately=True)
    equal(sandbox.available("kb-staging")["BackupRetentionPeriod"], 0, "backups are off")
    refused(
        "PointInTimeRestoreNotEnabled",
        lambda: rds.restore_db_instance_to_point_in_time(
            SourceDBInstanceIdentifier="kb-staging", TargetDBInstanceIdentifier="x", UseLatestRestorableTime=True
        ),
    )


def check_listings_come_in_pages(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    first = rds.describe_db_parameters(DBParameterGroupName="default.postgres15", MaxRecords=20)
    expect(len(first["Parameters"]) <= 20, "page size")
    refused("InvalidParameterValue", lambda: rds.describe_db_snapshots(MaxRecords=5))
    refused("InvalidParameterValue", lambda: rds.describe_events(Marker="rubbish"))
    pages = list(rds.get_paginator("describe_events").paginate(Duration=60, PaginationConfig={"PageSize": 20}))
    events = [event for page in pages for event in page["Events"]]
    expect(len(pages) == -(-len(events) // 20) or len(pages) == 1, f"{len(events)} events in {len(pages)} pages")
    expect(any("backup" in event["EventCategories"] for event in events), "backup events")
    force = [entry for entry in first["Parameters"] if entry["ParameterName"] == "rds.force_ssl"]
    equal(force[0]["ParameterValue"], "1", "rds.force_ssl of PostgreSQL 15 and later")
    equal(rds.describe_pending_maintenance_actions()["PendingMaintenanceActions"], [], "maintenance actions")
    versions = rds.describe_db_engine_versions(Engine="postgres")["DBEngineVersions"]
    expect(sandbox.database("kb-prod")["EngineVersion"] in [v["EngineVersion"] for v in versions], "versions")


def check_an_encrypted_instance_without_a_key_uses_the_account_key(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    made = rds.create_db_instance(
        DBInstanceIdentifier="plain", Engine="postgres", DBInstanceClass="db.t4g.micro", AllocatedStorage=20,
        MasterUsername="owner", MasterUserPassword="long-enough-password", StorageEncrypted=True, DBName="app",
        BackupRetentionPeriod=0,
    )["DBInstance"]  # fmt: skip
    key = sandbox.client("kms").describe_key(KeyId="alias/aws/rds")["KeyMetadata"]["Arn"]
    equal(made["KmsKeyId"], key, "the key")
    sandbox.available("plain")
    login = {"user": "owner", "password": "long-enough-password", "dbname": "app"}
    equal(sandbox.value("plain", "create table t (n int); select count(*) from t", **login), "0", "a table")
    rds.modify_db_instance(DBInstanceIdentifier="plain", NewDBInstanceIdentifier="renamed", ApplyImmediately=True)
    eventually("the new name is there", lambda: "renamed" in _names(rds))
    sandbox.available("renamed")
    equal(sandbox.value("renamed", "select count(*) from t", **login), "0", "the table after renaming")
    rds.stop_db_instance(DBInstanceIdentifier="renamed")
    eventually("it has stopped", lambda: sandbox.database("renamed")["DBInstanceStatus"] == "stopped")
    expect(sandbox.psql("renamed", "select 1", **login).returncode, "a stopped instance answered")
    rds.start_db_instance(DBInstanceIdentifier="renamed")
    sandbox.available("renamed")
    rds.delete_db_instance(DBInstanceIdentifier="renamed", FinalDBSnapshotIdentifier="last-words")
    eventually("the instance is deleted", lambda: "renamed" not in _names(rds))
    last = rds.describe_db_snapshots(DBSnapshotIdentifier="last-words")["DBSnapshots"][0]
    equal((last["Status"], last["SnapshotType"]), ("available", "manual"), "the final snapshot")


def check_a_snapshot_copied_to_another_region_restores_there(sandbox: Instance) -> None:
    rds, west = sandbox.client("rds"), sandbox.client("rds", region="us-west-2")
    original = rds.describe_db_snapshots(DBInstanceIdentifier="kb-prod", SnapshotType="automated")["DBSnapshots"][0]
    copy = dict(
        SourceDBSnapshotIdentifier=original["DBSnapshotArn"],
        TargetDBSnapshotIdentifier="west",
        SourceRegion="us-east-1",
    )
    refused("InvalidParameterCombination", lambda: west.copy_db_snapshot(**copy))
    refused("KMSKeyNotAccessibleFault", lambda: west.copy_db_snapshot(**copy, KmsKeyId="alias/kb-dr"))
    key = sandbox.client("kms", region="us-west-2").create_key()["KeyMetadata"]["Arn"]
    west.copy_db_snapshot(**copy, KmsKeyId=key)

    def copied() -> dict:
        return west.describe_db_snapshots(DBInstanceIdentifier="kb-prod")["DBSnapshots"][0]

    eventually("the copy is available", lambda: copied()["Status"] == "available")
    equal(copied()["SourceRegion"], "us-east-1", "the region it came from")
    equal(copied()["SourceDBSnapshotIdentifier"], original["DBSnapshotArn"], "the original")
    equal(copied()["KmsKeyId"], key, "the copy's key")
    equal(copied()["OriginalSnapshotCreateTime"], original["SnapshotCreateTime"], "the time of the data")
    west.restore_db_instance_from_db_snapshot(DBInstanceIdentifier="kb-prod", DBSnapshotIdentifier="west")

    def restored() -> dict:
        return west.describe_db_instances(DBInstanceIdentifier="kb-prod")["DBInstances"][0]

    eventually("the copy is restored", lambda: restored()["DBInstanceStatus"] == "available")
    expect(":us-west-2:" in restored()["DBInstanceArn"], restored()["DBInstanceArn"])
    expect(restored()["DbiResourceId"] != sandbox.database("kb-prod")["DbiResourceId"], "an instance of its own")
    port = restored()["Endpoint"]["Port"]
    rows = int(sandbox.value("kb-prod", "select count(*) from entries", port=str(port)))
    expect(rows >= 5000, "rows in the other region")
    west.delete_db_instance(DBInstanceIdentifier="kb-prod", SkipFinalSnapshot=True)
    eventually("it is deleted", lambda: not west.describe_db_instances()["DBInstances"])
    equal(sandbox.database("kb-prod")["DBInstanceStatus"] != "deleting", True, "the source of the same name stays")
    west.delete_db_snapshot(DBSnapshotIdentifier="west")


def check_an_aurora_cluster_answers_through_its_members_only(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    login = {"user": "owner", "password": "long-enough-password", "dbname": "app"}
    rds.create_db_cluster(
        DBClusterIdentifier="blue", Engine="aurora-postgresql", MasterUsername="owner", DatabaseName="app",
        MasterUserPassword="long-enough-password", StorageEncrypted=True,
    )  # fmt: skip

    def cluster(name: str) -> dict:
        return rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]

    def add_member(name: str) -> str:
        """The port of the cluster's endpoint, once its member exists."""
        eventually(f"{name} is available", lambda: cluster(name)["Status"] == "available")
        rds.create_db_instance(
            DBInstanceIdentifier=f"{name}-1", DBClusterIdentifier=name, Engine="aurora-postgresql",
            DBInstanceClass="db.t4g.medium",
        )  # fmt: skip
        sandbox.available(f"{name}-1")
        return str(cluster(name)["Port"])

    def remove(name: str) -> None:
        refused("InvalidDBClusterStateFault", lambda: rds.delete_db_cluster(**deletion(name)))
        rds.delete_db_instance(DBInstanceIdentifier=f"{name}-1", SkipFinalSnapshot=True)
        rds.delete_db_cluster(**deletion(name))
        eventually(f"{name} is deleted", lambda: name not in clusters())

    def clusters() -> list[str]:
        return [entry["DBClusterIdentifier"] for entry in rds.describe_db_clusters()["DBClusters"]]

    def deletion(name: str) -> dict:
        return dict(DBClusterIdentifier=name, SkipFinalSnapshot=True)

    port = add_member("blue")
    write = "create table t as select generate_series(1, 1000) n; select count(*) from t"
    equal(sandbox.value("blue-1", write, **login), "1000", "rows")
    moment = datetime.now(UTC)
    rds.create_db_cluster_snapshot(DBClusterIdentifier="blue", DBClusterSnapshotIdentifier="blue-snap")

    def snapshot() -> dict:
        return rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier="blue-snap")["DBClusterSnapshots"][0]

    eventually("the snapshot is available", lambda: snapshot()["Status"] == "available")
    eventually("the moment is restorable", lambda: cluster("blue")["LatestRestorableTime"] > moment)
    equal(sandbox.value("blue-1", "delete from t; select count(*) from t", port=port, **login), "0", "rows deleted")
    rds.restore_db_cluster_from_snapshot(
        DBClusterIdentifier="green", SnapshotIdentifier="blue-snap", Engine="aurora-postgresql"
    )
    eventually("green is available", lambda: cluster("green")["Status"] == "available")
    alone = sandbox.psql("blue-1", "select 1", port=str(cluster("green")["Port"]), **login)
    expect(alone.returncode, "a cluster without a member answered")
    equal(sandbox.value("blue-1", "select count(*) from t", port=add_member("green"), **login), "1000", "restored")
    rds.restore_db_cluster_to_point_in_time(
        SourceDBClusterIdentifier="blue", DBClusterIdentifier="red", RestoreToTime=moment
    )
    equal(sandbox.value("blue-1", "select count(*) from t", port=add_member("red"), **login), "1000", "rewound")
    listed = rds.describe_db_snapshots()["DBSnapshots"]
    expect(not [s for s in listed if "blue-1" in s["DBSnapshotIdentifier"]], "no snapshot of a member")
    for name in ("red", "green", "blue"):
        remove(name)
    kept = [s["DBClusterSnapshotIdentifier"] for s in rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]]
    equal(kept, ["blue-snap"], "what is left of the clusters")
    rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier="blue-snap")


def check_a_cluster_takes_another_name_and_leaves_its_backups(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    login = {"user": "owner", "password": "long-enough-password", "dbname": "app"}

    def cluster(name: str) -> dict:
        return rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]

    def is_available(name: str) -> bool:
        names = [entry["DBClusterIdentifier"] for entry in rds.describe_db_clusters()["DBClusters"]]
        return name in names and cluster(name)["Status"] == "available"

    def endpoints(name: str) -> list[list[str]]:
        listed = rds.describe_db_cluster_endpoints(DBClusterIdentifier=name)["DBClusterEndpoints"]
        return [entry["StaticMembers"] for entry in listed if entry["EndpointType"] == "CUSTOM"]

    rds.create_db_cluster(
        DBClusterIdentifier="teal", Engine="aurora-postgresql", MasterUsername="owner", DatabaseName="app",
        MasterUserPassword="long-enough-password",
    )  # fmt: skip
    eventually("teal is available", lambda: is_available("teal"))
    member = dict(DBClusterIdentifier="teal", Engine="aurora-postgresql", DBInstanceClass="db.r6g.large")
    refused(
        "InvalidParameterCombination",
        lambda: rds.create_db_instance(DBInstanceIdentifier="teal-1", AvailabilityZone="us-east-1f", **member),
    )
    rds.create_db_instance(DBInstanceIdentifier="teal-1", PromotionTier=3, **member)
    sandbox.available("teal-1")
    port = str(cluster("teal")["Port"])
    equal(sandbox.value("teal-1", "create table t as select 1 n; select count(*) from t", port=port, **login), "1", "")
    custom = dict(DBClusterEndpointIdentifier="teal-reports", EndpointType="READER")
    rds.create_db_cluster_endpoint(DBClusterIdentifier="teal", StaticMembers=["teal-1"], **custom)
    refused(
        "DBClusterEndpointAlreadyExistsFault",
        lambda: rds.create_db_cluster_endpoint(DBClusterIdentifier="teal", **custom),
    )
    resource, moment = cluster("teal")["DbClusterResourceId"], datetime.now(UTC)
    eventually("the moment is restorable", lambda: cluster("teal")["LatestRestorableTime"] > moment)
    rds.modify_db_cluster(DBClusterIdentifier="teal", NewDBClusterIdentifier="mint", ApplyImmediately=True)
    eventually("mint is available", lambda: is_available("mint"))
    refused("DBClusterNotFoundFault", lambda: cluster("teal"))
    rds.modify_db_instance(DBInstanceIdentifier="teal-1", NewDBInstanceIdentifier="mint-1", ApplyImmediately=True)
    eventually("mint-1 is there", lambda: "mint-1" in _names(rds))
    equal([m["DBInstanceIdentifier"] for m in cluster("mint")["DBClusterMembers"]], ["mint-1"], "members")
    equal(endpoints("mint"), [["mint-1"]], "members of the endpoint")
    equal(cluster("mint")["DbClusterResourceId"], resource, "resource id")
    eventually("mint-1 is available", lambda: sandbox.database("mint-1")["DBInstanceStatus"] == "available")
    rds.delete_db_instance(DBInstanceIdentifier="mint-1", SkipFinalSnapshot=True)
    rds.delete_db_cluster(DBClusterIdentifier="mint", SkipFinalSnapshot=True, DeleteAutomatedBackups=False)
    filters = [{"Name": "db-cluster-id", "Values": ["mint"]}, {"Name": "status", "Values": ["retained"]}]
    eventually(
        "the backups are retained",
        lambda: rds.describe_db_cluster_automated_backups(Filters=filters)["DBClusterAutomatedBackups"],
    )
    rds.restore_db_cluster_to_point_in_time(
        SourceDbClusterResourceId=resource, DBClusterIdentifier="teal", RestoreToTime=moment
    )
    eventually("teal is available again", lambda: is_available("teal"))
    rds.create_db_instance(DBInstanceIdentifier="teal-1", **member)
    sandbox.available("teal-1")
    again = str(cluster("teal")["Port"])
    equal(sandbox.value("teal-1", "select count(*) from t", port=again, **login), "1", "rows of the retained backup")
    rds.delete_db_instance(DBInstanceIdentifier="teal-1", SkipFinalSnapshot=True)
    rds.delete_db_cluster(DBClusterIdentifier="teal", SkipFinalSnapshot=True)
    left = rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]
    # Snapshots keep the name that the cluster had.
    equal({snapshot["DBClusterIdentifier"] for snapshot in left}, {"teal"}, "snapshots of the retained backups")


def check_snapshots_can_be_shared(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    name = dict(DBSnapshotIdentifier="kb-prod-before-upgrade")
    rds.modify_db_snapshot_attribute(**name, AttributeName="restore", ValuesToAdd=["all", "210987654321"])
    result = rds.describe_db_snapshot_attributes(**name)["DBSnapshotAttributesResult"]
    equal(result["DBSnapshotAttributes"][0]["AttributeValues"], ["all", "210987654321"], "attributes")
    rds.modify_db_snapshot_attribute(**name, AttributeName="restore", ValuesToRemove=["all", "210987654321"])


def _names(rds: object) -> list[str]:
    return [entry["DBInstanceIdentifier"] for entry in rds.describe_db_instances()["DBInstances"]]  # type: ignore


CHECKS = [
    check_the_seed_is_a_neglected_estate_with_real_rows,
    check_create_refuses_what_rds_refuses,
    check_a_snapshot_restores_with_its_rows_and_with_default_settings,
    check_a_point_in_time_has_the_row_before_and_not_the_row_after,
    check_changes_wait_unless_applied_immediately,
    check_an_encrypted_instance_without_a_key_uses_the_account_key,
    check_listings_come_in_pages,
    check_a_snapshot_copied_to_another_region_restores_there,
    check_an_aurora_cluster_answers_through_its_members_only,
    check_a_cluster_takes_another_name_and_leaves_its_backups,
    check_snapshots_can_be_shared,
]
