"""CloudWatch alarms: actions that really publish, their history, and disabling and enabling actions."""

from __future__ import annotations

import base64
import datetime
import json
from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from .. import hooks
from ..core import log, now
from . import delivery


def install() -> None:
    """Hooks moto's CloudWatch."""
    hooks.wrap(Alarm, "update_state", _update_state)
    hooks.wrap(CloudWatchBackend, "put_metric_alarm", _put_metric_alarm)
    hooks.wrap(CloudWatchResponse, "describe_alarms", _describe_alarms)
    hooks.add(CloudWatchResponse, "describe_alarm_history", _describe_alarm_history)
    hooks.wrap(CloudWatchResponse, "enable_alarm_actions", lambda _, response: _switch_actions(response, True))
    hooks.wrap(CloudWatchResponse, "disable_alarm_actions", lambda _, response: _switch_actions(response, False))


def _remember(alarm: Any, kind: str, summary: str, data: dict[str, Any]) -> None:
    if not hasattr(alarm, "item_history"):
        alarm.item_history = []
    item = {
        "AlarmName": alarm.name,
        "AlarmType": "CompositeAlarm" if alarm.rule else "MetricAlarm",
        "Timestamp": now(),
        "HistoryItemType": kind,
        "HistorySummary": summary,
        "HistoryData": json.dumps(data, default=str),
    }
    alarm.item_history.append(item)


def _put_metric_alarm(original: Any, backend: CloudWatchBackend, *positional: Any, **named: Any) -> Alarm:
    alarm: Alarm = original(backend, *positional, **named)
    # A new alarm has seen no data yet; moto calls it OK.
    if not hasattr(alarm, "item_history"):
        alarm.state_value = "INSUFFICIENT_DATA"
    _remember(alarm, "ConfigurationUpdate", f'Alarm "{alarm.name}" created or updated', {"type": "Update"})
    return alarm


def _update_state(original: Any, alarm: Alarm, reason: str, reason_data: str, state: str) -> None:
    old = alarm.state_value
    original(alarm, reason, reason_data, state)
    summary = f"Alarm updated from {old} to {state}"
    _remember(alarm, "StateUpdate", summary, {"oldState": {"stateValue": old}, "newState": {"stateValue": state}})
    if old == state or alarm.actions_enabled in (False, "false"):
        return
    actions = {
        "ALARM": alarm.alarm_actions, "OK": alarm.ok_actions, "INSUFFICIENT_DATA": alarm.insufficient_data_actions
    }[state]  # fmt: skip
    for action in actions or []:
        _act(alarm, action, old)


def _act(alarm: Alarm, action: str, old: str) -> None:
    parts = action.split(":")
    if len(parts) != 6 or parts[2] != "sns":
        return
    message = json.dumps(_notice(alarm, old, parts[4]), default=str)
    subject = f'{alarm.state_value}: "{alarm.name}" in US East (N. Virginia)'[:99]
    try:
        delivery.publish("cloudwatch.amazonaws.com", alarm.alarm_arn, action, message, subject)
        outcome = f"Successfully executed action {action}"
    except delivery.Refused as problem:  # CloudWatch records that and continues
        log.info("alarm %s: %s", alarm.name, problem)
        outcome = f"Failed to execute action {action}. Received error: {problem}"
    _remember(alarm, "Action", outcome, {"actionState": outcome.split()[0], "notificationResource": action})


def _notice(alarm: Alarm, old: str, account: str) -> dict[str, Any]:
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": account,
        "AlarmConfigurationUpdatedTimestamp": alarm.configuration_updated_timestamp.isoformat(),
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": now().strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000",
        "Region": "US East (N. Virginia)",
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": old,
        "OKActions": alarm.ok_actions,
        "AlarmActions": alarm.alarm_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
        "Trigger": {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            "Statistic": alarm.statistic,
            "Period": alarm.period,
            "EvaluationPeriods": alarm.evaluation_periods,
            "ComparisonOperator": alarm.comparison_operator,
            "Threshold": alarm.threshold,
            "TreatMissingData": alarm.treat_missing_data,
        },
    }


def _describe_alarms(original: Any, response: CloudWatchResponse) -> ActionResult:
    answer: Any = original(response).result
    # Without AlarmTypes only metric alarms are listed.
    types = response._get_param("AlarmTypes") or ["MetricAlarm"]
    metric = list(answer["MetricAlarms"]) if "MetricAlarm" in types else []
    composite = list(answer["CompositeAlarms"]) if "CompositeAlarm" in types else []
    page, token = _page(response, sorted(metric + composite, key=lambda alarm: str(alarm.name)), 50)
    return ActionResult(
        {
            "MetricAlarms": [alarm for alarm in page if alarm in metric],
            "CompositeAlarms": [alarm for alarm in page if alarm in composite],
            "NextToken": token,
        }
    )


def _describe_alarm_history(response: CloudWatchResponse) -> ActionResult:
    name, kind = response._get_param("AlarmName"), response._get_param("HistoryItemType")
    start, end = _moment(response._get_param("StartDate")), _moment(response._get_param("EndDate"))
    items = [
        item
        for alarm in response.cloudwatch_backend.alarms.values()
        for item in getattr(alarm, "item_history", [])
        if name in (None, alarm.name)
        and kind in (None, item["HistoryItemType"])
        and (start is None or item["Timestamp"] >= start)
        and (end is None or item["Timestamp"] <= end)
    ]
    newest_first = response._get_param("ScanBy") != "TimestampAscending"
    page, token = _page(response, sorted(items, key=lambda item: item["Timestamp"], reverse=newest_first), 100)
    return ActionResult({"AlarmHistoryItems": page, "NextToken": token})


def _switch_actions(response: CloudWatchResponse, enabled: bool) -> EmptyResult:
    for name in response._get_param("AlarmNames") or []:
        alarm = response.cloudwatch_backend.alarms.get(name)
        # Names that do not exist are ignored, as on AWS.
        if alarm:
            alarm.actions_enabled = enabled
            _remember(alarm, "ConfigurationUpdate", f'Alarm "{name}" updated', {"actionsEnabled": enabled})
    return EmptyResult()


def _page(response: CloudWatchResponse, items: list[Any], default: int) -> tuple[list[Any], str | None]:
    size = int(response._get_param("MaxRecords") or default)
    token = response._get_param("NextToken")
    start = int(base64.b64decode(token)) if token else 0
    following = base64.b64encode(str(start + size).encode()).decode() if start + size < len(items) else None
    return items[start : start + size], following


def _moment(value: Any) -> datetime.datetime | None:
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    moment: datetime.datetime = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
    return moment
