"""Has evidence stamped by an authority of OpenSSL's, and OpenSSL verify what drctl has stored.

Usage: judge.py DRCTL EVIDENCE FOLDER. Ends with an AssertionError when something is otherwise.
"""

from __future__ import annotations

import http.server
import pathlib
import subprocess
import sys
import threading

DRCTL, EVIDENCE, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
CONFIG = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
[signer]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
"""


def openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], cwd=FOLDER, check=True, capture_output=True).stdout


def authority(name: str) -> None:
    """A root and a signer of time stamps under it."""
    (FOLDER / "ts.cnf").write_text(CONFIG.format(folder=FOLDER))
    (FOLDER / "serial").write_text("01\n")
    new = ("-newkey", "rsa:2048", "-nodes")
    openssl("req", "-x509", *new, "-keyout", f"{name}.root.key", "-out", f"{name}.root.pem", "-subj", f"/CN={name}",
            "-addext", "keyUsage=critical,keyCertSign", "-days", "2")  # fmt: skip
    openssl("req", *new, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name} stamps")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{name}.root.pem", "-CAkey", f"{name}.root.key",
            "-CAcreateserial", "-out", f"{name}.pem", "-days", "2", "-extfile", "ts.cnf", "-extensions", "signer")  # fmt: skip


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as RFC 3161 section 3.4 says, by `openssl ts`; an older answer when it is told to."""

    stale: bytes | None = None

    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == "application/timestamp-query"
        (FOLDER / "query.tsq").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        reply = Handler.stale or openssl(
            "ts", "-reply", "-config", "ts.cnf", "-queryfile", "query.tsq", "-signer", "good.pem",
            "-inkey", "good.key", "-chain", "good.root.pem", "-out", "/dev/stdout")  # fmt: skip
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: object) -> None:
        pass


def drctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What drctl says, in lines as long as they are."""
    done = subprocess.run(
        [DRCTL, "evidence", *arguments, "--evidence", str(EVIDENCE)], capture_output=True, text=True, check=False
    )
    done.stdout, done.stderr = " ".join(done.stdout.split()), " ".join(done.stderr.split())
    return done


def verify(name: str = "good") -> subprocess.CompletedProcess[str]:
    return drctl("verify", "--timestamp-authorities", str(FOLDER / f"{name}.root.pem"))


def main() -> None:
    authority("good")
    authority("other")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stamp = ("timestamp", "--server", f"http://127.0.0.1:{server.server_port}/tsr")

    uncovered = verify()
    assert uncovered.returncode == 4 and "no timestamp covers record" in uncovered.stdout, uncovered
    assert drctl("timestamp", "--server", "ftp://nowhere").returncode == 64
    closed = drctl("timestamp", "--server", "http://127.0.0.1:9/tsr")
    assert closed.returncode == 1, closed

    stamped = drctl(*stamp)
    assert stamped.returncode == 0 and "was stamped at 20" in stamped.stderr, stamped
    again = drctl(*stamp)
    assert again.returncode == 0 and "has a timestamp already" in again.stderr, again
    (reply,) = EVIDENCE.glob("*/*/record.tsr")
    record = reply.with_name("record.json")
    openssl("ts", "-verify", "-in", str(reply), "-data", str(record), "-CAfile", "good.root.pem")
    proven = verify()
    assert proven.returncode == 0 and " existed at 20" in proven.stdout, proven
    assert verify("other").returncode == 1, verify("other")

    # A stamp of something else, and an answer to an older request.
    good = reply.read_bytes()
    (FOLDER / "else").write_text("something else")
    (FOLDER / "else.tsq").write_bytes(openssl("ts", "-query", "-data", "else", "-sha256", "-cert"))
    wrong = openssl("ts", "-reply", "-config", "ts.cnf", "-queryfile", "else.tsq", "-signer",
                    "good.pem", "-inkey", "good.key", "-out", "/dev/stdout")  # fmt: skip
    reply.write_bytes(wrong)
    replaced = verify()
    assert replaced.returncode == 1 and "its timestamp proves nothing" in replaced.stdout, replaced
    reply.unlink()
    for stale in (good, wrong, b"no timestamp"):
        Handler.stale = stale
        refused = drctl(*stamp)
        assert refused.returncode == 1 and "no timestamp of what was asked for" in refused.stderr, refused
        assert not reply.exists()
    server.shutdown()


main()
