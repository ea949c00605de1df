"""Faults, each in the form that a client would meet on AWS."""

from __future__ import annotations

import http.client
import subprocess
import threading
import time
import urllib.error
import urllib.request

from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError
from botocore.parsers import ResponseParserError

from .harness import Instance, Mismatch, equal, eventually, expect, refused


def _list_instances(sandbox: Instance) -> object:
    return sandbox.client("rds").describe_db_instances()


def check_errors_have_the_form_of_their_protocol(sandbox: Instance) -> None:
    query, json_, rest = sandbox.client("sns"), sandbox.client("kms"), sandbox.client("s3")
    for kind, codes in (
        ("throttle", ("Throttling", "ThrottlingException", "SlowDown")),
        ("denied", ("AccessDenied", "AccessDeniedException", "AccessDenied")),
        ("expired", ("ExpiredToken", "ExpiredTokenException", "ExpiredToken")),
        ("error", ("InternalFailure", "InternalFailure", "InternalFailure")),
    ):
        for service, call, code in zip(
            ("sns", "kms", "s3"), (query.list_topics, json_.list_keys, rest.list_buckets), codes, strict=True
        ):
            sandbox.fault(kind=kind, service=service, action="List.*", times=1)
            refused(code, call)
            call()


def check_rest_operations_have_their_names(sandbox: Instance) -> None:
    # An operation that no check beside this one calls meanwhile.
    sandbox.fault(kind="denied", service="s3", action="GetBucketWebsite", times=1)
    s3 = sandbox.client("s3")
    bucket = dict(Bucket="kb-backups-123456789012-us-east-1")
    s3.get_bucket_versioning(**bucket)
    refused("AccessDenied", lambda: s3.get_bucket_website(**bucket))


def check_a_share_of_calls_can_fail(sandbox: Instance) -> None:
    fault = sandbox.fault(kind="throttle", service="ssm", probability=0.3)
    failed = 0
    for _ in range(60):
        try:
            sandbox.client("ssm").describe_parameters()
        except ClientError:
            failed += 1
    sandbox.control(f"faults/{fault}", "DELETE")
    expect(8 <= failed <= 30, f"{failed} of 60 calls failed")


def check_broken_answers(sandbox: Instance) -> None:
    iam = sandbox.client("iam")
    for values in (
        {"kind": "truncate"}, {"kind": "truncate", "how": "transfer"}, {"kind": "garbage"}, {"kind": "reset"}
    ):  # fmt: skip
        fault = sandbox.fault(service="iam", action="ListRoles", times=1, **values)
        # A connection that the last fault broke can end a call before it is sent: the fault must have struck.
        while fault in (waiting["id"] for waiting in sandbox.control("faults")):
            try:
                iam.list_roles()
            except (ResponseParserError, HTTPClientError, ConnectionClosedError, ValueError):
                continue
            raise Mismatch(f"{values} went unnoticed")
    sandbox.fault(kind="html", service="iam", action="ListRoles", times=1)
    request = urllib.request.Request(
        sandbox.endpoint, b"Action=ListRoles&Version=2010-05-08",
        {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIASANDBOXDEPLOY000/20260101/us-east-1/iam/aws4_request",
         "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    try:
        urllib.request.urlopen(request)
        raise Mismatch("the HTML page was not served")
    except urllib.error.HTTPError as refusal:
        equal((refusal.code, refusal.headers.get_content_type()), (500, "text/html"), "the page")
    started = time.monotonic()
    sandbox.fault(kind="slow", seconds=0.5, service="iam", action="ListRoles", times=1)
    iam.list_roles()
    expect(time.monotonic() - started >= 0.5, "a slow answer was fast")


def check_a_skewed_clock_refuses_and_tells_its_time(sandbox: Instance) -> None:
    fault = sandbox.fault(kind="skew", seconds=3600, service="ssm")
    answer = refused("RequestTimeTooSkewed", lambda: sandbox.client("ssm").describe_parameters())
    sandbox.control(f"faults/{fault}", "DELETE")
    date = answer["ResponseMetadata"]["HTTPHeaders"]["date"]
    served = time.mktime(time.strptime(date, "%a, %d %b %Y %H:%M:%S GMT")) - time.timezone
    expect(abs(served - time.time() - 3600) < 10, f"the Date header says {date}")


def check_unknown_faults_and_operations_are_refused_clearly(sandbox: Instance) -> None:
    for wrong in ({"kind": "nonsense"}, {"kind": "slow", "secnods": 3}, {"kind": "slow", "action": "("}):
        expect("error" in sandbox.control("faults", "POST", wrong), f"{wrong} was taken")
    refused("InvalidAction", lambda: sandbox.client("rds").describe_reserved_db_instances())


def check_restores_can_get_stuck_or_fail(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    snapshot = "kb-prod-before-upgrade"
    stuck = sandbox.fault(kind="state", state="stuck-creating", target="stuck")
    sandbox.fault(kind="state", state="incompatible-restore", target="broken", times=1)
    for name in ("stuck", "broken"):
        rds.restore_db_instance_from_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier=snapshot)
    eventually(
        "the restore has failed", lambda: sandbox.database("broken")["DBInstanceStatus"] == "incompatible-restore"
    )
    equal(sandbox.database("stuck")["DBInstanceStatus"], "creating", "the stuck restore")
    sandbox.control(f"faults/{stuck}", "DELETE")
    sandbox.available("stuck")
    never = sandbox.fault(kind="state", state="stuck-deleting", target="stuck")
    rds.delete_db_instance(DBInstanceIdentifier="stuck", SkipFinalSnapshot=True)
    rds.delete_db_instance(DBInstanceIdentifier="broken", SkipFinalSnapshot=True)
    time.sleep(0.4)
    equal(sandbox.database("stuck")["DBInstanceStatus"], "deleting", "a deletion that never ends")
    sandbox.control(f"faults/{never}", "DELETE")


def check_a_snapshot_can_fail(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    sandbox.fault(kind="state", state="failed", target="unlucky", times=1)
    sandbox.available("kb-staging")
    rds.create_db_snapshot(DBInstanceIdentifier="kb-staging", DBSnapshotIdentifier="unlucky")

    def status() -> str:
        return str(rds.describe_db_snapshots(DBSnapshotIdentifier="unlucky")["DBSnapshots"][0]["Status"])

    eventually("the snapshot has failed", lambda: status() == "failed")
    refused(
        "InvalidDBSnapshotState",
        lambda: rds.restore_db_instance_from_db_snapshot(
            DBInstanceIdentifier="nothing", DBSnapshotIdentifier="unlucky"
        ),
    )


def check_a_database_can_refuse_connections_and_cut_them(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    sandbox.fault(kind="refuse-connections", seconds=1.5, target="shy", times=1)
    rds.restore_db_instance_from_db_snapshot(DBInstanceIdentifier="shy", DBSnapshotIdentifier="kb-prod-before-upgrade")
    sandbox.available("shy")
    refusal = sandbox.psql("shy", "select 1")
    expect("refused" in refusal.stderr, f"it answered: {refusal.stdout}{refusal.stderr}")
    eventually("it accepts connections", lambda: sandbox.psql("shy", "select 1").returncode == 0)
    sandbox.fault(kind="reset-connections", seconds=0.2, target="shy", times=1)
    cut = sandbox.psql("shy", "select pg_sleep(20)")
    expect(cut.returncode != 0 and "terminat" in cut.stderr, f"the query survived: {cut.stderr}")
    sandbox.fault(kind="reset-connections", seconds=0.2, target="shy", times=1, how="kill")
    cut = sandbox.psql("shy", "select pg_sleep(20)")
    # psql only reports that the connection was lost; with 'terminate' the server gives the reason.
    expect(cut.returncode != 0 and "terminat" not in cut.stderr, f"the query survived: {cut.stderr}")
    eventually("it recovers", lambda: sandbox.psql("shy", "select 1").returncode == 0)
    rds.delete_db_instance(DBInstanceIdentifier="shy", SkipFinalSnapshot=True)


def check_a_slow_answer_holds_up_nobody_else(sandbox: Instance) -> None:
    sandbox.fault(kind="slow", seconds=3, service="kms", action="ListAliases", times=1)
    slow = threading.Thread(target=sandbox.client("kms").list_aliases)
    slow.start()
    eventually("the fault has struck", lambda: not sandbox.control("faults"))
    sandbox.client("sqs").list_queues()
    expect(slow.is_alive(), "the slow call was over before the other one")
    slow.join()


def check_connections_stay_open(sandbox: Instance) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(sandbox.endpoint.rsplit(":", 1)[1]))
    scope = "AWS4-HMAC-SHA256 Credential=AKIASANDBOXDEPLOY000/20260101/us-east-1/s3/aws4_request"
    headers = {"Authorization": scope, "x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    sockets = set()
    body = b"0123456789abcdef" * 200_000
    pieces = iter([body[:1_000_000], body[1_000_000:]])
    for method, path, content, chunked in (
        ("PUT", "/open-bucket", None, False),
        ("PUT", "/open-bucket/whole", body, False),
        ("PUT", "/open-bucket/chunked", pieces, True),
        ("GET", "/open-bucket/whole", None, False),
        ("GET", "/open-bucket/chunked", None, False),
    ):
        connection.request(method, path, content, headers, encode_chunked=chunked)
        answer = connection.getresponse()
        got = answer.read()
        equal(answer.status, 200, f"{method} {path}: {got[:300]!r}")
        expect(method == "PUT" or got == body, f"{path} came back changed")
        sockets.add(connection.sock.getsockname())
    equal(len(sockets), 1, "connections used")


def check_calls_are_recorded(sandbox: Instance) -> None:
    sandbox.client("dynamodb").list_tables()
    calls = sandbox.control("calls?service=dynamodb&operation=ListTables")
    equal(calls["count"], 1, "recorded calls")
    equal(calls["calls"][0]["accessKey"], sandbox.environment["AWS_ACCESS_KEY_ID"], "the caller")
    curl = subprocess.run(["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{sandbox.endpoint.rsplit(':', 1)[1]}"])
    equal(curl.returncode, 0, "the port is open on loopback")


CHECKS = [
    check_errors_have_the_form_of_their_protocol,
    check_rest_operations_have_their_names,
    check_a_share_of_calls_can_fail,
    check_broken_answers,
    check_a_skewed_clock_refuses_and_tells_its_time,
    check_unknown_faults_and_operations_are_refused_clearly,
    check_restores_can_get_stuck_or_fail,
    check_a_snapshot_can_fail,
    check_a_database_can_refuse_connections_and_cut_them,
    check_a_slow_answer_holds_up_nobody_else,
    check_connections_stay_open,
    check_calls_are_recorded,
]
