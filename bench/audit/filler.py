"""Fills an account with the estate, through its own API."""

from __future__ import annotations

import json
from typing import Any

import boto3
from botocore.config import Config
from drctl_sandbox.settings import DEPLOY_KEY

from bucket_filler import BucketFiller
from documents import key_policy, role_documents, topic_policy, trust_policy
from estate import ACCOUNT, AGES, BOUNDARY, DUTIES, POLICY, REGION, TAGS, TOPIC, Estate, Resource


class Filler:
    """Makes every resource; keeps the identifiers that the account chose."""

    def __init__(self, endpoint: str) -> None:
        def client(service: str) -> Any:
            return boto3.client(
                service, region_name=REGION, endpoint_url=endpoint,
                aws_access_key_id=DEPLOY_KEY[0], aws_secret_access_key=DEPLOY_KEY[1],
                config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
            )  # fmt: skip

        self.rds, self.kms, self.iam, self.sns = map(client, ("rds", "kms", "iam", "sns"))
        self.s3, self.cloudwatch, self.secrets = map(client, ("s3", "cloudwatch", "secretsmanager"))
        self.identities: list[str] = []
        self.key_arns: dict[str, str] = {}

    def fill(self, estate: Estate) -> None:
        """Makes all of an estate."""
        for key in estate.keys:
            self._key(key)
        self._alerting()
        self._parameter_groups()
        for database in estate.databases:
            self._database(database)
        for service in sorted({one.settings["service"] for one in estate.databases if not one.defects}):
            self.secrets.create_secret(Name=f"{service}/database", SecretString="not-a-real-secret", Tags=TAGS)
        self._event_subscription([one.name for one in estate.databases if not one.defects])
        BucketFiller(self.s3, self.key_arns).fill(estate)
        self.iam.create_policy(
            PolicyName="estate-boundary", PolicyDocument=json.dumps(role_documents(["boundary"])["boundary"])
        )
        for role in estate.roles:
            self._role(role)
        for alarm in estate.alarms:
            self._alarm(alarm)

    def _key(self, key: Resource) -> None:
        settings = key.settings
        made = self.kms.create_key(
            Policy=json.dumps(key_policy(settings["policy"])), Tags=[{"TagKey": "app", "TagValue": "estate"}]
        )
        identity, self.key_arns[key.name] = made["KeyMetadata"]["KeyId"], made["KeyMetadata"]["Arn"]
        self.identities.append(identity)
        self.kms.create_alias(AliasName=f"alias/{key.name}", TargetKeyId=identity)
        if settings["rotates"]:
            self.kms.enable_key_rotation(KeyId=identity)
        if settings["state"] == "Disabled":
            self.kms.disable_key(KeyId=identity)
        if settings["state"] == "PendingDeletion":
            self.kms.schedule_key_deletion(KeyId=identity, PendingWindowInDays=30)

    def _alerting(self) -> None:
        self.topic = self.sns.create_topic(Name=TOPIC, Attributes={"KmsMasterKeyId": "alias/estate-alerts"}, Tags=TAGS)[
            "TopicArn"
        ]
        self.sns.set_topic_attributes(
            TopicArn=self.topic, AttributeName="Policy", AttributeValue=json.dumps(topic_policy(self.topic))
        )
        self.sns.subscribe(TopicArn=self.topic, Protocol="email", Endpoint="oncall@example.com")
        self.sns.subscribe(
            TopicArn=self.topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT}:estate-alerts"
        )

    def _parameter_groups(self) -> None:
        for name, forced in [*((f"estate-strict-{n}", "1") for n in range(6)), ("estate-lax", "0")]:
            self.rds.create_db_parameter_group(
                DBParameterGroupName=name, DBParameterGroupFamily="postgres15", Description=name, Tags=TAGS
            )
            self.rds.modify_db_parameter_group(
                DBParameterGroupName=name,
                Parameters=[{"ParameterName": "rds.force_ssl", "ParameterValue": forced, "ApplyMethod": "immediate"}],
            )

    def _database(self, database: Resource) -> None:
        settings = database.settings
        encryption = {"KmsKeyId": self.key_arns[settings["key"]]} if settings["key"] else {}
        self.rds.create_db_instance(
            DBInstanceIdentifier=database.name, DBInstanceClass="db.r6g.large", Engine="postgres",
            EngineVersion="15.18", AllocatedStorage=100, DBName="app",
            MasterUsername="owner", MasterUserPassword="not-a-real-password",
            DBParameterGroupName=settings["parameters"], BackupRetentionPeriod=settings["retention"],
            PreferredBackupWindow=settings["window"], PreferredMaintenanceWindow="sun:05:00-sun:05:30",
            DeletionProtection=settings["deletion_protection"], MultiAZ=settings["multi_az"],
            PubliclyAccessible=settings["public"], StorageEncrypted=bool(settings["key"]), **encryption,
            CopyTagsToSnapshot=settings["copy_tags"], AutoMinorVersionUpgrade=settings["minor_upgrades"],
            EnableIAMDatabaseAuthentication=settings["iam"], EnableCloudwatchLogsExports=settings["logs"],
            Tags=[*TAGS, {"Key": "service", "Value": settings["service"]}],
        )  # fmt: skip
        sharing = settings["snapshot"]
        if sharing is None:
            return
        name = f"{database.name}-kept"
        self.rds.create_db_snapshot(DBInstanceIdentifier=database.name, DBSnapshotIdentifier=name, Tags=TAGS)
        if sharing != "private":
            self.rds.modify_db_snapshot_attribute(
                DBSnapshotIdentifier=name, AttributeName="restore", ValuesToAdd=[sharing]
            )

    def _event_subscription(self, watched: list[str]) -> None:
        """It forgets the databases that have a defect."""
        self.rds.create_event_subscription(
            SubscriptionName=f"{POLICY}-database-events", SnsTopicArn=self.topic, SourceType="db-instance",
            SourceIds=watched, Enabled=True,
            EventCategories=["backup", "deletion", "failover", "failure", "low storage", "notification", "recovery"],
        )  # fmt: skip

    def _role(self, role: Resource) -> None:
        name, settings = role.name, role.settings
        boundary = {"PermissionsBoundary": BOUNDARY} if settings["boundary"] else {}
        made = self.iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=json.dumps(trust_policy(settings["trust"])), Tags=TAGS, **boundary
        )
        self.identities.append(made["Role"]["RoleId"])
        duties = DUTIES[role.number % len(DUTIES)][: settings["written"]]
        extra = [settings["extra"]] if settings["extra"] else []
        for written, document in role_documents([*duties, *extra]).items():
            self.iam.put_role_policy(
                RoleName=name,
                PolicyName=f"drctl-{written}" if written in duties else written,
                PolicyDocument=json.dumps(document),
            )
        for arn in settings["attached"]:
            self.iam.attach_role_policy(RoleName=name, PolicyArn=arn)

    def _alarm(self, alarm: Resource) -> None:
        settings = alarm.settings
        kind = AGES[alarm.number % 2]
        database = alarm.name.removeprefix(f"{POLICY}-{kind}-")
        self.cloudwatch.put_metric_alarm(
            AlarmName=alarm.name, AlarmDescription=f"The {kind} of {database} is too high.", Namespace="DR/drctl",
            MetricName=("RecoveryPointAge", "DrillAge")[alarm.number % 2], Statistic=settings["statistic"],
            Period=3_600,
            Dimensions=[{"Name": "Policy", "Value": POLICY}, {"Name": "Database", "Value": database}],
            EvaluationPeriods=settings["evaluations"], Threshold=settings["threshold"],
            ComparisonOperator="GreaterThanThreshold", TreatMissingData=settings["missing"],
            ActionsEnabled=settings["enabled"], AlarmActions=[self.topic] if settings["actions"] else [],
        )  # fmt: skip
