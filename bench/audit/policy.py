"""The policy that asks for all that drctl can judge, for every resource of the estate."""

from __future__ import annotations

import copy
import datetime
import pathlib

from estate import (
    ACCOUNT,
    BOUNDARY,
    DATA_KEYS,
    DUTIES,
    GROUP,
    KEYS,
    POLICY,
    REGION,
    RETENTIONS,
    TOPIC,
    TRUSTS,
    WINDOWS,
    Estate,
    log_bucket,
)


# Roles a policy.
ROLES = 50


def policy(estate: Estate) -> str:
    """The policy of everything but the roles."""
    return "\n".join([_HEAD, _databases(estate), _storage(estate), _keys(), _TAIL, _waivers(estate)])


def roles_policy(estate: Estate, first: int) -> str:
    """A policy of fifty roles, over five databases and a bucket: IAM takes no role that names a thousand of anything."""
    part = copy.copy(estate)
    part.roles = estate.roles[first : first + ROLES]
    part.databases, part.buckets = estate.databases[:5], estate.buckets[:1]
    head = _HEAD.replace(f"name: {POLICY},", f"name: {POLICY}-roles-{first},")
    return "\n".join([head, _databases(part), _storage(part), _keys(), _roles(part), _DRILL])


def write_policies(estate: Estate, folder: pathlib.Path) -> pathlib.Path:
    """A folder with all of them."""
    folder.mkdir()
    (folder / "estate.yaml").write_text(policy(estate))
    for first in range(0, len(estate.roles), ROLES):
        (folder / f"roles-{first}.yaml").write_text(roles_policy(estate, first))
    return folder


_HEAD = f"""apiVersion: drctl/v1
kind: RecoveryPolicy
metadata: {{name: {POLICY}, owner: bench}}
scope: {{accounts: ["{ACCOUNT}"], regions: [{REGION}], environment: production}}
objectives: {{rto: 4h, rpo: 24h}}
tags: {{app: estate, stage: production}}
"""

_DRILL = """
drill:
  every: 90d
  into: {subnetGroup: estate-drill, securityGroups: [sg-0d411000000000001], instanceClass: db.t4g.medium}
  checks:
    - {name: answers, query: select 1, expect: 1}
"""

_TAIL = f"""
notifications:
  topic: {TOPIC}
  subscribers:
    - {{email: oncall@example.com}}
    - {{https: https://alerts.example.com/hook}}
    - {{sqs: "arn:aws:sqs:{REGION}:{ACCOUNT}:estate-alerts"}}
alarms: {{heartbeat: {{audit: 26h, backup: 26h}}}}
{_DRILL}"""


def _databases(estate: Estate) -> str:
    entries = []
    for first in range(0, len(estate.databases), GROUP):
        members, group = estate.databases[first : first + GROUP], first // GROUP
        # A quarter is named, the rest carry tags.
        select = (
            f"ids: [{', '.join(one.name for one in members)}]"
            if group % 4 == 0
            else f"tags: {{app: estate, service: {members[0].settings['service']}}}"
        )
        entries.append(f"""  - select: {{{select}}}
    engine: postgres
    backups: {{window: {WINDOWS[group % 4]}, retention: {RETENTIONS[group % 4]}d, monthly: {{keep: 12}}}}
    protection:
      encryption: alias/{DATA_KEYS[group % 2]}
      deletionProtection: true
      copyTagsToSnapshots: true
      publicAccess: false
      multiAZ: true
      minorVersionUpgrades: true
      iamAuthentication: true
      forceTLS: true
      exportLogs: [postgresql, upgrade]
      storageLimit: 100GiB
    secrets: [{members[0].settings["service"]}/database]""")
    return "databases:\n" + "\n".join(entries) + "\n"


def _storage(estate: Estate) -> str:
    # One to three rules a bucket.
    more = [
        "\n      - {prefix: monthly/, transition: {after: 30d, to: GLACIER_IR}, expire: 12mo}",
        "\n      - {noncurrent: {expire: 30d}, abortIncompleteUploads: 7d}",
    ]
    entries = []
    for bucket in estate.buckets:
        number = bucket.number
        lock = "\n    objectLock: {mode: governance, retention: 30d}" if number % 3 == 0 else ""
        entries.append(f"""  - bucket: {_placeholders(bucket.name)}
    encryption: {{kms: alias/{DATA_KEYS[number % 2]}, bucketKey: true}}
    versioning: true
    publicAccess: blocked
    tlsOnly: true{lock}
    accessLogs: {_placeholders(log_bucket(number))}
    lifecycle:
      - {{prefix: daily/, expire: 30d}}{"".join(more[: number % 3])}""")
    return "storage:\n" + "\n".join(entries) + "\n"


def _placeholders(name: str) -> str:
    return name.replace(ACCOUNT, "${account}")


def _keys() -> str:
    return "keys:\n" + "\n".join(f"  - {{alias: {alias}, rotation: 1y, deletionWindow: 30d}}" for alias in KEYS) + "\n"


def _roles(estate: Estate) -> str:
    trusts = {
        "github": "{githubActions: {repository: example/estate, ref: refs/heads/main}}",
        "account": f'{{account: "{ACCOUNT}", mfa: true}}',
        "service": "{service: backup.amazonaws.com}",
    }
    lines = []
    for role in estate.roles:
        duties = ", ".join(DUTIES[role.number % len(DUTIES)])
        boundary = f", permissionsBoundary: {BOUNDARY}" if role.number % 4 == 0 else ""
        lines.append(f"  - {{name: {role.name}, trust: {trusts[TRUSTS[role.number % 3]]}, may: [{duties}]{boundary}}}")
    return "roles:\n" + "\n".join(lines) + "\n"


def _waivers(estate: Estate) -> str:
    """Some of the violations are accepted, for less than the year after which a waiver is warned of."""
    until = datetime.date.today() + datetime.timedelta(days=180)
    accepted = [one.name for one in estate.databases if "single-az" in one.defects][:20]
    lines = [
        f"  - {{control: database.multi-az, resource: {name}, reason: can be remade, owner: bench, expires: {until}}}"
        for name in accepted
    ]
    return "waivers:\n" + "\n".join(lines) + "\n" if lines else ""
