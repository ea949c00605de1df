"""The master user's password: given, or managed by Secrets Manager."""

from __future__ import annotations

import json
import random
import string
from typing import Any

from moto.rds.models import DBInstance, MasterUserSecret

from .. import hooks


def install() -> None:
    """Makes moto's managed secrets contain the instance's user and a separate password."""
    hooks.wrap(MasterUserSecret, "_generate_secret_string", _generate_secret_string)


def managed_password(instance: DBInstance) -> str | None:
    """The password that Secrets Manager manages for an instance, if any."""
    secret = getattr(instance, "master_user_secret", None)
    if not instance.manage_master_user_password or secret is None:
        return None
    value = secret.secretsmanager.get_secret_value(secret.secret_arn, "", "AWSCURRENT")
    return str(json.loads(value["SecretString"])["password"])


def random_password() -> str:
    """A password as Secrets Manager generates it for RDS, without characters that need quoting."""
    return "".join(random.SystemRandom().choices(string.ascii_letters + string.digits, k=28))


def _generate_secret_string(original: Any, secret: MasterUserSecret) -> str:
    return json.dumps({"username": secret.resource.master_username, "password": random_password()})


def rotate(instance: Any) -> None:
    """Stores a new password in the managed secret; the caller sets it in the database."""
    secret = instance.master_user_secret
    value = json.dumps({"username": instance.master_username, "password": random_password()})
    secret.secretsmanager.put_secret_value(secret.secret_arn, value, None, None, None)
