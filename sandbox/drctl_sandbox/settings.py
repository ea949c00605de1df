"""The settings of a sandbox at start, in one immutable value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "123456789012"
REGION = "us-east-1"

# Well-known credentials: the sandbox knows their owners, so that LookupEvents can name the author of a call.
DEPLOY_KEY = ("AKIASANDBOXDEPLOY000", "sandbox-secret-of-the-deploy-pipeline-00")
ENGINEER_KEY = ("AKIASANDBOXENGINEER0", "sandbox-secret-of-the-on-call-engineer-0")


@dataclass(frozen=True)
class Settings:
    """The options of `up`, resolved."""

    port: int
    directory: Path
    seed: str = "knowledge-base"
    entries: int = 120_000
    # Seconds that an instance or snapshot stays in each transitional state, at least.
    dwell: float = 0.4
    # Seconds between the commits that move LatestRestorableTime.
    heartbeat: float = 2.0
    # Seconds between the entries that the trickle writer adds to kb-prod; 0 disables it.
    trickle: float = 1.0
    # A data directory from initdb that new instances are copies of; without one the sandbox makes its own.
    template: Path | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def authority_bundle(self) -> Path:
        """The CA certificate that clients verify the databases with."""
        return self.directory / "rds-ca-bundle.pem"
