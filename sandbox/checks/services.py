"""The services beside RDS."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from .harness import Instance, equal, eventually, expect, refused

_BUCKET = "kb-backups-123456789012-us-east-1"
_ROLES = "arn:aws:iam::123456789012:role"


def check_new_buckets_have_the_defaults_of_2023(sandbox: Instance) -> None:
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="fresh-bucket")
    rule = s3.get_bucket_encryption(Bucket="fresh-bucket")["ServerSideEncryptionConfiguration"]["Rules"][0]
    equal(rule["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "AES256"}, "default encryption")
    block = s3.get_public_access_block(Bucket="fresh-bucket")["PublicAccessBlockConfiguration"]
    expect(len(block) == 4 and all(block.values()), f"public access block {block}")
    owner = s3.get_bucket_ownership_controls(Bucket="fresh-bucket")["OwnershipControls"]["Rules"][0]
    equal(owner["ObjectOwnership"], "BucketOwnerEnforced", "ownership")


def check_policy_status_is_evaluated(sandbox: Instance) -> None:
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="policy-bucket")
    refused("NoSuchBucketPolicy", lambda: s3.get_bucket_policy_status(Bucket="policy-bucket"))

    def policy(**extra: object) -> str:
        statement = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::policy-bucket/*",
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement | extra]})

    def status() -> bool:
        return bool(s3.get_bucket_policy_status(Bucket="policy-bucket")["PolicyStatus"]["IsPublic"])

    refused("AccessDenied", lambda: s3.put_bucket_policy(Bucket="policy-bucket", Policy=policy()))
    s3.delete_public_access_block(Bucket="policy-bucket")
    vpc = {"StringEquals": {"aws:SourceVpce": "vpce-1"}}
    for expected, text in (
        (True, policy()),
        (True, policy(Principal={"AWS": ["*"]})),
        (True, policy(Condition={"Bool": {"aws:SecureTransport": "true"}})),
        (False, policy(Condition=vpc)),
        (False, policy(Effect="Deny")),
        (False, policy(Principal={"AWS": "arn:aws:iam::123456789012:root"})),
        (False, policy(Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}})),
        (True, policy(Condition={"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}})),
    ):
        s3.put_bucket_policy(Bucket="policy-bucket", Policy=text)
        equal(status(), expected, f"public by {text}")
    refused("MalformedPolicy", lambda: s3.put_bucket_policy(Bucket="policy-bucket", Policy="{nonsense"))


def check_lifecycle_rules_come_back_whole(sandbox: Instance) -> None:
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="lifecycle-bucket")
    refused("NoSuchLifecycleConfiguration", lambda: s3.get_bucket_lifecycle_configuration(Bucket="lifecycle-bucket"))
    rules = [
        {
            "ID": "noncurrent", "Status": "Enabled", "Filter": {"Prefix": "daily/"}, "Expiration": {"Days": 30},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 30, "NewerNoncurrentVersions": 3},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        },
        {"ID": "large", "Status": "Enabled", "Filter": {"ObjectSizeGreaterThan": 1024}, "Expiration": {"Days": 9}},
    ]  # fmt: skip
    s3.put_bucket_lifecycle_configuration(Bucket="lifecycle-bucket", LifecycleConfiguration={"Rules": rules})
    equal(s3.get_bucket_lifecycle_configuration(Bucket="lifecycle-bucket")["Rules"], rules, "rules")
    s3.delete_bucket_lifecycle(Bucket="lifecycle-bucket")
    refused("NoSuchLifecycleConfiguration", lambda: s3.get_bucket_lifecycle_configuration(Bucket="lifecycle-bucket"))


def check_object_lock_can_be_added_to_a_bucket_with_objects(sandbox: Instance) -> None:
    s3 = sandbox.client("s3")
    lock = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 30}}}
    refused(
        "InvalidBucketState",
        lambda: s3.put_object_lock_configuration(Bucket=_BUCKET, ObjectLockConfiguration=lock),
    )
    s3.put_bucket_versioning(Bucket=_BUCKET, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object_lock_configuration(Bucket=_BUCKET, ObjectLockConfiguration=lock)
    got = s3.get_object_lock_configuration(Bucket=_BUCKET)["ObjectLockConfiguration"]
    equal(got["Rule"]["DefaultRetention"]["Days"], 30, "lock")


def admit(sqs: Any, queue: str, arn: str, topic: str) -> None:
    """Lets a topic write to a queue."""
    statement = {
        "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }  # fmt: skip
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})


def check_an_alarm_reaches_a_queue(sandbox: Instance) -> None:
    sns, sqs, cloudwatch = sandbox.client("sns"), sandbox.client("sqs"), sandbox.client("cloudwatch")
    topic = sns.create_topic(Name="check-alerts")["TopicArn"]
    queue = sqs.create_queue(QueueName="check-oncall")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    admit(sqs, queue, arn, topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    cloudwatch.put_metric_alarm(
        AlarmName="check-heartbeat", Namespace="DR", MetricName="Heartbeat", Statistic="Sum", Period=3600,
        EvaluationPeriods=26, Threshold=1, ComparisonOperator="LessThanThreshold", TreatMissingData="breaching",
        AlarmActions=[topic],
    )  # fmt: skip
    state = dict(AlarmName="check-heartbeat", StateValue="ALARM", StateReason="tested")
    cloudwatch.disable_alarm_actions(AlarmNames=["check-heartbeat"])
    cloudwatch.set_alarm_state(**state)
    equal(cloudwatch.describe_alarms(AlarmNames=["check-heartbeat"])["MetricAlarms"][0]["ActionsEnabled"], False, "off")
    expect("Messages" not in sqs.receive_message(QueueUrl=queue), "disabled actions must not publish")
    cloudwatch.enable_alarm_actions(AlarmNames=["check-heartbeat"])
    cloudwatch.set_alarm_state(**(state | {"StateValue": "OK"}))
    cloudwatch.set_alarm_state(**state)
    message = json.loads(sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"])
    notice = json.loads(message["Message"])
    equal((notice["AlarmName"], notice["NewStateValue"]), ("check-heartbeat", "ALARM"), "the message")
    history = cloudwatch.describe_alarm_history(AlarmName="check-heartbeat")["AlarmHistoryItems"]
    kinds = {item["HistoryItemType"] for item in history}
    equal(kinds, {"ConfigurationUpdate", "StateUpdate", "Action"}, "history")
    # A queue that does not admit the topic stays empty; a topic that does not admit CloudWatch takes no action.
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
    cloudwatch.set_alarm_state(**(state | {"StateValue": "OK"}))
    cloudwatch.set_alarm_state(**state)
    expect("Messages" not in sqs.receive_message(QueueUrl=queue), "a queue without a policy must stay empty")
    nobody = {"Version": "2012-10-17", "Statement": []}
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(nobody))
    cloudwatch.set_alarm_state(**(state | {"StateValue": "OK"}))
    cloudwatch.set_alarm_state(**state)
    newest = cloudwatch.describe_alarm_history(AlarmName="check-heartbeat", HistoryItemType="Action")
    summary = newest["AlarmHistoryItems"][0]["HistorySummary"]
    expect(summary.startswith("Failed to execute action"), summary)


def check_rds_events_reach_a_queue(sandbox: Instance) -> None:
    rds, sns, sqs = sandbox.client("rds"), sandbox.client("sns"), sandbox.client("sqs")
    topic = sns.create_topic(Name="check-rds")["TopicArn"]
    queue = sqs.create_queue(QueueName="check-rds")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    admit(sqs, queue, arn, topic)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    rds.create_event_subscription(
        SubscriptionName="check",
        SnsTopicArn=topic,
        SourceType="db-snapshot",
        EventCategories=["deletion"],
        Enabled=True,
    )
    changed = rds.modify_event_subscription(SubscriptionName="check", EventCategories=["creation"])
    equal(changed["EventSubscription"]["EventCategoriesList"], ["creation"], "categories")
    eventually("staging is available", lambda: sandbox.database("kb-staging")["DBInstanceStatus"] == "available")
    rds.create_db_snapshot(DBInstanceIdentifier="kb-staging", DBSnapshotIdentifier="for-event")

    def sources() -> list[str]:
        # Other checks take snapshots too.
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(json.loads(message["Body"])["Message"])["Source ID"] for message in messages]

    eventually("the event arrives", lambda: "for-event" in sources())


def check_lookup_events_tells_who_changed_what(sandbox: Instance) -> None:
    rds = sandbox.client("rds", engineer=True)
    rds.modify_db_instance(DBInstanceIdentifier="kb-prod", CopyTagsToSnapshot=True)
    trail = sandbox.client("cloudtrail")
    wanted = [{"AttributeKey": "ResourceName", "AttributeValue": "kb-prod"}]
    recent = datetime.now(UTC) - timedelta(minutes=5)
    events = trail.lookup_events(LookupAttributes=wanted, StartTime=recent)["Events"]
    newest = next(event for event in events if event["EventName"] == "ModifyDBInstance")
    equal(newest["Username"], "oncall-engineer", "who")
    record = json.loads(newest["CloudTrailEvent"])
    equal(record["userIdentity"]["arn"], "arn:aws:iam::123456789012:user/oncall-engineer", "identity")
    equal(record["requestParameters"]["copyTagsToSnapshot"], "true", "parameters")
    text = json.dumps([event["CloudTrailEvent"] for event in trail.lookup_events()["Events"]])
    expect("another-long-password" not in text, "passwords must be covered")
    pages = list(trail.get_paginator("lookup_events").paginate(PaginationConfig={"PageSize": 50}))
    expect(len(pages) > 1, "events come in pages")


def check_identity_and_simulation(sandbox: Instance) -> None:
    who = sandbox.client("sts").get_caller_identity()
    equal(who["Arn"], "arn:aws:iam::123456789012:user/deploy-pipeline", "identity")
    iam = sandbox.client("iam")

    def decisions(source: str, *actions: str, **more: Any) -> list[str]:
        answer = iam.simulate_principal_policy(PolicySourceArn=source, ActionNames=list(actions), **more)
        return [entry["EvalDecision"] for entry in answer["EvaluationResults"]]

    asked = ("rds:CreateDBSnapshot", "s3:PutObject")
    equal(decisions(who["Arn"], *asked), ["allowed", "allowed"], "who has no policy may do everything")
    fault = sandbox.fault(kind="denied", service="rds", action="CreateDBSnapshot")
    equal(decisions(who["Arn"], *asked), ["implicitDeny", "allowed"], "decisions under a fault")
    sandbox.control(f"faults/{fault}", "DELETE")
    equal(decisions(f"{_ROLES}/kb-backup-writer", *asked), ["implicitDeny", "allowed"], "a role with a policy")
    refused("NoSuchEntity", lambda: decisions(f"{_ROLES}/nobody", *asked))


def check_simulation_evaluates_conditions(sandbox: Instance) -> None:
    iam = sandbox.client("iam")
    iam.create_role(RoleName="limited", AssumeRolePolicyDocument="{}")
    statement = {
        "Effect": "Allow",
        "Action": "rds:Delete*",
        "Resource": "arn:aws:rds:*:*:db:ours-*",
        "Condition": {"StringEquals": {"aws:ResourceTag/team": ["dr"]}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName="limited", PolicyName="p", PolicyDocument=document)
    names = [f"arn:aws:rds:us-east-1:123456789012:db:{name}" for name in ("ours-1", "theirs")]

    def decide(**context: Any) -> list[tuple[str, list[str]]]:
        call = dict(PolicySourceArn=f"{_ROLES}/limited", ActionNames=["rds:DeleteDBInstance"], ResourceArns=names)
        (result,) = iam.simulate_principal_policy(**call, **context)["EvaluationResults"]
        equal(result["EvalDecision"], "implicitDeny", "the most restrictive decision")
        each = result["ResourceSpecificResults"]
        return [(entry["EvalResourceDecision"], entry["MissingContextValues"]) for entry in each]

    tag = "aws:ResourceTag/team"
    equal(decide(), [("implicitDeny", [tag]), ("implicitDeny", [])], "the tag is unknown")
    entries = [{"ContextKeyName": tag, "ContextKeyValues": ["dr"], "ContextKeyType": "string"}]
    equal(decide(ContextEntries=entries), [("allowed", []), ("implicitDeny", [])], "the tag is known")
    iam.delete_role_policy(RoleName="limited", PolicyName="p")
    iam.delete_role(RoleName="limited")


def check_the_tagging_api_lists_subscriptions_and_parameter_groups(sandbox: Instance) -> None:
    rds, tagging = sandbox.client("rds"), sandbox.client("resourcegroupstaggingapi")
    topic = sandbox.client("sns").create_topic(Name="check-tagged")["TopicArn"]
    tags = [{"Key": "check", "Value": "tagged"}]
    rds.create_event_subscription(
        SubscriptionName="tagged", SnsTopicArn=topic, SourceType="db-instance", SourceIds=["kb-prod"], Tags=tags
    )
    rds.create_db_parameter_group(
        DBParameterGroupName="tagged", DBParameterGroupFamily="postgres15", Description="tagged", Tags=tags
    )

    def listed(*values: str) -> list[str]:
        found = tagging.get_resources(TagFilters=[{"Key": "check", "Values": list(values)}])
        return sorted(one["ResourceARN"].split(":", 5)[5] for one in found["ResourceTagMappingList"])

    equal(listed("tagged"), ["es:tagged", "pg:tagged"], "resources with the tag")
    equal(listed("another"), [], "resources with another value of it")
    rds.delete_event_subscription(SubscriptionName="tagged")
    rds.delete_db_parameter_group(DBParameterGroupName="tagged")
    equal(listed("tagged"), [], "resources that were deleted")


CHECKS = [
    check_new_buckets_have_the_defaults_of_2023,
    check_policy_status_is_evaluated,
    check_lifecycle_rules_come_back_whole,
    check_object_lock_can_be_added_to_a_bucket_with_objects,
    check_an_alarm_reaches_a_queue,
    check_rds_events_reach_a_queue,
    check_lookup_events_tells_who_changed_what,
    check_identity_and_simulation,
    check_simulation_evaluates_conditions,
    check_the_tagging_api_lists_subscriptions_and_parameter_groups,
]
