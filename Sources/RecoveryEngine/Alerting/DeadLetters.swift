import RecoveryModel

extension Control where Judged == TopicSubject {
    /// What could not be delivered is kept where the subscription says.
    ///
    /// https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
    static let deadLettersArrive = Control(
        "alerting.dead-letters-arrive",
        title: "Dead-letter queues accept undelivered messages",
        why: "A redrive policy whose queue is missing, or closed to SNS, loses the alert that could not be delivered.",
        severity: .medium,
        standards: Standard.monitoring,
        field: "notifications.subscribers",
        isJudged: { $0.state.topic != .known(nil) },
        required: { subject in subject.policy.subscribers.isEmpty ? nil : [String]() },
        observed: { $0.lostLetters },
        satisfies: { lost, _ in lost.isEmpty },
        showRequired: { _ in "every redrive policy names a queue that accepts messages from the topic" },
        showObserved: { $0.isEmpty ? "all accept messages, or there is no redrive policy" : Shown.text($0) },
        remedy: { subject, _ in
            .procedure(
                "Create the queue, or let its policy allow sns.amazonaws.com sqs:SendMessage with aws:SourceArn \(subject.arn); "
                    + "or take the redrive policy away: aws sns set-subscription-attributes --attribute-name RedrivePolicy …"
            )
        }
    )
}

extension Target {
    /// What reading the queues of redrive policies needs, which are in the account and region of the topic.
    var deadLetterReads: [Need] {
        guard policy.notifications?.subscribers.isEmpty == false else { return [] }
        return .all(["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], on: place.arn("sqs", "*"))
    }
}

extension TopicSubject {
    /// The queues of redrive policies of the policy's subscribers that SNS cannot send to, each with the reason, sorted.
    fileprivate var lostLetters: Collected<[String]> {
        let asked = Set(policy.subscribers.map(\.shown))
        return state.topic.flatMap { topic -> Collected<[String]> in
            guard let topic else { return .known([]) }
            return topic.subscriptions.flatMap { subscriptions in
                var lost: [String] = []
                var doubt: CollectionFailure?
                for subscription in subscriptions where subscription.confirmed && asked.contains(subscription.shown) {
                    let found = subscription.deadLetters.flatMap { letters -> Collected<String?> in
                        guard let letters else { return .known(nil) }
                        return obstacle(to: letters.arn, letters.queue, "sqs:SendMessage").map { reason in
                            reason.map { "\(letters.arn) of \(subscription.endpoint.withoutLogin): \($0)" }
                        }
                    }
                    switch found {
                    case .unavailable(let failure): doubt = failure
                    case .known(nil): break
                    case .known(let reason?): lost.append(reason)
                    }
                }
                if lost.isEmpty, let doubt { return .unavailable(doubt) }
                return .known(lost.sorted())
            }
        }
    }
}
