"""The estate of policies/knowledge-base.yaml: a working instance with poor protection.

`drctl apply` can fix every setting here; what AWS cannot change in place (storage encryption) is wrong only on
kb-staging, which no policy selects. The calls are made over HTTP like any client's, so LookupEvents lists them.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import boto3
import botocore.config
from moto.rds.models import rds_backends

from ..core import Sandbox, log, now
from ..postgres.cluster import Cluster
from ..postgres.wire import literal
from ..settings import ACCOUNT, DEPLOY_KEY, REGION
from . import account, trickle

DATABASE = "knowledge_base"
APPLICATION_PASSWORD = "sandbox-application-password"
BUCKET = f"kb-backups-{ACCOUNT}-{REGION}"


def plant(sandbox: Sandbox) -> None:
    """Builds the estate and returns when both instances are available."""
    started = time.monotonic()
    sandbox.fillings["kb-prod"] = lambda cluster: _fill(cluster, sandbox.settings.entries)
    clients = Clients(sandbox)
    with sandbox.lock:
        account.people()
        subnets, groups = account.network()
    key = _key(clients["kms"])
    _instances(clients["rds"], subnets, groups, key)
    # While the servers start:
    _storage(clients["s3"])
    _roles(clients["iam"])
    cluster = _await(sandbox, "kb-prod")
    _credentials(clients["secretsmanager"], cluster)
    clients["rds"].create_db_snapshot(
        DBInstanceIdentifier="kb-prod",
        DBSnapshotIdentifier="kb-prod-before-upgrade",
        Tags=[{"Key": "reason", "Value": "before 15.18"}],
    )
    _await(sandbox, "kb-prod")
    _await_restorable(sandbox, cluster)
    _await(sandbox, "kb-staging")
    trickle.start(sandbox, cluster, DATABASE)
    log.info("knowledge base planted in %.1f s", time.monotonic() - started)


class Clients:
    """boto3 clients of this sandbox, as the deploy pipeline."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._session = boto3.Session(DEPLOY_KEY[0], DEPLOY_KEY[1], region_name=REGION)
        self._endpoint = sandbox.settings.endpoint
        self._made: dict[str, Any] = {}

    def __getitem__(self, service: str) -> Any:
        if service not in self._made:
            config = botocore.config.Config(retries={"total_max_attempts": 1}, ignore_configured_endpoint_urls=True)
            self._made[service] = self._session.client(service, endpoint_url=self._endpoint, config=config)
        return self._made[service]


def _key(kms: Any) -> str:
    """The right key, without rotation."""
    key = str(kms.create_key(Description="Backups of the knowledge base")["KeyMetadata"]["KeyId"])
    kms.create_alias(AliasName="alias/kb-dr", TargetKeyId=key)
    return key


def _instances(rds: Any, subnets: list[str], groups: dict[str, str], key: str) -> None:
    for name, words in (("kb-prod", "Production databases"), ("dr-drill", "Isolated subnets for recovery drills")):
        rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription=words, SubnetIds=subnets)
    family = "postgres" + rds.describe_db_engine_versions(Engine="postgres")["DBEngineVersions"][-1][
        "DBParameterGroupFamily"
    ].removeprefix("postgres")
    rds.create_db_parameter_group(
        DBParameterGroupName="kb-prod", DBParameterGroupFamily=family, Description="The knowledge base's settings"
    )
    plain_text = {"ParameterName": "rds.force_ssl", "ParameterValue": "0", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(DBParameterGroupName="kb-prod", Parameters=[plain_text])
    rds.create_db_instance(
        DBInstanceIdentifier="kb-prod",
        DBName=DATABASE,
        Engine="postgres",
        DBInstanceClass="db.m6g.large",
        AllocatedStorage=100,
        StorageType="gp3",
        MasterUsername="kb_admin",
        ManageMasterUserPassword=True,
        StorageEncrypted=True,
        KmsKeyId=key,
        DBSubnetGroupName="kb-prod",
        DBParameterGroupName="kb-prod",
        VpcSecurityGroupIds=[groups["production"]],
        BackupRetentionPeriod=1,
        PreferredBackupWindow="09:30-10:00",
        PreferredMaintenanceWindow="sun:04:00-sun:05:00",
        MultiAZ=False,
        PubliclyAccessible=True,
        DeletionProtection=False,
        CopyTagsToSnapshot=False,
        AutoMinorVersionUpgrade=False,
        EnableIAMDatabaseAuthentication=False,
        Tags=[{"Key": "app", "Value": "knowledge-base"}, {"Key": "stage", "Value": "prod"}],
    )
    rds.create_db_instance(
        DBInstanceIdentifier="kb-staging",
        Engine="postgres",
        DBInstanceClass="db.t4g.medium",
        AllocatedStorage=20,
        MasterUsername="kb_admin",
        MasterUserPassword="sandbox-staging-password",
        StorageEncrypted=False,
        BackupRetentionPeriod=0,
        Tags=[{"Key": "app", "Value": "knowledge-base"}, {"Key": "stage", "Value": "staging"}],
    )


def _storage(s3: Any) -> None:
    """A neglected bucket: no versioning, no lifecycle rules, no TLS policy, half of Block Public Access."""
    s3.create_bucket(Bucket=BUCKET)
    block = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": False,
        "RestrictPublicBuckets": False,
    }
    s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=block)
    s3.put_object(Bucket=BUCKET, Key="daily/knowledge_base-20260820111500.dump", Body=b"PGDMP" + bytes(2048))


def _roles(iam: Any) -> None:
    """A backup role that allows too much and trusts the whole account."""
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    iam.create_role(
        RoleName="kb-backup-writer",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )
    everything = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    iam.put_role_policy(
        RoleName="kb-backup-writer",
        PolicyName="backup",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [everything]}),
    )


def _fill(cluster: Cluster, entries: int) -> None:
    script = Path(__file__).with_name("knowledge_base.sql").read_text().replace(":entries", str(entries))
    with cluster.connect(DATABASE) as session:
        session.query(f"create role kb_app login password {literal(APPLICATION_PASSWORD)}")
        # Extensions need the administrator; the tables belong to the master user, whom migrations run as.
        extensions, _, schema = script.partition("-- as the master user\n")
        session.query(extensions)
        session.query(f"grant create on schema public to kb_admin; set role kb_admin; {schema}")


def _credentials(secrets: Any, cluster: Cluster) -> None:
    value = {
        "engine": "postgres",
        "host": "127.0.0.1",
        "port": cluster.port,
        "dbname": DATABASE,
        "username": "kb_app",
        "user": "kb_app",
        "password": APPLICATION_PASSWORD,
    }
    secrets.create_secret(
        Name="kb/prod/database", Description="The application's login", SecretString=json.dumps(value)
    )


def _await(sandbox: Sandbox, name: str) -> Cluster:
    """Polls moto directly: polling over HTTP would slow down the operation."""
    instance = rds_backends[ACCOUNT][REGION].databases[name]
    while instance.status != "available":
        if instance.status == "failed" or sandbox.closing.wait(0.02):
            raise RuntimeError(f"{name} is {instance.status}")
    return sandbox.clusters[instance.dbi_resource_id]


def _await_restorable(sandbox: Sandbox, cluster: Cluster) -> None:
    """Waits until the seeded rows are inside the restore window."""
    filled = now()
    while cluster.archive.latest is None or cluster.archive.latest < filled:
        sandbox.pause(0.02)
