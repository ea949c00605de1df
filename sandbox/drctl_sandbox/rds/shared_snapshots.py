"""Snapshots that another account shares, ours: moto looks for every ARN in the caller's own account.

POST /_sandbox/shared-snapshots/ID has account 222222222222 share a copy of a manual snapshot, under a key of its own.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
"""

from __future__ import annotations

import copy
from typing import Any

from moto.rds.exceptions import DBSnapshotNotFoundFault
from moto.rds.models import DBInstance, DBSnapshot, RDSBackend, rds_backends

from .. import hooks
from ..core import Sandbox
from ..settings import ACCOUNT, REGION
from .validation import refuse

OTHER = "222222222222"


class _Shared(DBSnapshot):
    """Of the other account: RDS shows its ARN in the place of its name."""

    shared_arn: str

    @property
    def arn(self) -> str:  # type: ignore[override]
        return self.shared_arn

    @property
    def db_snapshot_arn(self) -> str:
        return self.shared_arn


class SharedSnapshots:
    """The hooks around what other accounts share."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._shared: dict[str, DBSnapshot] = {}

    def install(self) -> None:
        """Hooks what takes a snapshot's ARN."""
        hooks.wrap(RDSBackend, "get_db_snapshot", self._get)
        hooks.wrap(RDSBackend, "describe_db_snapshots", self._describe)
        hooks.wrap(RDSBackend, "copy_db_snapshot", self._copy)
        hooks.wrap(RDSBackend, "restore_db_instance_from_db_snapshot", self._restore)
        self.sandbox.share_snapshot = self.share

    def share(self, identifier: str) -> str:
        """Lets the other account have a copy of a snapshot, and share it; answers with its ARN."""
        own = rds_backends[ACCOUNT][REGION].database_snapshots[identifier]
        arn = f"arn:aws:rds:{REGION}:{OTHER}:snapshot:{identifier}"
        shared: Any = copy.copy(own)
        shared.__class__ = _Shared
        shared.shared_arn = arn
        shared._db_snapshot_identifier = arn
        if own.kms_key_id:
            shared.kms_key_id = own.kms_key_id.replace(ACCOUNT, OTHER)
        self._shared[arn] = shared
        physical = self.sandbox.copies.get(own.arn)
        if physical is not None:
            self.sandbox.copies[arn] = physical
        return arn

    def _find(self, identifier: str | None) -> DBSnapshot | None:
        if not identifier or not identifier.startswith("arn:") or identifier.split(":")[4] == ACCOUNT:
            return None
        found = self._shared.get(identifier)
        if found is None:
            raise DBSnapshotNotFoundFault(identifier)
        return found

    def _get(self, original: Any, backend: RDSBackend, identifier: str) -> DBSnapshot:
        return self._find(identifier) or original(backend, identifier)

    def _describe(
        self,
        original: Any,
        backend: RDSBackend,
        db_instance_identifier: str | None,
        db_snapshot_identifier: str | None = None,
        *rest: Any,
        **named: Any,
    ) -> list[DBSnapshot]:
        found = self._find(db_snapshot_identifier)
        if found is not None:
            return [found]
        listed: list[DBSnapshot] = original(backend, db_instance_identifier, db_snapshot_identifier, *rest, **named)
        return listed

    def _copy(
        self, original: Any, backend: RDSBackend, source_db_snapshot_identifier: str, *rest: Any, **named: Any
    ) -> DBSnapshot:
        found: Any = self._find(source_db_snapshot_identifier)
        if found is not None and found.encrypted and not named.get("kms_key_id"):
            raise refuse("InvalidParameterCombination", "A KMS key must be given to copy a shared encrypted snapshot.")
        copied: DBSnapshot = original(backend, source_db_snapshot_identifier, *rest, **named)
        if found is not None:
            # RDS tells the origin of copies from other accounts and regions only.
            copied.source_db_snapshot_identifier = source_db_snapshot_identifier
        return copied

    def _restore(self, original: Any, backend: RDSBackend, identifier: str, overrides: Any) -> DBInstance:
        found: Any = self._find(identifier)
        if found is not None and found.encrypted:
            raise refuse("InvalidParameterValue", "A snapshot that is shared and encrypted cannot be restored: copy it.")
        restored: DBInstance = original(backend, identifier, overrides)
        return restored
