"""The configuration files of a cluster: server settings and host-based authentication."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from .wire import literal


@dataclass(frozen=True)
class Access:
    """Host-based authentication; follows the instance's settings as they change."""

    # rds.force_ssl of the parameter group
    force_tls: bool = False
    # Port of the token checker when the instance has IAM authentication, else None.
    token_port: int | None = None


@dataclass(frozen=True)
class Recovery:
    """Replay up to a point in time from another instance's archive."""

    archive: Path
    target: str


def server_settings(
    *, port: int, sockets: Path, archive: Path | None, certificates: Path, recovery: Recovery | None = None
) -> str:
    """The text of postgresql.auto.conf: small, fast and disposable, but with a real archive and real TLS."""
    # Before the first backup there is nothing to replay the log on, so it is discarded.
    command = _archive_command(archive) if archive else "true"
    values = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": sockets,
        "unix_socket_permissions": "0700",
        "ssl": "on",
        "ssl_cert_file": certificates / "server.crt",
        "ssl_key_file": certificates / "server.key",
        "password_encryption": "scram-sha-256",
        # The data lives as long as the sandbox: nothing has to survive a power cut.
        "fsync": "off",
        "shared_buffers": "16MB",
        "max_connections": 60,
        "max_wal_senders": 4,
        "wal_level": "replica",
        "wal_keep_size": "64MB",
        "min_wal_size": "4MB",
        "max_wal_size": "128MB",
        "archive_mode": "on",
        "archive_command": command,
        # During recovery connections are refused: 'not yet' must not look like 'stale data'.
        "hot_standby": "off",
        "log_destination": "stderr",
        "jit": "off",
    }
    if recovery:
        values |= {
            "restore_command": _restore_command(recovery.archive),
            "recovery_target_time": recovery.target,
            "recovery_target_action": "promote",
            "recovery_target_timeline": "latest",
        }
    return "".join(f"{name} = {literal(value)}\n" for name, value in values.items())


# A segment is closed at every heartbeat and is mostly empty: compressed it takes 1 % of the space.
ARCHIVED_SUFFIX = ".gz"


def _archive_command(archive: Path) -> str:
    folder = shlex.quote(str(archive))
    # Written under a hidden name first: a reader of the archive never sees half a segment.
    return f"gzip -1 < %p > {folder}/.%f && mv {folder}/.%f {folder}/%f{ARCHIVED_SUFFIX}"


def _restore_command(archive: Path) -> str:
    file = f"{shlex.quote(str(archive))}/%f{ARCHIVED_SUFFIX}"
    # PostgreSQL detects the end of the log by requesting a file that does not exist.
    return f"test -f {file} && gzip -dc {file} > %p"


def authentication_rules(access: Access, port: int) -> str:
    """The text of pg_hba.conf. The socket's folder belongs to the server's user, hence 'trust' there."""
    kind = "hostssl" if access.force_tls else "host"
    rules = ["local all rdsadmin trust", "local replication rdsadmin trust", "host all rdsadmin all reject"]
    if access.token_port:
        # RDS checks tokens by PAM, which sends the token as a plain password inside TLS. A simple LDAP bind does
        # the same on the wire, and the sandbox's token checker is the LDAP server.
        rules.append(
            "hostssl all +rds_iam 127.0.0.1/32 ldap ldapserver=127.0.0.1"
            f' ldapport={access.token_port} ldapprefix="cn=" ldapsuffix=",port={port}"'
        )
        rules.append("host all +rds_iam all reject")
    rules.append(f"{kind} all all 127.0.0.1/32 scram-sha-256")
    return "\n".join(rules) + "\n"
