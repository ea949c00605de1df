"""KMS keys without the RSA key that moto makes for each, also for those that encrypt alone: it takes a tenth of a second."""

from __future__ import annotations

from typing import Any

from moto.kms import models

from .. import hooks


def install() -> None:
    """Makes private keys for what signs, and for nothing else."""
    original = getattr(models, "generate_private_key", None)
    if original is None:
        raise hooks.HookMismatch("moto.kms.models.generate_private_key does not exist")

    def private_key(spec: str) -> Any:
        return original(spec) if spec.startswith(("RSA_", "ECC_")) else None

    models.generate_private_key = private_key
