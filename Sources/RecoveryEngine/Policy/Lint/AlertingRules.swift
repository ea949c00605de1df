import RecoveryModel

extension LintRule {
    static let alertingRules = [nobodyListens, alarmsWithoutTopic, heartbeatPastObjective, heartbeatTooLong]

    private static let nobodyListens = LintRule(
        id: "no-subscribers", severity: .error, reason: "An alarm that nobody reads is silence, and looks like success."
    ) { subject in
        guard let notifications = subject.policy.notifications, notifications.subscribers.isEmpty else { return [] }
        return [
            Finding(
                path: FieldPath("notifications", "subscribers"),
                summary: "nobody reads the topic `\(notifications.topic)`",
                fix: "add `subscribers: [{email: oncall@example.com}]`")
        ]
    }

    private static let alarmsWithoutTopic = LintRule(
        id: "alarms-without-topic", severity: .error, reason: "An alarm without a topic tells nobody."
    ) { subject in
        guard subject.policy.alarms != nil, subject.policy.notifications == nil else { return [] }
        return [Finding(path: FieldPath("alarms"), summary: "there is no topic to tell", fix: "add `notifications`")]
    }

    private static let heartbeatPastObjective = LintRule(
        id: "alarm-past-objective", severity: .warning,
        reason: "When the alarm comes, the recovery point objective has been missed already."
    ) { subject in
        let latest = Objectives.latestHeartbeat(rpo: subject.policy.objectives.rpo)
        guard let heartbeat = subject.policy.alarms?.heartbeats["backup"], heartbeat > latest else { return [] }
        return [
            Finding(
                path: FieldPath("alarms", "heartbeat", "backup"),
                summary: "silence is noticed after \(heartbeat), and the RPO is \(subject.policy.objectives.rpo)",
                fix: "write \(TimeSpan(seconds: latest.seconds / 60 * 60)) or less")
        ]
    }

    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    private static let heartbeatTooLong = LintRule(
        id: "heartbeat-too-long", severity: .error, reason: "A CloudWatch alarm looks back seven days at most."
    ) { subject in
        (subject.policy.alarms?.heartbeats ?? [:]).sorted { $0.key < $1.key }.compactMap { job, heartbeat in
            guard heartbeat > TimeSpan(7, .days) else { return nil }
            return Finding(
                path: FieldPath("alarms", "heartbeat", job),
                summary: "\(heartbeat) is more than an alarm can look back",
                fix: "write 7d or less")
        }
    }
}
