"""moto as it comes, with the one answer that it lacks (GetBucketPolicyStatus, the sandbox's): on a free port of loopback,
which is printed, until standard input ends. The script that seeds it was written for buckets as they were before 2023."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "sandbox"))

from drctl_sandbox import hooks  # noqa: E402
from drctl_sandbox.aws import buckets  # noqa: E402
from moto.s3.responses import S3Response  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

hooks.require_version()
hooks.wrap(S3Response, "_bucket_response_get", buckets._bucket_response_get)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
