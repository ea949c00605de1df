"""The environment for clients of the sandbox."""

from __future__ import annotations

import shlex

from .settings import DEPLOY_KEY, ENGINEER_KEY, REGION, Settings


def variables(settings: Settings) -> dict[str, str]:
    """The variables, in the order they are printed."""
    return {
        "AWS_ENDPOINT_URL": settings.endpoint,
        "AWS_ACCESS_KEY_ID": DEPLOY_KEY[0],
        "AWS_SECRET_ACCESS_KEY": DEPLOY_KEY[1],
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "DRCTL_RDS_CA_BUNDLE": str(settings.authority_bundle),
        "DRCTL_SANDBOX_URL": settings.endpoint + "/_sandbox",
        # Another person's credentials: LookupEvents lists their changes under their name.
        "DRCTL_SANDBOX_ENGINEER_ACCESS_KEY_ID": ENGINEER_KEY[0],
        "DRCTL_SANDBOX_ENGINEER_SECRET_ACCESS_KEY": ENGINEER_KEY[1],
    }


def script(settings: Settings) -> str:
    """A file that a shell can source."""
    lines = [f"export {name}={shlex.quote(value)}" for name, value in variables(settings).items()]
    # Set in the caller's shell, these would take precedence over the above.
    return "\n".join([*lines, "unset AWS_PROFILE AWS_SESSION_TOKEN"]) + "\n"
