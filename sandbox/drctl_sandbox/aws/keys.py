"""KMS keys without the RSA key that moto makes for each, also for those that encrypt alone: it takes a tenth of a second."""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms import models

from .. import hooks


class _NoKey:
    """The private key of a key that has none."""

    def public_key(self) -> bytes:
        """Refused, as KMS does."""
        raise JsonRESTError("UnsupportedOperationException", "The key is symmetric: it has no public key.")


def install() -> None:
    """Makes private keys for what signs, and for nothing else."""
    hooks.wrap(models, "generate_private_key", _private_key)


def _private_key(original: Any, spec: str) -> Any:
    return _NoKey() if spec == "SYMMETRIC_DEFAULT" or spec.startswith("HMAC_") else original(spec)
