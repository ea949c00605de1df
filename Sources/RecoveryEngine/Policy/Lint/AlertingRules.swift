import RecoveryModel

extension LintRule {
    static let alertingRules = [
        nobodyListens, alarmsWithoutTopic, loginInPolicy, heartbeatPastObjective, heartbeatTooLong,
    ]

    private static let nobodyListens = LintRule(
        id: "no-subscribers", severity: .error, reason: "An alarm without recipients looks like success."
    ) { subject in
        guard let notifications = subject.policy.notifications, notifications.subscribers.isEmpty else { return [] }
        return [
            Finding(
                path: FieldPath("notifications", "subscribers"),
                summary: "the topic `\(notifications.topic)` has no subscribers",
                fix: "add `subscribers: [{email: oncall@example.com}]`")
        ]
    }

    private static let alarmsWithoutTopic = LintRule(
        id: "alarms-without-topic", severity: .error, reason: "An alarm without a topic notifies nobody."
    ) { subject in
        guard subject.policy.alarms != nil, subject.policy.notifications == nil else { return [] }
        return [
            Finding(path: FieldPath("alarms"), summary: "the policy has no topic to notify", fix: "add `notifications`")
        ]
    }

    private static let loginInPolicy = LintRule(
        id: "login-in-policy", severity: .error,
        reason: "A policy is read by many, and SNS shows whoever may list subscriptions the rest of the URL."
    ) { subject in
        (subject.policy.notifications?.subscribers ?? []).enumerated().compactMap { index, subscriber in
            guard case .https(let url) = subscriber, url.withoutLogin != url else { return nil }
            return Finding(
                path: FieldPath("notifications", "subscribers").appending(index).appending("https"),
                summary: "the URL of \(url.withoutLogin) carries a user name or password",
                fix: "write the URL without it, and let the receiver check the signature of SNS; keep what has to be "
                    + "secret in Secrets Manager")
        }
    }

    private static let heartbeatPastObjective = LintRule(
        id: "alarm-past-objective", severity: .warning,
        reason: "By the time the alarm goes off, the recovery point objective has already been missed."
    ) { subject in
        let latest = Objectives.latestHeartbeat(rpo: subject.policy.objectives.rpo)
        guard let heartbeat = subject.policy.alarms?.heartbeats["backup"], heartbeat > latest else { return [] }
        return [
            Finding(
                path: FieldPath("alarms", "heartbeat", "backup"),
                summary: "the alarm goes off after \(heartbeat), but the RPO is \(subject.policy.objectives.rpo)",
                fix: "write \(TimeSpan(seconds: latest.seconds / 60 * 60)) or less")
        ]
    }

    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    private static let heartbeatTooLong = LintRule(
        id: "heartbeat-too-long", severity: .error, reason: "A CloudWatch alarm evaluates at most seven days."
    ) { subject in
        (subject.policy.alarms?.heartbeats ?? [:]).sorted { $0.key < $1.key }.compactMap { job, heartbeat in
            guard heartbeat > TimeSpan(7, .days) else { return nil }
            return Finding(
                path: FieldPath("alarms", "heartbeat", job),
                summary: "\(heartbeat) is longer than an alarm can evaluate",
                fix: "write 7d or less")
        }
    }
}
