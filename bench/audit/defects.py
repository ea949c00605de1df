"""What can be wrong with a resource: by name, the settings that differ from good ones."""

from __future__ import annotations

from typing import Any

Settings = dict[str, Any]
Defects = dict[str, Settings]

FOREIGN_ACCOUNT = "999999999999"

DATABASE_DEFECTS: Defects = {
    "no-backups": {"retention": 0},
    "retention-of-a-day": {"retention": 1},
    "window-in-business-hours": {"window": "13:00-13:30"},
    "not-encrypted": {"key": None},
    "encrypted-with-another-key": {"key": "estate-team-0"},
    "no-deletion-protection": {"deletion_protection": False},
    "tags-not-copied": {"copy_tags": False},
    "public": {"public": True},
    "single-az": {"multi_az": False},
    "no-minor-upgrades": {"minor_upgrades": False},
    "no-iam-logins": {"iam": False},
    "logs-not-exported": {"logs": []},
    "one-log-exported": {"logs": ["upgrade"]},
    "plain-connections": {"parameters": "estate-lax"},
    "no-manual-snapshot": {"snapshot": None},
    "snapshot-public": {"snapshot": "all"},
    "snapshot-shared": {"snapshot": FOREIGN_ACCOUNT},
}
BUCKET_DEFECTS: Defects = {
    "sse-s3-only": {"key": None},
    "encrypted-with-another-key": {"key": "estate-team-0"},
    "no-bucket-key": {"bucket_key": False},
    "versioning-suspended": {"versioning": "Suspended", "lock_days": 0},
    "never-versioned": {"versioning": None, "lock_days": 0},
    "short-lock": {"lock_days": 1},
    "no-lifecycle": {"lifecycle": "none"},
    "lifecycle-disabled": {"lifecycle": "disabled"},
    "expires-after-a-day": {"lifecycle": "early"},
    "expires-late": {"lifecycle": "late"},
    "block-removed": {"block": None},
    "block-in-part": {"block": "half"},
    "no-policy": {"policy": "none"},
    "plain-reads-denied-only": {"policy": "objects-only"},
    "readable-by-all": {"policy": "public", "block": None},
    "not-logged": {"logged": False},
    "acls": {"ownership": "BucketOwnerPreferred"},
}
ROLE_DEFECTS: Defects = {
    "trusts-everybody": {"trust": "everybody"},
    "trusts-a-stranger": {"trust": "stranger"},
    "confused-deputy": {"trust": "service-without-source"},
    "administrator": {"attached": ["arn:aws:iam::aws:policy/AdministratorAccess"]},
    "break-glass-left": {"extra": "everything"},
    "may-pass-any-role": {"extra": "pass-role"},
    "no-boundary": {"boundary": False},
    "duty-missing": {"written": 0},
}
ALARM_DEFECTS: Defects = {
    "muted": {"enabled": False},
    "tells-nobody": {"actions": False},
    "silence-is-fine": {"missing": "notBreaching"},
    "too-late": {"threshold": 31_536_000.0},
    "too-slow": {"evaluations": 24},
    "wrong-statistic": {"statistic": "Average"},
}
KEY_DEFECTS: Defects = {
    "not-rotated": {"rotates": False},
    "open-to-all": {"policy": "everybody"},
    "disabled": {"state": "Disabled"},
    "to-be-deleted": {"state": "PendingDeletion"},
}
