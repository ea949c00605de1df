"""Whether a bucket policy is public, by AWS's own rules.

A statement is public when it allows anybody and no condition narrows it to fixed values of a key that AWS trusts:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any

_NARROWING = {
    "aws:principalarn", "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:sourcearn",
    "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner", "aws:sourcevpc",
    "aws:sourcevpce", "aws:userid", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
}  # fmt: skip


class Malformed(ValueError):
    """The text is not a bucket policy; the message is AWS's."""


def parse(text: str | bytes) -> list[dict[str, Any]]:
    """The statements of a policy."""
    try:
        document = json.loads(text)
    except ValueError:
        raise Malformed("This policy contains invalid Json") from None
    if not isinstance(document, dict) or "Statement" not in document:
        raise Malformed("Missing required field Statement")
    statements = document["Statement"]
    statements = statements if isinstance(statements, list) else [statements]
    for statement in statements:
        if statement.get("Effect") not in ("Allow", "Deny"):
            raise Malformed("Invalid effect: " + str(statement.get("Effect")))
        if "Principal" not in statement and "NotPrincipal" not in statement:
            raise Malformed("Missing required field Principal")
        if "Action" not in statement and "NotAction" not in statement:
            raise Malformed("Missing required field Action")
        if "Resource" not in statement and "NotResource" not in statement:
            raise Malformed("Missing required field Resource")
    return statements


def is_public(text: str | bytes) -> bool:
    """What GetBucketPolicyStatus answers."""
    return any(_is_public(statement) for statement in parse(text))


def _is_public(statement: dict[str, Any]) -> bool:
    if statement["Effect"] != "Allow":
        return False
    # A statement that allows all but some is public.
    anybody = "NotPrincipal" in statement or _names_anybody(statement.get("Principal"))
    return anybody and not any(
        _narrows(operator, key, values)
        for operator, entries in (statement.get("Condition") or {}).items()
        for key, values in entries.items()
    )


def _names_anybody(principal: Any) -> bool:
    if isinstance(principal, dict):
        return any(_names_anybody(value) for value in principal.values())
    if isinstance(principal, list):
        return any(_names_anybody(value) for value in principal)
    return bool(principal == "*")


def _narrows(operator: str, key: str, values: Any) -> bool:
    operator, key = operator.lower(), key.lower()
    listed = [str(value) for value in (values if isinstance(values, list) else [values])]
    if operator.endswith("ifexists") or operator.startswith("forallvalues:"):
        # Also true when the key is absent, so it restricts nobody.
        return False
    if key == "aws:sourceip" and operator == "ipaddress":
        return all(_is_narrow_range(value) for value in listed)
    positive = operator.removeprefix("foranyvalue:") in (
        "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike",
    )  # fmt: skip
    return key in _NARROWING and positive and not any("*" in value or "?" in value or "${" in value for value in listed)


def _is_narrow_range(value: str) -> bool:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return False
    # AWS treats wider ranges as public.
    return network.prefixlen >= (8 if network.version == 4 else 32)
