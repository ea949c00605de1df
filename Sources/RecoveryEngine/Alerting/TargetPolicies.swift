import RecoveryModel

extension Control where Judged == TopicSubject {
    /// A queue or function of the policy lets the topic deliver.
    ///
    /// https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
    static let targetsAdmitTopic = Control(
        "alerting.target-policy-admits-topic",
        title: "Subscribed queues and functions accept messages from the topic",
        why: "A queue that does not admit the topic is subscribed and confirmed, and stays empty.",
        severity: .high,
        standards: Standard.monitoring,
        field: "notifications.subscribers",
        isJudged: { $0.state.topic != .known(nil) },
        required: { subject in subject.policy.subscribers.isEmpty ? nil : [String]() },
        observed: { $0.closed },
        satisfies: { closed, _ in closed.isEmpty },
        showRequired: { _ in "all accept messages from the topic" },
        showObserved: { $0.isEmpty ? "all accept messages from the topic" : Shown.text($0) },
        remedy: { subject, _ in
            .procedure(
                "Let the policy of the queue or function allow sns.amazonaws.com sqs:SendMessage or lambda:InvokeFunction with "
                    + "aws:SourceArn \(subject.arn), and the key of an encrypted queue kms:GenerateDataKey and kms:Decrypt."
            )
        }
    )
}

extension TopicSubject {
    /// Those of the policy's queues and functions that do not let the topic deliver, each with the reason, sorted.
    fileprivate var closed: Collected<[String]> {
        let asked = Set(policy.subscribers.map(\.shown))
        return state.topic.flatMap { topic -> Collected<[String]> in
            guard let topic else { return .known([]) }
            return topic.subscriptions.flatMap { subscriptions in
                var closed: [String] = []
                var doubt: CollectionFailure?
                for subscription in subscriptions where subscription.confirmed && asked.contains(subscription.shown) {
                    guard let action = subscription.deliveryAction else { continue }
                    switch obstacle(to: subscription.endpoint, subscription.target, action) {
                    case .unavailable(let failure): doubt = failure
                    case .known(nil): break
                    case .known(let reason?): closed.append("\(subscription.endpoint): \(reason)")
                    }
                }
                if closed.isEmpty, let doubt { return .unavailable(doubt) }
                return .known(closed.sorted())
            }
        }
    }

    /// Why SNS cannot deliver to a queue or function; nil when it can.
    func obstacle(
        to arn: String, _ target: Collected<DeliveryTarget?>, _ action: String
    ) -> Collected<String?> {
        target.flatMap { target -> Collected<String?> in
            guard let target else { return .known("not found") }
            guard let policy = target.policy else { return .known("it has no policy that admits the topic") }
            switch answer(of: policy, [action], on: arn, "\(action.prefix { $0 != ":" }):GetPolicy") {
            case .known(nil): break
            case .known(let refusal?): return .known("its policy \(refusal) the topic")
            case .unavailable(let failure): return .unavailable(failure)
            }
            return target.key.flatMap { key -> Collected<String?> in
                guard let key else { return .known(nil) }
                guard !key.isOfAWS else { return .known("\(key.arn) is AWS's own key, which does not admit SNS") }
                guard key.state == "Enabled" else { return .known("its key \(key.arn) is \(key.state)") }
                return key.policy.flatMap { policy in
                    answer(of: policy, ["kms:GenerateDataKey", "kms:Decrypt"], on: key.arn, "kms:GetKeyPolicy").map {
                        $0.map { "the policy of its key \($0) SNS" }
                    }
                }
            }
        }
    }

    /// `denies` or `does not admit`; nil when all of it is allowed.
    private func answer(
        of policy: AccessPolicy, _ actions: [String], on resource: String, _ operation: String
    ) -> Collected<String?> {
        let answers = actions.map {
            policy.answer(
                AccessQuestion(
                    $0, on: resource, by: .service("sns.amazonaws.com"),
                    [
                        "aws:SecureTransport": .value("true"), "aws:SourceArn": .value(arn),
                        "aws:SourceAccount": .value(context.target.place.account),
                    ]))
        }
        if answers.contains(where: { if case .denied = $0 { true } else { false } }) { return .known("denies") }
        if answers.contains(.notAllowed) { return .known("does not admit") }
        return answers.firstDoubt(operation).map { .unavailable($0) } ?? .known(nil)
    }
}

extension TopicState.Subscription {
    /// What SNS does to deliver; nil for transports that no policy of AWS guards.
    package var deliveryAction: String? {
        switch transport {
        case "sqs": "sqs:SendMessage"
        case "lambda": "lambda:InvokeFunction"
        default: nil
        }
    }
}
