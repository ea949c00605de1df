import AWSCore
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What a change sends")
struct ChangeRequestTests {
    // MARK: buckets

    @Test func `every call for a bucket names the account that must own it`() async {
        for scenario in BucketChange.scenarios {
            let (aws, _) = await ChangeScenario.make(scenario.change, scenario.recordings[0])
            for call in aws.calls where call.operation != "s3:CreateBucket" {
                #expect(call.headers["x-amz-expected-bucket-owner"] == "123456789012", "\(call.operation)")
            }
        }
    }

    @Test func `lifecycle rules of others are written back with ours, and with the size that holds for all`()
        async throws
    {
        let sent = try await ChangeScenario.call(
            "s3:PutBucketLifecycleConfiguration", BucketChange.scenarios(of: .putLifecycle)[0])
        for part in ["<ID>theirs</ID>", "<Prefix>logs/</Prefix>", "<ID>drctl-daily</ID>", "<Days>30</Days>"] {
            #expect(sent.body.contains(part))
        }
        #expect(sent.headers["x-amz-transition-default-minimum-object-size"] == "varies_by_storage_class")
    }

    @Test func `who may read the access logs is written back`() async throws {
        var logging = BucketLogging(target: "kb-logs", prefix: "kb/")
        logging.grants = [
            .init(
                granteeType: "Group", id: nil, name: nil, email: nil,
                uri: "http://acs.amazonaws.com/groups/s3/LogDelivery", permission: "READ")
        ]
        logging.keyFormat = .partitioned(by: "EventTime")
        let (aws, error) = await ChangeScenario.make(
            .bucket(.putLogging(bucket: "kb-backups", Edit(nil, to: logging))),
            ["s3:GetBucketLogging": [.ok("<BucketLoggingStatus/>")]])
        #expect(error == nil)
        let body = try #require(aws.calls(of: "s3:PutBucketLogging").first).body
        for part in [
            "<TargetBucket>kb-logs</TargetBucket>", "groups/s3/LogDelivery</URI>", "<Permission>READ</Permission>",
            "<PartitionDateSource>EventTime</PartitionDateSource>",
        ] { #expect(body.contains(part), "\(body)") }
    }

    @Test func `Object Lock is enabled when a bucket is created with it`() async throws {
        for (lock, header) in [(true, "true"), (false, nil)] as [(Bool, String?)] {
            let sent = try await ChangeScenario.call(
                "s3:CreateBucket", .bucket(.create(name: "kb-backups", objectLock: lock, tags: [:])))
            #expect(sent.headers["x-amz-bucket-object-lock-enabled"] == header)
            // us-east-1 must not be named.
            #expect(sent.body.isEmpty)
            let tagged = try await ChangeScenario.call(
                "s3:CreateBucket", .bucket(.create(name: "kb-backups", objectLock: lock, tags: ["app": "kb"])))
            #expect(tagged.body.contains("<Tags><Tag><Key>app</Key><Value>kb</Value></Tag></Tags>"), "\(tagged.body)")
            #expect(!tagged.body.contains("LocationConstraint"))
        }
    }

    // MARK: keys and roles

    @Test func `a new key has its policy and the tag that it is found by, and then its alias`() async throws {
        let scenario = KeyChange.scenarios(of: .create)[0]
        let (aws, _) = await ChangeScenario.make(scenario.change, scenario.recordings[0])
        #expect(aws.writes == ["kms:CreateKey", "kms:CreateAlias"])
        let (key, alias) = (aws.calls(of: "kms:CreateKey")[0].json, aws.calls(of: "kms:CreateAlias")[0].json)
        #expect(key["Policy"]?.text == Described.policy("Root", action: "kms:*").json.compact)
        #expect(
            key["Tags"]?.listed == [
                ["TagKey": "app", "TagValue": "kb"], ["TagKey": "drctl:alias", "TagValue": "kb-dr"],
            ])
        #expect(alias == ["AliasName": "alias/kb-dr", "TargetKeyId": "new-key"])
    }

    @Test func `a key that an interrupted run created is adopted with the policy of today`() async throws {
        let scenario = KeyChange.scenarios(of: .create)[0]
        let (aws, _) = await ChangeScenario.make(scenario.change, scenario.recordings[1])
        #expect(aws.writes == ["kms:PutKeyPolicy", "kms:CreateAlias"])
        #expect(aws.calls(of: "kms:PutKeyPolicy")[0].json["KeyId"] == "begun")
        #expect(aws.calls(of: "kms:CreateAlias")[0].json["TargetKeyId"] == "begun")
    }

    @Test func `a role is created with its boundary, or without one`() async throws {
        for (scenario, boundary) in zip(
            RoleChange.scenarios(of: .create), [nil, "arn:aws:iam::123456789012:policy/boundary"])
        {
            let sent = try await ChangeScenario.call("iam:CreateRole", scenario)
            #expect(sent.parameters["PermissionsBoundary"] == boundary)
        }
    }

    // MARK: alerting

    @Test func `an alarm is written whole, with others' actions`() async throws {
        let sent = ChangeScenario.settings(
            try await ChangeScenario.call("monitoring:PutMetricAlarm", AlarmChange.scenarios(of: .put)[1]))
        #expect(
            sent == [
                "AlarmName": "kb-heartbeat", "AlarmDescription": "No backup & no audit", "ActionsEnabled": "true",
                "AlarmActions.member.1": TopicChange.arn,
                "OKActions.member.1": "arn:aws:sns:us-east-1:123456789012:recovered",
                "InsufficientDataActions.member.1": "arn:aws:sns:us-east-1:123456789012:silent",
                "MetricName": "Heartbeat", "Namespace": "DR/drctl", "Statistic": "Sum", "Period": "3600",
                "Dimensions.member.1.Name": "Policy", "Dimensions.member.1.Value": "kb", "Unit": "Count",
                "EvaluationPeriods": "26", "DatapointsToAlarm": "20", "Threshold": "1.0",
                "ComparisonOperator": "LessThanThreshold", "TreatMissingData": "breaching",
                "Tags.member.1.Key": "app", "Tags.member.1.Value": "kb",
            ])
    }

    @Test func `a new topic has its policy from the start`() async throws {
        let sent = ChangeScenario.settings(
            try await ChangeScenario.call("sns:CreateTopic", TopicChange.scenarios(of: .create)[1]))
        #expect(sent["Attributes.entry.1.key"] == "KmsMasterKeyId" && sent["Attributes.entry.1.value"] == "alias/kb")
        #expect(sent["Attributes.entry.2.key"] == "Policy")
        #expect(sent["Attributes.entry.2.value"] == Described.policy("DrctlPublish").json.compact)
        #expect(sent["Tags.member.1.Key"] == "app")
    }

    @Test func `sources of an event subscription are given at its creation, and added one by one`() async throws {
        let created = ChangeScenario.settings(
            try await ChangeScenario.call(
                "rds:CreateEventSubscription", EventSubscriptionChange.scenarios(of: .create)[0]))
        #expect(created["SourceIds.SourceId.1"] == "kb-prod" && created["Enabled"] == "true")
        #expect(created["EventCategories.EventCategory.1"] == "backup")
        let modified = ChangeScenario.settings(
            try await ChangeScenario.call(
                "rds:ModifyEventSubscription", EventSubscriptionChange.scenarios(of: .modify)[0]))
        #expect(
            modified == [
                "SubscriptionName": "kb-events", "SnsTopicArn": TopicChange.arn, "SourceType": "db-instance",
                "EventCategories.EventCategory.1": "backup", "EventCategories.EventCategory.2": "failure",
                "Enabled": "true",
            ])
        let added = ChangeScenario.settings(
            try await ChangeScenario.call(
                "rds:AddSourceIdentifierToSubscription", EventSubscriptionChange.scenarios(of: .addSource)[0]))
        #expect(added == ["SubscriptionName": "kb-events", "SourceIdentifier": "kb-replica"])
    }
}
