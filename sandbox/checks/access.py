"""Connections: TLS, required TLS, passwords from Secrets Manager, IAM tokens."""

from __future__ import annotations

import json

from .harness import Instance, equal, eventually, expect


def check_tls_is_verified_against_the_sandbox_authority(sandbox: Instance) -> None:
    equal(sandbox.value("kb-prod", "select ssl from pg_stat_ssl where pid = pg_backend_pid()"), "t", "TLS")
    foreign = sandbox.psql("kb-prod", "select 1", sslrootcert="/dev/null")
    expect(foreign.returncode != 0, "an empty bundle must not verify the server")
    plain = sandbox.psql("kb-prod", "select 1", sslmode="disable")
    equal(plain.returncode, 0, "plain text while rds.force_ssl is 0")


def check_forced_tls_refuses_plain_text(sandbox: Instance) -> None:
    rds = sandbox.client("rds")

    def force(value: str) -> None:
        parameter = {"ParameterName": "rds.force_ssl", "ParameterValue": value, "ApplyMethod": "immediate"}
        rds.modify_db_parameter_group(DBParameterGroupName="kb-prod", Parameters=[parameter])

    force("1")
    try:
        eventually("plain text is refused", lambda: sandbox.psql("kb-prod", "select 1", sslmode="disable").returncode)
        equal(sandbox.value("kb-prod", "select 1"), "1", "TLS still works")
        described = rds.describe_db_parameters(DBParameterGroupName="kb-prod", Source="user")["Parameters"]
        equal([entry["ParameterValue"] for entry in described], ["1"], "user parameters")
    finally:
        force("0")


def check_secrets_hold_logins_that_work(sandbox: Instance) -> None:
    secrets = sandbox.client("secretsmanager")
    application = json.loads(secrets.get_secret_value(SecretId="kb/prod/database")["SecretString"])
    equal(application["port"], sandbox.database("kb-prod")["Endpoint"]["Port"], "the port in the secret")
    login = dict(user=application["username"], password=application["password"], dbname=application["dbname"])
    equal(sandbox.value("kb-prod", "select current_user", **login), "kb_app", "the application's login")
    arn = sandbox.database("kb-prod")["MasterUserSecret"]["SecretArn"]
    master = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    login = dict(user=master["username"], password=master["password"])
    equal(sandbox.value("kb-prod", "select current_user", **login), "kb_admin", "the master login")
    sandbox.client("rds").modify_db_instance(
        DBInstanceIdentifier="kb-prod", RotateMasterUserPassword=True, ApplyImmediately=True
    )
    sandbox.available("kb-prod")
    rotated = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    expect(rotated["password"] != master["password"], "the password was not rotated")
    expect(sandbox.psql("kb-prod", "select 1", **login).returncode, "the old password still works")
    login["password"] = rotated["password"]
    equal(sandbox.value("kb-prod", "select current_user", **login), "kb_admin", "the rotated login")


def check_iam_tokens_log_in_when_they_are_right(sandbox: Instance) -> None:
    rds = sandbox.client("rds")
    arn = sandbox.database("kb-prod")["MasterUserSecret"]["SecretArn"]
    secret = json.loads(sandbox.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
    master = dict(user=secret["username"], password=secret["password"])
    sandbox.value("kb-prod", "create role by_token login; grant rds_iam to by_token", **master)
    rds.modify_db_instance(DBInstanceIdentifier="kb-prod", EnableIAMDatabaseAuthentication=True, ApplyImmediately=True)
    endpoint = sandbox.available("kb-prod")["Endpoint"]

    def token(user: str) -> str:
        return rds.generate_db_auth_token(endpoint["Address"], endpoint["Port"], user)

    equal(sandbox.value("kb-prod", "select current_user", user="by_token", password=token("by_token")), "by_token", "")
    good = token("by_token")
    for what, password in (
        ("another user's token", token("kb_app")),
        ("a changed signature", good[:-1] + ("0" if good[-1] != "0" else "1")),
        ("an expired token", good.replace("X-Amz-Date=20", "X-Amz-Date=19")),
        ("a password", "secret"),
    ):
        expect(sandbox.psql("kb-prod", "select 1", user="by_token", password=password).returncode, f"{what} got in")
    expect(
        sandbox.psql("kb-prod", "select 1", user="by_token", password=good, sslmode="disable").returncode,
        "a token without TLS got in",
    )
    equal(sandbox.value("kb-prod", "select current_user"), "kb_app", "passwords still work for others")


CHECKS = [
    check_tls_is_verified_against_the_sandbox_authority,
    check_forced_tls_refuses_plain_text,
    check_secrets_hold_logins_that_work,
    check_iam_tokens_log_in_when_they_are_right,
]
