"""Limits of buckets and keys in Service Quotas, ours: moto knows those of VPCs alone. S3 and KMS refuse beyond them.

POST /_sandbox/quotas/s3/100 sets the account's own limit. Of one that was never set nothing is retrieved, nor of that of buckets
outside us-east-1: https://docs.aws.amazon.com/AmazonS3/latest/userguide/BucketRestrictions.html

https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
"""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.models import KmsBackend
from moto.s3.exceptions import S3ClientError
from moto.s3.models import S3Backend
from moto.servicequotas.models import ServiceQuotasBackend

from .. import hooks
from ..core import Sandbox

CODES = {"s3": ("L-DC2B2D3D", "Buckets"), "kms": ("L-C2F1777E", "Customer Master Keys (CMKs)")}
DEFAULTS = {"s3": 10_000, "kms": 100_000}


class Quotas:
    """The hooks around the limits of one account."""

    def __init__(self) -> None:
        self._limits = dict(DEFAULTS)
        self._own: set[str] = set()

    def install(self, sandbox: Sandbox) -> None:
        """Adds the limits, and the refusals."""
        hooks.wrap(ServiceQuotasBackend, "get_service_quota", self._get)
        hooks.wrap(S3Backend, "create_bucket", self._create_bucket)
        hooks.wrap(KmsBackend, "create_key", self._create_key)
        sandbox.limit = self.limit

    def limit(self, service: str, most: int) -> None:
        """Sets a limit as AWS Support would."""
        if service not in CODES:
            raise ValueError(f"no limit of {service}: {', '.join(CODES)}")
        self._limits[service] = most
        self._own.add(service)

    def _get(self, original: Any, backend: ServiceQuotasBackend, service_code: str, quota_code: str) -> dict[str, Any]:
        if CODES.get(service_code, ("", ""))[0] != quota_code:
            answer: dict[str, Any] = original(backend, service_code, quota_code)
            return answer
        if service_code not in self._own or (service_code == "s3" and backend.region_name != "us-east-1"):
            raise JsonRESTError("NoSuchResourceException", "No value was applied to the quota of this account.")
        name = CODES[service_code][1]
        arn = f"arn:aws:servicequotas:{backend.region_name}:{backend.account_id}:{service_code}/{quota_code}"
        return {
            "ServiceCode": service_code, "QuotaCode": quota_code, "QuotaName": name, "QuotaArn": arn, "Unit": "None",
            "Value": float(self._limits[service_code]), "Adjustable": True, "GlobalQuota": False,
        }  # fmt: skip

    def _create_bucket(self, original: Any, backend: S3Backend, *rest: Any, **named: Any) -> Any:
        if len(backend.buckets) >= self._limits["s3"]:
            raise S3ClientError("TooManyBuckets", "You have attempted to create more buckets than allowed")
        return original(backend, *rest, **named)

    def _create_key(self, original: Any, backend: KmsBackend, *rest: Any, **named: Any) -> Any:
        def is_managed(key: Any) -> bool:
            return any(name.startswith("alias/aws/") for name in key.aliases)

        if sum(1 for key in backend.keys.values() if not is_managed(key)) >= self._limits["kms"]:
            raise JsonRESTError("LimitExceededException", "The request was rejected because a quota was exceeded.")
        return original(backend, *rest, **named)
