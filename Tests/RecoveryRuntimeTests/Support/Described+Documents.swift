import AWSCore
import RecoveryModel

/// Documents as AWS describes them.
extension Described {
    /// A statement of a policy, allowing something to somebody.
    static func policy(_ sid: String, action: String = "s3:GetObject") -> AccessPolicy {
        AccessPolicy(statements: [
            AccessStatement(
                sid: sid, .allow, principals: .init("AWS", ["arn:aws:iam::123456789012:root"]), actions: [action],
                resources: ["*"])
        ])
    }

    /// A role, its documents URL-encoded as IAM sends them.
    static func role(_ name: String, trust: AccessPolicy? = nil, boundary: String? = nil) -> String {
        let trust = trust.map { "<AssumeRolePolicyDocument>\(urlEncoded($0))</AssumeRolePolicyDocument>" } ?? ""
        let boundary = boundary.map {
            "<PermissionsBoundary><PermissionsBoundaryArn>\($0)</PermissionsBoundaryArn></PermissionsBoundary>"
        }
        return "<RoleName>\(name)</RoleName><Arn>arn:aws:iam::123456789012:role/\(name)</Arn>"
            + "<CreateDate>2026-11-01T00:00:00Z</CreateDate>\(trust)\(boundary ?? "")"
    }

    static func inlinePolicy(_ policy: AccessPolicy) -> Answer {
        .ok("<PolicyDocument>\(urlEncoded(policy))</PolicyDocument>")
    }

    static func policyVersion(_ policy: AccessPolicy) -> Answer {
        .ok("<PolicyVersion><Document>\(urlEncoded(policy))</Document></PolicyVersion>")
    }

    /// What became of a topic's notifications.
    static func deliveries(delivered: Int, failed: Int) -> Answer {
        let results = [delivered, failed].enumerated().map { index, count in
            "<member><Id>m\(index)</Id><StatusCode>Complete</StatusCode>"
                + "<Timestamps><member>2026-11-22T00:00:00Z</member></Timestamps>"
                + "<Values><member>\(count)</member></Values></member>"
        }
        return .ok("<MetricDataResults>\(results.joined())</MetricDataResults>")
    }

    static func topic(_ attributes: [String: String]) -> Answer {
        let entries = attributes.sorted { $0.key < $1.key }.map {
            "<entry><key>\($0.key)</key><value>\(escaped($0.value))</value></entry>"
        }
        return .ok("<Attributes>\(entries.joined())</Attributes>")
    }

    static func keyPolicy(_ policy: AccessPolicy) -> Answer {
        .ok(JSONValue.object(["Policy": .string(policy.json.compact), "PolicyName": "default"]).compact)
    }

    static func lifecycle(_ lifecycle: BucketLifecycle) -> Answer {
        func days(_ element: String, _ name: String, _ value: Int?) -> String {
            value.map { "<\(element)><\(name)>\($0)</\(name)></\(element)>" } ?? ""
        }
        let rules = lifecycle.rules.map { rule in
            "<Rule>\(rule.id.map { "<ID>\($0)</ID>" } ?? "")<Status>\(rule.enabled ? "Enabled" : "Disabled")</Status>"
                + "<Filter><Prefix>\(rule.filter.prefix ?? "")</Prefix></Filter>"
                + days("Expiration", "Days", rule.expireDays)
                + days("NoncurrentVersionExpiration", "NoncurrentDays", rule.noncurrentExpireDays)
                + days("AbortIncompleteMultipartUpload", "DaysAfterInitiation", rule.abortUploadsDays) + "</Rule>"
        }
        return .ok(
            "<LifecycleConfiguration>\(rules.joined())</LifecycleConfiguration>",
            headers: lifecycle.minimumTransitionSize.map { [("x-amz-transition-default-minimum-object-size", $0)] }
                ?? [])
    }

    static func dashboard(_ body: JSONValue) -> Answer {
        .ok("<DashboardBody>\(escaped(body.compact))</DashboardBody>")
    }

    static func alarms(_ alarms: [AlarmState]) -> Answer { .list("MetricAlarms", alarms.map(alarm)) }

    static func subscriptions(_ subscriptions: [EventSubscription]) -> Answer {
        .list("EventSubscriptionsList", subscriptions.map(subscription), element: "EventSubscription")
    }

    static func eventRule(_ rule: EventRule) -> Answer {
        var members: [String: JSONValue] = [
            "Name": .string(rule.name), "State": .string(rule.state),
        ]
        members["EventPattern"] = rule.pattern.map { .string($0.compact) }
        members["Description"] = rule.summary.map(JSONValue.string)
        members["ScheduleExpression"] = rule.schedule.map(JSONValue.string)
        members["RoleArn"] = rule.role.map(JSONValue.string)
        members["ManagedBy"] = rule.manager.map(JSONValue.string)
        return .ok(JSONValue.object(members).compact)
    }

    static func targets(_ arns: [String]) -> Answer {
        let targets = arns.map(EventRule.Target.topic).map {
            JSONValue.object(["Id": .string($0.id), "Arn": .string($0.arn)])
        }
        return .ok(JSONValue.object(["Targets": .array(targets)]).compact)
    }

    private static func alarm(_ alarm: AlarmState) -> String {
        func texts(_ name: String, _ values: [String]) -> String { "<\(name)>\(list(values))</\(name)>" }
        let dimensions = alarm.dimensions.sorted { $0.key < $1.key }.map {
            "<Name>\($0.key)</Name><Value>\($0.value)</Value>"
        }
        var members: [(String, String)] = [
            ("AlarmName", alarm.name), ("AlarmDescription", escaped(alarm.summary)),
            ("ActionsEnabled", "\(alarm.actionsEnabled)"), ("MetricName", alarm.metric),
            ("Namespace", alarm.namespace), ("Statistic", alarm.statistic), ("Period", "\(alarm.period)"),
            ("EvaluationPeriods", "\(alarm.evaluationPeriods)"), ("Threshold", "\(alarm.threshold)"),
            ("ComparisonOperator", alarm.comparison), ("TreatMissingData", alarm.missingData),
        ]
        if let count = alarm.datapointsToAlarm { members.append(("DatapointsToAlarm", "\(count)")) }
        if let unit = alarm.unit { members.append(("Unit", unit)) }
        return members.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined() + texts("Dimensions", dimensions)
            + texts("AlarmActions", alarm.alarmActions) + texts("OKActions", alarm.okActions)
            + texts("InsufficientDataActions", alarm.insufficientDataActions)
    }

    private static func subscription(_ subscription: EventSubscription) -> String {
        let type = subscription.sourceType.map { "<SourceType>\($0)</SourceType>" } ?? ""
        let sources = list(subscription.sources, element: "SourceId")
        let categories = list(subscription.categories, element: "EventCategory")
        return
            "<CustSubscriptionId>\(subscription.name)</CustSubscriptionId><SnsTopicArn>\(subscription.topic)</SnsTopicArn>"
            + "<Status>active</Status><Enabled>\(subscription.enabled)</Enabled>\(type)"
            + "<SourceIdsList>\(sources)</SourceIdsList><EventCategoriesList>\(categories)</EventCategoriesList>"
    }

    private static func urlEncoded(_ policy: AccessPolicy) -> String {
        policy.json.compact.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
