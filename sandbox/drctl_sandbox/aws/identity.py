"""The signer of a call."""

from __future__ import annotations

from typing import Any

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from ..settings import ACCOUNT, DEPLOY_KEY, ENGINEER_KEY


def of(access_key: str) -> dict[str, Any]:
    """The userIdentity that CloudTrail would record."""
    role = _session(access_key)
    if role:
        return {
            "type": "AssumedRole",
            "principalId": role.user_id,
            "arn": role.arn,
            "accountId": role.account_id,
            "accessKeyId": access_key,
            "userName": role.session_name,
        }
    user = iam_backends[ACCOUNT]["aws"].get_user_from_access_key_id(access_key)
    name = user.name if user else "moto"
    return {
        "type": "IAMUser",
        "principalId": user.id if user else "AIDASANDBOXUNKNOWN000",
        "arn": user.arn if user else f"arn:aws:iam::{ACCOUNT}:user/{name}",
        "accountId": ACCOUNT,
        "accessKeyId": access_key,
        "userName": name,
    }


def _session(access_key: str) -> Any:
    """The session of a role, of whatever account; None for a user's key."""
    backends = [account["aws"] for account in sts_backends.values()]
    found = (backend.get_assumed_role_from_access_key(access_key) for backend in backends)
    return next((role for role in found if role), None)


def give_key(user_name: str, key: tuple[str, str]) -> None:
    """Gives an IAM user a well-known access key; IAM itself only issues random ones."""
    backend = iam_backends[ACCOUNT]["aws"]
    created = backend.create_access_key(user_name)
    del backend.access_keys[created.physical_resource_id]
    created.access_key_id, created.secret_access_key = key
    backend.access_keys[created.physical_resource_id] = created


def secret_of(access_key: str) -> str | None:
    """The secret of an access key that was issued."""
    known = dict([DEPLOY_KEY, ENGINEER_KEY]).get(access_key)
    if known:
        return known
    role = _session(access_key)
    if role:
        return str(role.secret_access_key)
    keys = iam_backends[ACCOUNT]["aws"].access_keys.values()
    return next((str(key.secret_access_key) for key in keys if key.access_key_id == access_key), None)
