import RecoveryModel

extension Control where Judged == TopicSubject {
    /// A confirmed subscriber who filters the alarms out is not notified either.
    static let filtersLetAlarmsThrough = Control(
        "alerting.filters-let-alarms-through",
        title: "Subscription filters let alarms through",
        why: "A subscriber whose filter drops every alarm is confirmed, and never hears of one.",
        severity: .high,
        standards: Standard.monitoring,
        field: "notifications.subscribers",
        isJudged: { $0.state.topic != .known(nil) },
        required: { subject in subject.policy.subscribers.isEmpty ? nil : [String]() },
        observed: { $0.deaf(to: [$0.alarm], called: "alarms") },
        satisfies: { deaf, _ in deaf.isEmpty },
        showRequired: { _ in "every alarm" },
        showObserved: { $0.isEmpty ? "every alarm" : "no alarm to \(Shown.text($0))" },
        remedy: { subject, _ in .procedure(subject.filterAdvice) }
    )

    /// Nor is one who filters out what RDS and AWS Backup say.
    static let filtersLetEventsThrough = Control(
        "alerting.filters-let-events-through",
        title: "Subscription filters let events through",
        why: "A filter for alarms drops what RDS says of a failed backup or a deletion, which no alarm tells.",
        severity: .medium,
        standards: Standard.monitoring,
        field: "notifications.subscribers",
        isJudged: { $0.state.topic != .known(nil) },
        required: { subject in subject.policy.subscribers.isEmpty || subject.events.isEmpty ? nil : [String]() },
        observed: { $0.deaf(to: $0.events, called: "events") },
        satisfies: { deaf, _ in deaf.isEmpty },
        showRequired: { _ in "every event" },
        showObserved: { $0.isEmpty ? "every event" : "not every event to \(Shown.text($0))" },
        remedy: { subject, _ in .procedure(subject.filterAdvice) }
    )
}

/// What is published to the topic, as far as a filter can know it.
private struct PublishedMessage {
    let body: FilteredMessage
    var attributes = FilteredMessage(values: [:])
}

extension TopicSubject {
    /// Those of the policy's subscribers whom one of the messages does not reach for a filter, sorted.
    fileprivate func deaf(to messages: [PublishedMessage], called word: String) -> Collected<[String]> {
        let asked = Set(policy.subscribers.map(\.shown))
        return state.topic.flatMap { topic -> Collected<[String]> in
            guard let topic else { return .known([]) }
            return topic.subscriptions.flatMap { subscriptions in
                var deaf: Set<String> = []
                var doubt: CollectionFailure?
                for subscription in subscriptions where subscription.confirmed && asked.contains(subscription.shown) {
                    switch subscription.filter {
                    case .unavailable(let failure): doubt = failure
                    case .known(nil): break
                    case .known(let filter?):
                        switch messages.lazy.map({ filter.passes($0.body, attributes: $0.attributes) }).all {
                        case .holds: break
                        case .fails: deaf.insert(subscription.endpoint.withoutLogin)
                        case .depends(let keys):
                            doubt = CollectionFailure(
                                operation: "sns:GetSubscriptionAttributes",
                                reason:
                                    "whether the filter of \(subscription.endpoint.withoutLogin) lets \(word) through "
                                    + "depends on \(Shown.text(keys))")
                        }
                    }
                }
                if deaf.isEmpty, let doubt { return .unavailable(doubt) }
                return .known(deaf.sorted())
            }
        }
    }

    /// What is known of the message of every alarm of the policy, which has no attributes.
    ///
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    fileprivate var alarm: PublishedMessage {
        PublishedMessage(
            body: FilteredMessage(
                values: [
                    "NewStateValue": .string("ALARM"), "AWSAccountId": .string(context.target.place.account),
                ],
                unknown: [
                    "AlarmName", "AlarmDescription", "AlarmConfigurationUpdatedTimestamp", "NewStateReason",
                    "StateChangeTime",
                    "Region", "AlarmArn", "OldStateValue", "OKActions", "AlarmActions", "InsufficientDataActions",
                    "Trigger",
                ]))
    }

    /// The messages of RDS about the policy's databases, and those of its event rule.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.TagsAttributesForFiltering.html
    fileprivate var events: [PublishedMessage] {
        let ofDatabases = context.eventSubscriptions.flatMap { subscription in
            subscription.sources.map { source in
                let type = subscription.sourceType ?? "db-instance"
                let kind: DatabaseKind = type == "db-cluster" ? .cluster : .instance
                let arn = JSONValue.string(context.target.place.arn("rds", kind.arnPart(source)))
                return PublishedMessage(
                    body: FilteredMessage(
                        values: [
                            "Event Source": .string(type), "Source ID": .string(source), "Source ARN": arn,
                        ],
                        unknown: ["Event Time", "Identifier Link", "Event ID", "Event Message", "Tags"]),
                    attributes: FilteredMessage(values: ["Resource": arn], unknown: ["EventID"]))
            }
        }
        let ofJobs = context.eventRule == nil ? [] : RequiredEventRule.events(context.target).map(\.event)
        return ofDatabases + ofJobs.map { PublishedMessage(body: $0) }
    }

    /// A filter that lets through all that is published, and nothing else.
    fileprivate var filterAdvice: String {
        let kinds =
            [#"{"NewStateValue": ["ALARM"]}"#]
            + (context.eventSubscriptions.isEmpty ? [] : [#"{"Event Source": [{"exists": true}]}"#])
            + (context.eventRule == nil ? [] : [#"{"source": ["aws.backup"]}"#])
        let filter = kinds.count == 1 ? kinds[0] : #"{"$or": [\#(kinds.joined(separator: ", "))]}"#
        return "Remove the filter, or write \(filter) with the scope MessageBody: alarms have no message attributes. "
            + "aws sns set-subscription-attributes --attribute-name FilterPolicy …"
    }
}
