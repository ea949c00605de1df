package import RecoveryModel

extension Control where Judged == TopicSubject {
    /// A subscriber that confirmed once may be gone: an endpoint that nobody answers at, a mailbox that is full.
    static let notificationsArrive = Control(
        "alerting.notifications-arrive",
        title: "No notification failed to arrive lately",
        why: "A subscriber that cannot be reached any more stays subscribed and confirmed, and hears of nothing.",
        severity: .medium,
        standards: Standard.monitoring,
        field: "notifications.subscribers",
        isJudged: { $0.state.topic != .known(nil) },
        required: { $0.policy.subscribers.isEmpty ? nil : 0 },
        observed: { subject in
            subject.state.topic.flatMap { $0?.deliveries ?? .unavailable(.notCollected("cloudwatch:GetMetricData")) }
        },
        satisfies: { deliveries, _ in deliveries.failed == 0 },
        showRequired: { _ in "no failed attempt in \(Shown.days(Deliveries.days))" },
        showObserved: { $0.shown },
        remedy: { subject, _ in
            .procedure(
                "Find out which subscriber does not answer: `drctl alarms test --probe` sends a notification to all, and "
                    + "SNS logs each attempt once delivery status logging is on for \(subject.policy.topic). Subscribe "
                    + "another endpoint, or give the subscription a dead-letter queue.")
        }
    )
}

extension Deliveries: Recordable {
    package var recorded: JSONValue { ["delivered": .integer(delivered), "failed": .integer(failed)] }

    fileprivate var shown: String {
        if failed > 0 { return "\(CountText.of(failed, "failed attempt")), \(CountText.number(delivered)) delivered" }
        return delivered == 0 ? "nothing was sent" : "\(CountText.number(delivered)) delivered, none failed"
    }
}
