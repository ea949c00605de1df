"""The policies and lifecycle rules that the estate's resources carry, sound and defective."""

from __future__ import annotations

from typing import Any

from defects import FOREIGN_ACCOUNT
from estate import ACCOUNT, REGION

Document = dict[str, Any]
_PUBLISHERS = {"Service": ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"]}
_OWN_SOURCES = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def _document(*statements: Document) -> Document:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _allow(actions: Any, resources: Any = None, **more: Any) -> Document:
    about = {} if resources is None else {"Resource": resources}
    return {"Effect": "Allow", "Action": actions, **about, **more}


def key_policy(kind: str) -> Document:
    """Of the account alone, or of everybody."""
    owner = "*" if kind == "everybody" else f"arn:aws:iam::{ACCOUNT}:root"
    return _document(
        _allow("kms:*", "*", Sid="Administration", Principal={"AWS": owner}),
        _allow(
            ["kms:Decrypt", "kms:GenerateDataKey*"],
            "*",
            Sid="Publishers",
            Principal=_PUBLISHERS,
            Condition=_OWN_SOURCES,
        ),
    )


def topic_policy(topic: str) -> Document:
    """Alarms and events may be published."""
    return _document(_allow("sns:Publish", topic, Sid="Publishers", Principal=_PUBLISHERS, Condition=_OWN_SOURCES))


def bucket_policy(kind: str, bucket: str) -> Document | None:
    """What denies plain HTTP, in whole or in part, and what lets everybody read."""
    arn = f"arn:aws:s3:::{bucket}"
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    deny = {"Sid": "TLSOnly", "Effect": "Deny", "Principal": "*", "Condition": plain}
    match kind:
        case "tls":
            return _document(deny | {"Action": "s3:*", "Resource": [arn, f"{arn}/*"]})
        case "objects-only":
            return _document(deny | {"Action": "s3:GetObject", "Resource": [f"{arn}/*"]})
        case "public":
            return _document(_allow("s3:GetObject", f"{arn}/*", Sid="Everybody", Principal="*"))
        case _:
            return None


def log_policy(bucket: str, senders: list[str]) -> Document:
    """Access logs of the senders may be delivered."""
    condition = {**_OWN_SOURCES, "ArnLike": {"aws:SourceArn": [f"arn:aws:s3:::{name}" for name in senders]}}
    return _document(
        _allow(
            "s3:PutObject", f"arn:aws:s3:::{bucket}/*", Sid="DrctlAccessLogDelivery",
            Principal={"Service": "logging.s3.amazonaws.com"}, Condition=condition,
        )
    )  # fmt: skip


def lifecycle(kind: str) -> list[Document]:
    """The rules that the policy asks for, and ways to miss them."""
    if kind == "none":
        return []
    status = "Disabled" if kind == "disabled" else "Enabled"
    daily = {"early": 1, "late": 400}.get(kind, 30)
    return [
        {"ID": "daily", "Status": status, "Filter": {"Prefix": "daily/"}, "Expiration": {"Days": daily}},
        {
            "ID": "monthly", "Status": status, "Filter": {"Prefix": "monthly/"}, "Expiration": {"Days": 365},
            "Transitions": [{"Days": 30, "StorageClass": "GLACIER_IR"}],
        },
        {
            "ID": "versions", "Status": status, "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        },
    ]  # fmt: skip


def trust_policy(kind: str) -> Document:
    """Who may assume a role."""
    issuer = "token.actions.githubusercontent.com"
    assume = "sts:AssumeRole"
    match kind:
        case "github":
            subject = {f"{issuer}:aud": "sts.amazonaws.com", f"{issuer}:sub": "repo:example/estate:ref:refs/heads/main"}
            return _document(
                _allow(
                    "sts:AssumeRoleWithWebIdentity",
                    Principal={"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer}"},
                    Condition={"StringEquals": subject},
                )
            )  # fmt: skip
        case "account":
            mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
            return _document(_allow(assume, Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, Condition=mfa))
        case "service":
            return _document(_allow(assume, Principal={"Service": "backup.amazonaws.com"}, Condition=_OWN_SOURCES))
        case "service-without-source":
            return _document(_allow(assume, Principal={"Service": "backup.amazonaws.com"}))
        case "stranger":
            return _document(_allow(assume, Principal={"AWS": f"arn:aws:iam::{FOREIGN_ACCOUNT}:root"}))
        case _:
            return _document(_allow(assume, Principal={"AWS": "*"}))


def role_documents(kinds: list[str]) -> dict[str, Document]:
    """Inline policies by name.

    Those of duties are as somebody would write them by hand, within the 10,240 characters that a role's inline policies
    may have: statements that name a thousand buckets one by one would not fit.
    """
    rds, buckets = f"arn:aws:rds:{REGION}:{ACCOUNT}", ["arn:aws:s3:::backup-*", "arn:aws:s3:::backup-*/*"]
    keys = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/*"
    known = {
        "audit": [
            _allow(["rds:Describe*", "cloudwatch:DescribeAlarms", "kms:ListAliases"], "*"),
            _allow(["s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration"], buckets),
            _allow(["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus"], keys),
        ],
        "apply": [
            _allow(["rds:ModifyDBInstance", "rds:AddTagsToResource"], f"{rds}:db:backup-*"),
            _allow(["s3:PutBucket*", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"], buckets),
        ],
        "drill": [
            _allow(["rds:Describe*", "rds:ListTagsForResource"], "*"),
            _allow(["rds:RestoreDBInstance*", "rds:DeleteDBInstance"], [f"{rds}:db:drctl-*", f"{rds}:snapshot:*"]),
            _allow(["kms:Decrypt", "kms:CreateGrant"], keys, Condition={"Bool": {"kms:GrantIsForAWSResource": "true"}}),
        ],
        "backup": [_allow(["s3:PutObject", "s3:AbortMultipartUpload"], buckets), _allow("kms:GenerateDataKey", keys)],
        "restore": [_allow(["s3:GetObject", "s3:ListBucket"], buckets), _allow("kms:Decrypt", keys)],
        "everything": [_allow("*", "*")],
        "pass-role": [_allow(["iam:PassRole", "lambda:CreateFunction"], "*")],
        "boundary": [_allow(["rds:*", "s3:*", "kms:*", "cloudwatch:*", "sns:*", "iam:Get*", "iam:List*"], "*")],
    }  # fmt: skip
    return {kind: _document(*known[kind]) for kind in kinds}
