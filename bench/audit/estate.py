"""A large account on loopback: as many databases and buckets as asked for, four in ten of them with a defect.

Usage: estate.py DATABASES BUCKETS. The sandbox's answers without its PostgreSQL servers; prints the endpoint when the account
is filled, and serves until its standard input ends.
"""

from __future__ import annotations

import json
import pathlib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "sandbox"))

from drctl_sandbox import hooks  # noqa: E402
from drctl_sandbox.core import Sandbox  # noqa: E402
from drctl_sandbox.server import settle_environment  # noqa: E402
from drctl_sandbox.settings import ACCOUNT, DEPLOY_KEY, REGION, Settings  # noqa: E402

LOG_BUCKET = "estate-logs"


def serve() -> int:
    """Starts the endpoint; answers with its port."""
    settle_environment()
    hooks.require_version()
    from drctl_sandbox.aws import install_services
    from drctl_sandbox.front.application import Application
    from drctl_sandbox.front.control import Control
    from drctl_sandbox.front.listener import Listener
    from drctl_sandbox.rds.descriptions import Descriptions

    nothing: Any = None
    sandbox = Sandbox(Settings(0, pathlib.Path()), nothing, 0)
    install_services(sandbox)
    Descriptions(sandbox).install()
    listener = Listener(0, Application(sandbox, Control(sandbox, lambda fault: None, sandbox.maintain)))
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    return int(listener.server_port)


class Filler:
    """Fills the account through its own API."""

    def __init__(self, endpoint: str) -> None:
        import boto3
        from botocore.config import Config

        def client(service: str) -> Any:
            return boto3.client(
                service,
                region_name=REGION,
                endpoint_url=endpoint,
                aws_access_key_id=DEPLOY_KEY[0],
                aws_secret_access_key=DEPLOY_KEY[1],
                config=Config(max_pool_connections=8, s3={"addressing_style": "path"}),
            )

        self.rds, self.s3, self.kms = client("rds"), client("s3"), client("kms")
        self.key = self.kms.create_key()["KeyMetadata"]["Arn"]
        self.kms.create_alias(AliasName="alias/estate", TargetKeyId=self.key)
        self.s3.create_bucket(Bucket=LOG_BUCKET)

    def database(self, number: int) -> None:
        """A database and its newest snapshot."""
        defect = number % 10 if number % 10 < 4 else None
        name = f"estate-{number:05}"
        self.rds.create_db_instance(
            DBInstanceIdentifier=name,
            DBInstanceClass="db.t4g.medium",
            Engine="postgres",
            EngineVersion="15.18",
            AllocatedStorage=100,
            MasterUsername="owner",
            MasterUserPassword="not-a-real-password",
            BackupRetentionPeriod=1 if defect == 0 else 30,
            PreferredBackupWindow="13:00-13:30" if defect == 1 else "02:00-02:30",
            PreferredMaintenanceWindow="sun:04:00-sun:04:30",
            DeletionProtection=defect != 2,
            MultiAZ=defect != 3,
            PubliclyAccessible=False,
            StorageEncrypted=True,
            KmsKeyId=self.key,
            CopyTagsToSnapshot=True,
            AutoMinorVersionUpgrade=True,
            EnableIAMDatabaseAuthentication=True,
            EnableCloudwatchLogsExports=["postgresql", "upgrade"],
            Tags=[{"Key": "stage", "Value": "production"}],
        )
        self.rds.create_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier=f"{name}-snapshot")

    def bucket(self, number: int) -> None:
        """A bucket for backups."""
        defect = number % 10 if number % 10 < 4 else None
        name = bucket_name(number)
        self.s3.create_bucket(Bucket=name)
        self.s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=self._encryption(defect))
        self.s3.put_bucket_versioning(
            Bucket=name, VersioningConfiguration={"Status": "Suspended" if defect == 1 else "Enabled"}
        )
        self.s3.put_bucket_lifecycle_configuration(
            Bucket=name,
            LifecycleConfiguration={
                "Rules": [
                    {
                        "ID": "daily",
                        "Status": "Disabled" if defect == 2 else "Enabled",
                        "Filter": {"Prefix": "daily/"},
                        "Expiration": {"Days": 30},
                    }
                ]
            },
        )
        if defect != 3:
            self.s3.put_bucket_policy(Bucket=name, Policy=json.dumps(_tls_only(name)))

    def _encryption(self, defect: int | None) -> dict[str, Any]:
        settings = {"SSEAlgorithm": "AES256"} if defect == 0 else {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.key}
        return {"Rules": [{"ApplyServerSideEncryptionByDefault": settings, "BucketKeyEnabled": True}]}


def bucket_name(number: int) -> str:
    """The name of a bucket of the estate."""
    return f"estate-{number:05}-{ACCOUNT}"


def _tls_only(bucket: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def main() -> None:
    databases, buckets = (int(word) for word in sys.argv[1:])
    endpoint = f"http://127.0.0.1:{serve()}"
    filler = Filler(endpoint)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(filler.database, range(databases)))
        list(pool.map(filler.bucket, range(buckets)))
    print(endpoint, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
