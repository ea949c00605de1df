"""What changes of clusters, members, parameter groups, subscriptions and topics RDS, SNS and S3 take and refuse."""

from __future__ import annotations

import json
from typing import Any

from .harness import Instance, equal, eventually, expect, refused


def check_sources_of_a_subscription_are_changed_by_calls_of_their_own(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    topic = sandbox.client("sns").create_topic(Name="check-sources")["TopicArn"]
    new: dict[str, Any] = dict(
        SubscriptionName="sources", SnsTopicArn=topic, SourceType="db-instance", SourceIds=["kb-prod"]
    )
    lost = topic.replace("check-sources", "no-such-topic")
    refused("SNSTopicArnNotFound", lambda: rds.create_event_subscription(**new | {"SnsTopicArn": lost}))
    refused("SourceNotFound", lambda: rds.create_event_subscription(**new | {"SourceIds": ["nobody"]}))
    created = rds.create_event_subscription(**new)["EventSubscription"]
    equal(created["Enabled"], True, "a new subscription is active")
    refused("SubscriptionAlreadyExist", lambda: rds.create_event_subscription(**new))

    def seen() -> dict[str, Any]:
        found: dict[str, Any] = rds.describe_event_subscriptions(SubscriptionName="sources")["EventSubscriptionsList"][
            0
        ]
        return found

    rds.modify_event_subscription(SubscriptionName="sources", EventCategories=["failure"], Enabled=False)
    equal((seen()["EventCategoriesList"], seen()["Enabled"]), (["failure"], False), "what was modified")
    equal(seen()["SourceIdsList"], ["kb-prod"], "sources after a modification")
    refused("SNSTopicArnNotFound", lambda: rds.modify_event_subscription(SubscriptionName="sources", SnsTopicArn=lost))
    refused("SubscriptionNotFound", lambda: rds.modify_event_subscription(SubscriptionName="none", Enabled=True))
    add, remove = rds.add_source_identifier_to_subscription, rds.remove_source_identifier_from_subscription
    add(SubscriptionName="sources", SourceIdentifier="kb-staging")
    add(SubscriptionName="sources", SourceIdentifier="kb-staging")
    equal(seen()["SourceIdsList"], ["kb-prod", "kb-staging"], "sources after adding one twice")
    refused("SourceNotFound", lambda: add(SubscriptionName="sources", SourceIdentifier="nobody"))
    refused("SubscriptionNotFound", lambda: add(SubscriptionName="none", SourceIdentifier="kb-prod"))
    remove(SubscriptionName="sources", SourceIdentifier="kb-prod")
    equal(seen()["SourceIdsList"], ["kb-staging"], "sources after removing one")
    refused("SourceNotFound", lambda: remove(SubscriptionName="sources", SourceIdentifier="kb-prod"))
    rds.delete_event_subscription(SubscriptionName="sources")


def check_a_cluster_takes_its_own_settings_and_refuses_others(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    _make_cluster(sandbox, "change")

    def modify(**changes: Any) -> Any:
        return rds.modify_db_cluster(DBClusterIdentifier="change", ApplyImmediately=True, **changes)

    for days in (0, 36):
        refused("InvalidParameterValue", lambda days=days: modify(BackupRetentionPeriod=days))
    refused("InvalidParameterValue", lambda: modify(PreferredBackupWindow="02:00-02:20"))
    refused("InvalidParameterCombination", lambda: modify(AllocatedStorage=100))
    logs: dict[str, Any] = {"EnableLogTypes": ["upgrade"]}
    refused("InvalidParameterCombination", lambda: modify(CloudwatchLogsExportConfiguration=logs))
    refused("DBParameterGroupNotFound", lambda: modify(DBClusterParameterGroupName="nowhere"))
    refused("InvalidParameterCombination", lambda: modify(DBClusterParameterGroupName="default.aurora-mysql8.0"))
    refused("DBClusterNotFoundFault", lambda: rds.modify_db_cluster(DBClusterIdentifier="nobody"))
    modify(
        BackupRetentionPeriod=35, PreferredBackupWindow="02:00-02:30", DeletionProtection=True, CopyTagsToSnapshot=True,
        EnableIAMDatabaseAuthentication=True, CloudwatchLogsExportConfiguration={"EnableLogTypes": ["postgresql"]},
    )  # fmt: skip
    eventually("the cluster is available", lambda: _cluster(rds, "change")["Status"] == "available")
    now = _cluster(rds, "change")
    equal((now["BackupRetentionPeriod"], now["PreferredBackupWindow"]), (35, "02:00-02:30"), "backups")
    flags = [now[name] for name in ("DeletionProtection", "CopyTagsToSnapshot", "IAMDatabaseAuthenticationEnabled")]
    equal(flags, [True, True, True], "flags")
    equal(now["EnabledCloudwatchLogsExports"], ["postgresql"], "log exports")
    refused("InvalidParameterCombination", lambda: rds.reboot_db_cluster(DBClusterIdentifier="change"))
    refused("DBClusterNotFoundFault", lambda: rds.reboot_db_cluster(DBClusterIdentifier="nobody"))


def check_a_member_refuses_what_its_cluster_has(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    member = dict(DBInstanceIdentifier="change-1", ApplyImmediately=True)
    for setting in (
        {"DeletionProtection": True}, {"BackupRetentionPeriod": 7}, {"PreferredBackupWindow": "03:00-03:30"},
        {"EnableIAMDatabaseAuthentication": True}, {"MultiAZ": True}, {"AllocatedStorage": 100},
        {"CloudwatchLogsExportConfiguration": {"EnableLogTypes": ["postgresql"]}},
        {"MasterUserPassword": "another-long-password"},
    ):  # fmt: skip
        answer = refused(
            "InvalidParameterCombination", lambda setting=setting: rds.modify_db_instance(**member, **setting)
        )
        expect("ModifyDbCluster" in answer["Error"]["Message"], "the message names the call that works")
    rds.modify_db_instance(**member, PubliclyAccessible=True, AutoMinorVersionUpgrade=False, CopyTagsToSnapshot=False)
    now = sandbox.available("change-1")
    equal((now["PubliclyAccessible"], now["AutoMinorVersionUpgrade"]), (True, False), "what was modified")
    equal(_cluster(rds, "change")["CopyTagsToSnapshot"], True, "the cluster's own setting")


def check_cluster_parameter_groups_are_obeyed(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    login = {"user": "owner", "password": "long-enough-password", "dbname": "app"}
    family = f"aurora-postgresql{sandbox.control('health')['postgres'].split('.')[0]}"
    default = f"default.{family}"
    tls = [{"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}]

    def value(group: str) -> str:
        found = rds.describe_db_cluster_parameters(DBClusterParameterGroupName=group)["Parameters"]
        return next(str(entry["ParameterValue"]) for entry in found if entry["ParameterName"] == "rds.force_ssl")

    equal(_cluster(rds, "change")["DBClusterParameterGroup"], default, "the group of a new cluster")
    equal(value(default), "1" if int(family.removeprefix("aurora-postgresql")) >= 17 else "0", "the default")
    refused("DBParameterGroupNotFound", lambda: value("nowhere"))
    modify = rds.modify_db_cluster_parameter_group
    refused("InvalidParameterValue", lambda: modify(DBClusterParameterGroupName=default, Parameters=tls))
    refused(
        "InvalidParameterValue",
        lambda: rds.modify_db_parameter_group(DBParameterGroupName="default.postgres15", Parameters=tls),
    )
    group = dict(DBClusterParameterGroupName="change", DBParameterGroupFamily=family, Description="for a check")
    rds.create_db_cluster_parameter_group(**group)
    refused("DBParameterGroupAlreadyExists", lambda: rds.create_db_cluster_parameter_group(**group))
    static = [{"ParameterName": "rds.logical_replication", "ParameterValue": "1", "ApplyMethod": "immediate"}]
    refused("InvalidParameterCombination", lambda: modify(DBClusterParameterGroupName="change", Parameters=static))
    modify(DBClusterParameterGroupName="change", Parameters=tls)
    equal(value("change"), "1", "the value that was set")
    plain = dict(sslmode="disable", **login)
    equal(sandbox.value("change-1", "select 1", **plain), "1", "a connection without TLS")
    rds.modify_db_cluster(DBClusterIdentifier="change", DBClusterParameterGroupName="change", ApplyImmediately=True)
    eventually("the cluster is available", lambda: _cluster(rds, "change")["Status"] == "available")
    equal(sandbox.value("change-1", "select 1", **plain), "1", "the new group waits for a reboot")
    rds.reboot_db_instance(DBInstanceIdentifier="change-1")
    sandbox.available("change-1")
    expect(sandbox.psql("change-1", "select 1", **plain).returncode, "a connection without TLS was accepted")
    equal(sandbox.value("change-1", "select 1", **login), "1", "a connection with TLS")
    rds.modify_db_cluster(DBClusterIdentifier="change", DeletionProtection=False)
    rds.delete_db_instance(DBInstanceIdentifier="change-1", SkipFinalSnapshot=True)
    eventually("the cluster is available", lambda: _cluster(rds, "change")["Status"] == "available")
    rds.delete_db_cluster(DBClusterIdentifier="change", SkipFinalSnapshot=True)


def check_a_parameter_group_can_be_reset(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    group = dict(DBParameterGroupName="reset-me")
    rds.create_db_parameter_group(**group, DBParameterGroupFamily="postgres14", Description="for a check")
    parameter = {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}

    def by_user() -> list[str]:
        found = rds.describe_db_parameters(**group, Source="user")["Parameters"]
        return [entry["ParameterName"] for entry in found]

    rds.modify_db_parameter_group(**group, Parameters=[parameter])
    equal(by_user(), ["rds.force_ssl"], "what somebody has set")
    rds.reset_db_parameter_group(**group, ResetAllParameters=True)
    equal(by_user(), [], "what is left of it")


def check_a_multi_az_cluster_is_rebooted_as_a_whole(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="three", Engine="mysql", MasterUsername="owner", MasterUserPassword="long-enough-password",
        DBClusterInstanceClass="db.m6gd.large", StorageType="io1", Iops=1000, AllocatedStorage=100,
    )  # fmt: skip
    eventually("the cluster is available", lambda: _cluster(rds, "three")["Status"] == "available")
    refused(
        "InvalidParameterCombination",
        lambda: rds.modify_db_cluster(DBClusterIdentifier="three", BacktrackWindow=60),
    )
    rds.modify_db_cluster(
        DBClusterIdentifier="three", AllocatedStorage=200, BackupRetentionPeriod=7, EnableIAMDatabaseAuthentication=True
    )
    eventually("the cluster is available", lambda: _cluster(rds, "three")["Status"] == "available")
    equal(_cluster(rds, "three")["IAMDatabaseAuthenticationEnabled"], True, "IAM database authentication")
    equal(_cluster(rds, "three")["BackupRetentionPeriod"], 7, "retention")
    equal(rds.reboot_db_cluster(DBClusterIdentifier="three")["DBCluster"]["Status"], "rebooting", "state")
    eventually("the cluster is available", lambda: _cluster(rds, "three")["Status"] == "available")
    rds.delete_db_cluster(DBClusterIdentifier="three", SkipFinalSnapshot=True)


def check_a_topic_keeps_the_policy_of_its_creation(sandbox: Instance) -> None:
    sns = sandbox.client("sns")
    statement = {"Sid": "Own", "Effect": "Allow", "Principal": {"Service": "events.rds.amazonaws.com"},
                 "Action": "sns:Publish", "Resource": "*"}  # fmt: skip
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    refused("InvalidParameter", lambda: sns.create_topic(Name="with-policy", Attributes={"Policy": "{nonsense"}))
    tags = [{"Key": "app", "Value": "kb"}]
    made = dict(Name="with-policy", Attributes={"Policy": policy, "KmsMasterKeyId": "alias/kb-dr"}, Tags=tags)
    topic = sns.create_topic(**made)["TopicArn"]
    kept = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    equal(json.loads(kept["Policy"]), json.loads(policy), "the policy")
    equal(kept["KmsMasterKeyId"], "alias/kb-dr", "the key")
    equal(sns.create_topic(**made)["TopicArn"], topic, "the same topic again")
    equal(sns.create_topic(Name="with-policy")["TopicArn"], topic, "the same topic by its name")
    other = policy.replace("sns:Publish", "sns:*")
    refused("InvalidParameter", lambda: sns.create_topic(**made | {"Attributes": {"Policy": other}}))
    refused("InvalidParameter", lambda: sns.create_topic(**made | {"Tags": [{"Key": "app", "Value": "other"}]}))


def check_access_logs_go_where_a_policy_lets_s3_write(sandbox: Instance) -> None:
    s3 = sandbox.client("s3")
    for name in ("logged", "logs"):
        s3.create_bucket(Bucket=name)
    deny = {
        "Sid": "DenyInsecureTransport", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }  # fmt: skip
    service = {"Service": "logging.s3.amazonaws.com"}
    allow = {"Effect": "Allow", "Principal": service, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*"}
    status = {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "logged/"}}

    def enable(*statements: dict[str, Any]) -> None:
        s3.put_bucket_policy(Bucket="logs", Policy=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
        s3.put_bucket_logging(Bucket="logged", BucketLoggingStatus=status)

    code = "InvalidTargetBucketForLogging"
    refused(code, lambda: enable(deny))
    refused(code, lambda: enable(deny, allow | {"Effect": "Deny"}))
    refused(code, lambda: enable(allow | {"Resource": "arn:aws:s3:::logs/other/*"}))
    refused(code, lambda: enable(allow | {"Principal": {"Service": "cloudtrail.amazonaws.com"}}))
    for statement in (
        allow,
        allow | {"Action": ["s3:PutObject"], "Resource": ["arn:aws:s3:::logs/logged/*"]},
        allow | {"Principal": {"Service": ["delivery.logs.amazonaws.com", "logging.s3.amazonaws.com"]}},
        allow | {"Action": "s3:Put*"},
    ):
        s3.put_bucket_logging(Bucket="logged", BucketLoggingStatus={})
        enable(deny, statement)
        equal(s3.get_bucket_logging(Bucket="logged")["LoggingEnabled"]["TargetBucket"], "logs", "the target")


def _make_cluster(sandbox: Instance, name: str) -> None:
    rds = sandbox.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier=name, Engine="aurora-postgresql", MasterUsername="owner", DatabaseName="app",
        MasterUserPassword="long-enough-password",
    )  # fmt: skip
    eventually("the cluster is available", lambda: _cluster(rds, name)["Status"] == "available")
    rds.create_db_instance(
        DBInstanceIdentifier=f"{name}-1", DBClusterIdentifier=name, Engine="aurora-postgresql",
        DBInstanceClass="db.t4g.medium",
    )  # fmt: skip
    sandbox.available(f"{name}-1")


def _cluster(rds: Any, name: str) -> dict[str, Any]:
    found: dict[str, Any] = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
    return found


CHECKS = [
    check_sources_of_a_subscription_are_changed_by_calls_of_their_own,
    check_a_cluster_takes_its_own_settings_and_refuses_others,
    check_a_member_refuses_what_its_cluster_has,
    check_cluster_parameter_groups_are_obeyed,
    check_a_parameter_group_can_be_reset,
    check_a_multi_az_cluster_is_rebooted_as_a_whole,
    check_a_topic_keeps_the_policy_of_its_creation,
    check_access_logs_go_where_a_policy_lets_s3_write,
]
