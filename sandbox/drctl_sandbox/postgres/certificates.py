"""The certificate authority of one sandbox, and the certificate that all its databases serve."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from .processes import give_to_server_user

# DescribeDBInstances returns 127.0.0.1; libpq compares it with the IP entry from PostgreSQL 15 on.
_NAMES = "subjectAltName=IP:127.0.0.1,DNS:localhost"


def ensure_authority(bundle: Path, key: Path) -> None:
    """Creates the authority once per sandbox folder, so that clients can trust it across restarts."""
    if bundle.exists() and key.exists():
        return
    _openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
        "-subj", "/O=drctl sandbox/CN=drctl sandbox RDS authority", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        "-keyout", key, "-out", bundle,
    )  # fmt: skip
    key.chmod(0o600)
    bundle.chmod(0o644)


def issue_server_certificate(bundle: Path, key: Path, directory: Path) -> None:
    """Issues server.crt and server.key into a folder that the database servers can read."""
    with tempfile.TemporaryDirectory() as scratch:
        request, extensions = Path(scratch, "request"), Path(scratch, "extensions")
        extensions.write_text(_NAMES + "\nextendedKeyUsage=serverAuth\n")
        _openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=localhost", "-keyout", directory / "server.key", "-out", request,
        )  # fmt: skip
        _openssl(
            "x509", "-req", "-in", request, "-CA", bundle, "-CAkey", key, "-set_serial", "0x5a", "-days", "825",
            "-extfile", extensions, "-out", directory / "server.crt",
        )  # fmt: skip
    for name in ("server.key", "server.crt"):
        (directory / name).chmod(0o600)
        give_to_server_user(directory / name)


def _openssl(*arguments: str | Path) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.strip()}")
