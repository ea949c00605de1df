"""The estate as data: every resource with its settings, four in ten with defects; the same sizes give the same estate.

Two defects of one resource never touch the same setting, so that each of them is there.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from defects import ALARM_DEFECTS, BUCKET_DEFECTS, DATABASE_DEFECTS, KEY_DEFECTS, ROLE_DEFECTS, Defects, Settings

POLICY = "estate"
ACCOUNT, REGION = "123456789012", "us-east-1"
TOPIC = "estate-alerts"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/estate-boundary"
TAGS = [{"Key": "app", "Value": "estate"}, {"Key": "stage", "Value": "production"}]
# So many databases share an entry of the policy, and so many buckets a bucket for their logs.
GROUP, LOGGED = 25, 100
WINDOWS = ("02:00-02:30", "02:30-03:00", "03:00-03:30", "03:30-04:00")
RETENTIONS = (30, 35, 14, 7)
KEYS = ("estate-alerts", "estate-data", "estate-backups", *(f"estate-team-{n}" for n in range(7)))
DATA_KEYS = ("estate-data", "estate-backups")
DUTIES = (["audit"], ["drill"], ["backup"], ["restore"], ["drill", "restore"])
AGES = ("recovery-point-age", "drill-age")
TRUSTS = ("github", "account", "service")


@dataclass(frozen=True)
class Resource:
    """One resource of the account."""

    number: int
    name: str
    settings: Settings
    defects: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sizes:
    """How many of each kind."""

    databases: int = 1_000
    buckets: int = 1_000
    roles: int = 200
    alarms: int = 500

    @property
    def log_buckets(self) -> int:
        """Buckets that only receive logs; they count among the buckets."""
        return -(-self.buckets // (LOGGED + 1))


class Estate:
    """All resources, in the order in which they are made."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self._random = random.Random(20_260_101)
        kept = sizes.buckets - sizes.log_buckets
        self.keys = self._many(len(KEYS), lambda n: KEYS[n], _key, KEY_DEFECTS, sound=3)
        self.databases = self._many(sizes.databases, lambda n: f"estate-db-{n:04}", _database, DATABASE_DEFECTS)
        self.buckets = self._many(kept, lambda n: bucket_name(f"backup-{n:04}"), _bucket, BUCKET_DEFECTS)
        self.roles = self._many(sizes.roles, lambda n: f"estate-role-{n:03}", _role, ROLE_DEFECTS)
        self.alarms = self._many(sizes.alarms, _alarm_name, _alarm, ALARM_DEFECTS)

    @property
    def log_buckets(self) -> list[str]:
        """Where access logs go."""
        return [log_bucket(n * LOGGED) for n in range(self.sizes.log_buckets)]

    @property
    def counts(self) -> Counter[str]:
        """How often each defect is there."""
        kinds = {"key": self.keys, "database": self.databases, "bucket": self.buckets, "role": self.roles}
        return Counter(
            f"{kind}: {defect}"
            for kind, resources in (kinds | {"alarm": self.alarms}).items()
            for one in resources
            for defect in one.defects
        )

    def _many(
        self, count: int, name: Callable[[int], str], good: Callable[[int], Settings], defects: Defects, sound: int = 0
    ) -> list[Resource]:
        return [self._one(n, name(n), good(n), defects if n >= sound else {}) for n in range(count)]

    def _one(self, number: int, name: str, settings: Settings, defects: Defects) -> Resource:
        chosen: list[str] = []
        if self._random.random() < 0.4 and defects:
            wanted = self._random.choices((1, 2, 3), (65, 22, 13))[0]
            for defect in self._random.sample(sorted(defects), len(defects)):
                taken = {name for other in chosen for name in defects[other]}
                if len(chosen) < wanted and not taken & set(defects[defect]):
                    chosen.append(defect)
        for defect in chosen:
            settings |= defects[defect]
        return Resource(number, name, settings, sorted(chosen))


def bucket_name(stem: str) -> str:
    """A bucket's name as the policy's placeholders make it."""
    return f"{stem}-{ACCOUNT}"


def log_bucket(number: int) -> str:
    """Where the access logs of a bucket go."""
    return bucket_name(f"logs-{number // LOGGED:02}")


def _key(number: int) -> Settings:
    return {"rotates": True, "policy": "account", "state": "Enabled"}


def _database(number: int) -> Settings:
    group = number // GROUP
    return {
        "service": f"service-{group:02}", "window": WINDOWS[group % 4], "retention": RETENTIONS[group % 4],
        "key": DATA_KEYS[group % 2], "deletion_protection": True, "copy_tags": True, "public": False, "multi_az": True,
        "minor_upgrades": True, "iam": True, "logs": ["postgresql", "upgrade"],
        "parameters": f"estate-strict-{group % 6}", "snapshot": "private",
    }  # fmt: skip


def _bucket(number: int) -> Settings:
    return {
        "key": DATA_KEYS[number % 2], "bucket_key": True, "versioning": "Enabled",
        "lock_days": 30 if number % 3 == 0 else 0, "lifecycle": "exact", "block": "full", "policy": "tls",
        "logged": True, "ownership": "BucketOwnerEnforced",
    }  # fmt: skip


def _role(number: int) -> Settings:
    duties = DUTIES[number % len(DUTIES)]
    return {
        "trust": TRUSTS[number % 3],
        "attached": [],
        "extra": None,
        "boundary": number % 4 == 0,
        "written": len(duties),
    }


def _alarm(number: int) -> Settings:
    return {
        "enabled": True, "actions": True, "missing": "ignore",
        "threshold": (86_400.0, 7_776_000.0)[number % 2], "evaluations": 1, "statistic": "Maximum",
    }  # fmt: skip


def _alarm_name(number: int) -> str:
    """Two a database: of its newest recovery point and of its last drill."""
    return f"{POLICY}-{AGES[number % 2]}-estate-db-{number // 2:04}"
