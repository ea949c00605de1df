"""What each kind of fault does to a request or its response."""

from __future__ import annotations

import datetime
import email.utils
import time
from collections.abc import Callable

from . import replies
from .faults import Fault
from .listener import ConnectionReset
from .replies import Reply
from .request import Request

# AWS's tolerance between the client's clock and its own.
_TOLERANCE = 300.0


def before(faults: list[Fault], request: Request) -> Reply | None:
    """The response of a fault instead of moto's, if any. Slow faults wait here, outside any lock."""
    for fault in faults:
        if fault.kind == "slow":
            time.sleep(fault.seconds or 5.0)
        elif fault.kind == "reset":
            raise ConnectionReset
        elif fault.kind in _ANSWERS:
            reply = _ANSWERS[fault.kind](fault, request)
            if reply:
                return reply
    return None


def after(faults: list[Fault], request: Request, reply: Reply) -> Reply:
    """Damages a finished response."""
    for fault in faults:
        if fault.kind == "truncate":
            if fault.how == "transfer":
                reply.sent = len(reply.body) // 2
            else:
                reply.body = reply.body[: len(reply.body) // 2]
        elif fault.kind == "skew":
            moment = time.time() + _ahead(fault)
            reply.headers = [(name, value) for name, value in reply.headers if name.lower() != "date"]
            reply.headers.append(("Date", email.utils.formatdate(moment, usegmt=True)))
    return reply


def _throttle(fault: Fault, request: Request) -> Reply:
    if request.service == "s3":
        code, status, message = "SlowDown", 503, "Please reduce your request rate."
    else:
        code = "ThrottlingException" if request.protocol == "json" else "Throttling"
        status, message = 400, "Rate exceeded"
    return replies.error(request, fault.status or status, fault.code or code, fault.message or message)


def _error(fault: Fault, request: Request) -> Reply:
    status = fault.status or 500
    code = fault.code or ("ServiceUnavailable" if status == 503 else "InternalFailure")
    return replies.error(request, status, code, fault.message or "We encountered an internal error.")


def _denied(fault: Fault, request: Request) -> Reply:
    code = "AccessDeniedException" if request.protocol == "json" else "AccessDenied"
    message = (
        f"User: {request.access_key or 'anonymous'} is not authorized to perform: "
        f"{request.service}:{request.operation} because no identity-based policy allows it"
    )
    status = 400 if request.protocol == "json" else 403
    return replies.error(request, fault.status or status, fault.code or code, fault.message or message)


def _expired(fault: Fault, request: Request) -> Reply:
    code = "ExpiredTokenException" if request.protocol == "json" else "ExpiredToken"
    status = 403 if request.protocol == "query" else 400
    message = "The security token included in the request is expired"
    return replies.error(request, fault.status or status, fault.code or code, fault.message or message)


def _skew(fault: Fault, request: Request) -> Reply | None:
    """Refuses requests signed with another clock; a client that corrects its clock by the Date header passes."""
    try:
        signed = datetime.datetime.strptime(request.signed_at, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.UTC)
    except ValueError:
        return None
    if abs(signed.timestamp() - time.time() - _ahead(fault)) <= _TOLERANCE:
        return None
    message = fault.message or "The difference between the request time and the current time is too large."
    return replies.error(request, fault.status or 403, fault.code or "RequestTimeTooSkewed", message)


def _garbage(fault: Fault, request: Request) -> Reply:
    kind = "application/x-amz-json-1.1" if request.protocol == "json" else "text/xml"
    return Reply(fault.status or 200, b"<\x00Descr\xffibe<&;DBInst", [("Content-Type", kind)])


def _html(fault: Fault, request: Request) -> Reply:
    page = b"<!doctype html>\n<html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>"
    return Reply(fault.status or 500, page, [("Content-Type", "text/html; charset=utf-8")])


def _ahead(fault: Fault) -> float:
    return 3600.0 if fault.seconds is None else fault.seconds


_ANSWERS: dict[str, Callable[[Fault, Request], Reply | None]] = {
    "throttle": _throttle,
    "error": _error,
    "denied": _denied,
    "expired": _expired,
    "skew": _skew,
    "garbage": _garbage,
    "html": _html,
}
