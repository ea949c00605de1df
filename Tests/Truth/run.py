"""Seeds accounts by somebody else's script, which writes down what is wrong with every resource, and compares each verdict.

    run.py SEED_ESTATE DRCTL [--seeds 1 2 3] [--databases 60] [--buckets 60] [--roles 40] [--topics 8] [--keys 10]

SEED_ESTATE writes a truth: each resource with its settings and defects. The policy asks for the settings of a compliant
one. What is expected of a control follows from the settings alone; a verdict that differs, or is missing, is printed, and
the exit code is 1. Defects that no control of drctl is about are listed, so that nobody takes them for agreement.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ACCOUNT, REGION, KEY = "123456789012", "us-east-1", "drkey-00000"
LOGS = {
    "postgres": ["postgresql", "upgrade"],
    "mysql": ["audit", "error", "general", "slowquery"],
    "mariadb": ["audit", "error", "general", "slowquery"],
}

# What a control says of settings: True for met, False for violated. None is not compared.
DATABASES = {
    "backup-retention": lambda s: s["retention"] >= 30,
    "backup-window": lambda s: s["window"] == "03:00-03:30",
    "storage-encrypted": lambda s: s["encrypted"],
    # Of an unencrypted one, storage-encrypted speaks.
    "encryption-key": lambda s: s["kms"] == "main" if s["encrypted"] else None,
    "deletion-protection": lambda s: s["deletion_protection"],
    "copy-tags": lambda s: s["copy_tags"],
    "not-public": lambda s: not s["public"],
    "multi-az": lambda s: s["multi_az"],
    "minor-version-upgrades": lambda s: s["auto_minor"],
    "iam-authentication": lambda s: s["iam_auth"],
    "log-exports": lambda s: set(LOGS[s["engine"]]) <= set(s["log_exports"]),
    "snapshot-not-shared": lambda s: s["snapshot"] not in ("public", "shared"),
}
BUCKETS = {
    "bucket-exists": lambda s: True,
    "encryption": lambda s: s["sse"] == "aws:kms",
    "bucket-key": lambda s: s["bucket_key"] if s["sse"] == "aws:kms" else None,
    "versioning": lambda s: s["versioning"] == "Enabled",
    "lifecycle": lambda s: s["lifecycle"] == "90d",
    "public-access-blocked": lambda s: s["pab"] == "full",
    "tls-only": lambda s: s["policy"] == "tls",
    # Beside a denial of everybody without TLS nobody is allowed anything.
    "policy-not-public": lambda s: s["policy"] != "public-read",
    "access-logs": lambda s: s["logging"],
}
ROLES = {
    "exists": lambda s: True,
    # The policy's trust: AWS Backup for this account.
    "trust-exact": lambda s: s["trust"] == "service",
    # What was written inline is not what drctl derives from a duty: never exact.
    "statements-exact": lambda s: False,
    "no-extra-policies": lambda s: None if s["managed"] == [] else False,
}
TOPICS = {
    "topic-exists": lambda s: True,
    "topic-encrypted": lambda s: s["kms"] == "main",
    "topic-policy-not-public": lambda s: s["policy"] != "public",
    "subscribers": lambda s: s["subs"] > 0,
}
KEYS = {
    "exists": lambda s: True,
    # A key that is disabled or goes has a state of its own; AWS does not rotate it.
    "rotation": lambda s: s["rotation"] if s["state"] == "Enabled" else None,
    "policy-not-public": lambda s: s["policy"] != "star",
    "not-pending-deletion": lambda s: s["state"] != "PendingDeletion",
    "enabled": lambda s: s["state"] == "Enabled" if s["state"] != "PendingDeletion" else None,
}
# Of the bucket that receives the logs of the others.
UNASKED_OF_LOGS = {"access-logs", "encryption", "bucket-key"}
# (kind in the truth, prefix of the controls, expectations, kind in results)
JUDGED = [
    ("db", "database", DATABASES, "database"), ("bucket", "storage", BUCKETS, "bucket"),
    ("role", "roles", ROLES, "role"), ("topic", "alerting", TOPICS, "topic"), ("key", "keys", KEYS, "key"),
]  # fmt: skip
NOT_JUDGED = {
    "db.missing_tier_tag": "tags select databases, and drctl asks for no others",
    "bucket.missing_tier_tag": "as of databases",
    "role.missing_tier_tag": "as of databases",
    "db.no_manual_snapshot": "automated backups satisfy the policy; manual ones are asked for by `monthly`",
    "role.session_12h": "no control is about the length of sessions",
    "alarm.*": "the script's alarms are not those that follow from a policy; what drctl says of its own is tested elsewhere",
}


def policies(truth: dict) -> dict[str, str]:
    """The policies of a compliant estate: one of everything, and one for each further topic, of which a policy has one."""
    head = f"""apiVersion: drctl/v1
kind: RecoveryPolicy
metadata: {{name: NAME, owner: truth}}
scope: {{accounts: ["{ACCOUNT}"], regions: [{REGION}], environment: production}}
objectives: {{rto: 4h, rpo: 24h}}
drill: null
"""
    lines = [head.replace("NAME", "everything"), "databases:"]
    for engine, logs in LOGS.items():
        names = [one["name"] for one in truth["db"] if one["settings"]["engine"] == engine]
        if names:
            lines.append(f"""  - select: {{ids: [{", ".join(names)}]}}
    engine: {engine}
    backups: {{window: 03:00-03:30, retention: 30d}}
    protection:
      encryption: alias/{KEY}
      deletionProtection: true
      copyTagsToSnapshots: true
      publicAccess: false
      multiAZ: true
      minorVersionUpgrades: true
      iamAuthentication: true
      exportLogs: [{", ".join(logs)}]""")
    lines.append("storage:")
    first = truth["bucket"][0]["name"]
    for bucket in truth["bucket"]:
        logs = "" if bucket["name"] == first else f"\n    accessLogs: {first}"
        # S3 delivers no logs to a bucket that a key of KMS encrypts: drctl refuses to ask for it.
        encryption = "s3" if bucket["name"] == first else f"{{kms: alias/{KEY}, bucketKey: true}}"
        lines.append(f"""  - bucket: {bucket["name"]}
    encryption: {encryption}
    versioning: true
    publicAccess: blocked
    tlsOnly: true{logs}
    lifecycle: [{{expire: 90d, noncurrent: {{expire: 30d}}}}]""")
    lines.append("keys:")
    lines += [f"  - {{alias: {one['name']}, rotation: 1y, deletionWindow: 30d}}" for one in truth["key"]]
    lines.append("roles:")
    lines += [
        f"  - {{name: {one['name']}, trust: {{service: backup.amazonaws.com}}, may: [backup]}}" for one in truth["role"]
    ]
    found = {"everything": "\n".join(lines) + "\n"}
    for topic in truth["topic"]:
        found[topic["name"]] = head.replace("NAME", topic["name"]) + f"""databases:
  - {{select: {{ids: [{truth["db"][0]["name"]}]}}}}
keys:
  - {{alias: {KEY}}}
notifications:
  topic: {topic["name"]}
  subscribers: [{{sqs: "arn:aws:sqs:{REGION}:{ACCOUNT}:dr-alerts"}}]
"""
    return found


def compared(truth: dict, findings: dict[tuple[str, str], dict], logs: str) -> tuple[int, list[str]]:
    """How many verdicts were compared, and those that differ."""
    count, wrong = 0, []
    for kind, prefix, expectations, _ in JUDGED:
        for resource in truth[kind]:
            for control, expected in expectations.items():
                want = expected(resource["settings"])
                if want is None or (control in UNASKED_OF_LOGS and resource["name"] == logs):
                    continue
                finding = findings.get((f"{prefix}.{control}", resource["name"]))
                said = finding["verdict"] if finding else "no finding"
                count += 1
                if said != ("met" if want else "violated"):
                    wrong.append(
                        f"{resource['name']} {prefix}.{control}: {said}, expected {'met' if want else 'violated'};"
                        f" settings {resource['settings']}; required {finding and finding['required']},"
                        f" observed {finding and (finding['observed'] or finding['failure'])}"
                    )
    return count, wrong


def served() -> tuple[subprocess.Popen, str]:
    environment = os.environ | {"MOTO_RDS_SNAPSHOT_LIMIT": "5000", "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
        "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    }  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, str(pathlib.Path(__file__).with_name("served.py"))],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    return server, f"http://127.0.0.1:{int(server.stdout.readline())}"


def audited(drctl: str, url: str, folder: pathlib.Path, texts: dict[str, str]) -> dict[tuple[str, str], dict]:
    """Every finding by control and resource; a topic's come from its own policy. One policy a run: together they would claim
    a database twice, which drctl refuses."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "DRCTL_"))} | {
        "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION, "DRCTL_STATE": str(folder / "state"),
    }  # fmt: skip
    found: dict[tuple[str, str], dict] = {}
    for name, text in texts.items():
        file = folder / f"{name}.yaml"
        file.write_text(text)
        run = subprocess.run(
            [drctl, "audit", "--policy", str(file), "--output", "json", "--quiet"],
            env=environment, capture_output=True, text=True,
        )  # fmt: skip
        if run.returncode not in (0, 2, 4):
            sys.exit(f"drctl audit of {name} ended with {run.returncode}: {run.stderr[-2000:]}")
        for target in json.loads(run.stdout)["targets"]:
            for finding in target["findings"]:
                key = (finding["control"], finding["resource"]["name"])
                if (name == "everything") != key[0].startswith("alerting."):
                    found[key] = finding
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeder")
    parser.add_argument("drctl")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    for name, count in (("databases", 60), ("buckets", 60), ("roles", 40), ("topics", 8), ("keys", 10)):
        parser.add_argument(f"--{name}", type=int, default=count)
    options = parser.parse_args()
    total, wrong, defects = 0, [], collections.Counter()
    for seed in options.seeds:
        server, url = served()
        try:
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                subprocess.run(
                    [sys.executable, options.seeder, "--endpoint", url, "--truth", str(folder / "truth.json"),
                     "--seed", str(seed), "--db", str(options.databases), "--bucket", str(options.buckets),
                     "--role", str(options.roles), "--topic", str(options.topics), "--key", str(options.keys),
                     "--alarm", "10", "--workers", "1"],
                    check=True, stdout=subprocess.DEVNULL,
                )  # fmt: skip
                truth = json.loads((folder / "truth.json").read_text())
                findings = audited(options.drctl, url, folder, policies(truth))
        finally:
            server.stdin.close()
            server.wait()
        count, differing = compared(truth, findings, truth["bucket"][0]["name"])
        total += count
        defects.update(truth["defect_counts"])
        wrong += [f"seed {seed}: {line}" for line in differing]
        print(f"seed {seed}: {count} verdicts compared, {len(differing)} differ", file=sys.stderr)
    for line in wrong:
        print(line)
    print(f"{total - len(wrong)} of {total} verdicts agree with the truth, over {len(options.seeds)} seeds")
    print(f"{sum(defects.values())} defects of {len(defects)} kinds; not judged:")
    for kind, reason in NOT_JUDGED.items():
        print(f"  {kind}: {reason}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
