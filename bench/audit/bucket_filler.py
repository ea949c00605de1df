"""Fills an account with the estate's buckets."""

from __future__ import annotations

import json
from typing import Any

from documents import bucket_policy, lifecycle, log_policy
from estate import TAGS, Estate, Resource, log_bucket


class BucketFiller:
    """Makes buckets, those for logs first; a bucket's keys are there already."""

    def __init__(self, s3: Any, key_arns: dict[str, str]) -> None:
        self.s3, self.key_arns = s3, key_arns

    def fill(self, estate: Estate) -> None:
        """Makes all of an estate."""
        self._log_buckets(estate)
        for bucket in estate.buckets:
            self._bucket(bucket)

    def _log_buckets(self, estate: Estate) -> None:
        for name in estate.log_buckets:
            self.s3.create_bucket(Bucket=name)
            senders = [one.name for one in estate.buckets if log_bucket(one.number) == name]
            self.s3.put_bucket_policy(Bucket=name, Policy=json.dumps(log_policy(name, senders)))

    def _bucket(self, bucket: Resource) -> None:
        name, settings = bucket.name, bucket.settings
        self.s3.create_bucket(Bucket=name)
        self.s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=self._encryption(settings))
        if settings["versioning"]:
            self.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": settings["versioning"]})
        if settings["lock_days"]:
            retention = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": settings["lock_days"]}}
            self.s3.put_object_lock_configuration(
                Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": retention}
            )
        if rules := lifecycle(settings["lifecycle"]):
            self.s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
        if settings["ownership"] != "BucketOwnerEnforced":
            self.s3.put_bucket_ownership_controls(
                Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": settings["ownership"]}]}
            )
        self._block(name, settings["block"])
        if document := bucket_policy(settings["policy"], name):
            self.s3.put_bucket_policy(Bucket=name, Policy=json.dumps(document))
        self.s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": TAGS})
        if settings["logged"]:
            target = {"TargetBucket": log_bucket(bucket.number), "TargetPrefix": f"{name}/"}
            self.s3.put_bucket_logging(Bucket=name, BucketLoggingStatus={"LoggingEnabled": target})

    def _encryption(self, settings: dict[str, Any]) -> dict[str, Any]:
        rule: dict[str, Any] = {"SSEAlgorithm": "AES256"}
        if settings["key"]:
            rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.key_arns[settings["key"]]}
        return {"Rules": [{"ApplyServerSideEncryptionByDefault": rule, "BucketKeyEnabled": settings["bucket_key"]}]}

    def _block(self, name: str, kind: str | None) -> None:
        """New buckets have all four blocks."""
        if kind is None:
            self.s3.delete_public_access_block(Bucket=name)
        if kind == "half":
            self.s3.put_public_access_block(
                Bucket=name,
                PublicAccessBlockConfiguration={
                    "BlockPublicAcls": True, "IgnorePublicAcls": True,
                    "BlockPublicPolicy": False, "RestrictPublicBuckets": False,
                },
            )  # fmt: skip
