package import RecoveryModel

extension Control where Judged == TopicSubject {
    /// Alarms have somewhere to go.
    static let topicExists = Control(
        "alerting.topic-exists",
        title: "The alert topic exists",
        why: "An alarm that has nowhere to go looks like success.",
        severity: .high,
        standards: Standard.monitoring,
        field: "notifications.topic",
        asksForExistence: true,
        required: { _ in true },
        observed: { $0.state.topic.map { $0 != nil } },
        satisfies: { exists, _ in exists },
        showRequired: { _ in "exists" },
        showObserved: { $0 ? "exists" : "not found" },
        remedy: { subject, _ in
            .changes(
                [
                    .topic(
                        .create(
                            name: subject.policy.topic, encryptionKey: subject.key,
                            policy: AccessPolicy(statements: subject.publishers), tags: subject.context.target.tags))
                ])
        },
        template: { subject, _ in subject.fragment("TopicName", value: .string(subject.policy.topic)) }
    )

    /// What alarms say is encrypted with a key that the publishers may use.
    static let topicEncrypted = Control(
        "alerting.topic-encrypted",
        title: "The alert topic is encrypted",
        why: "Alerts name what is unprotected; only a key of your own lets CloudWatch publish to an encrypted topic.",
        severity: .medium,
        standards: [.securityHub("SNS.1"), .awsConfig("sns-encrypted-kms"), .nist80053("SC-28")]
            + Standard.cryptography,
        field: "keys[]",
        isJudged: { $0.state.topic != .known(nil) },
        required: { $0.key },
        observed: { subject in
            subject.state.topic.flatMap { topic in
                guard let held = topic?.encryptionKey, let key = subject.key else { return .known(nil) }
                return subject.context.isKey(held, named: key).map { $0 ? key : held }
            }
        },
        satisfies: ==,
        remedy: { subject, key in
            var held: String?
            if case .known(let topic?) = subject.state.topic { held = topic.encryptionKey }
            return .changes([.topic(.putEncryption(arn: subject.arn, Edit(held, to: key)))])
        },
        template: { subject, key in subject.fragment("KmsMasterKeyId", value: subject.context.target.templateKey(key)) }
    )

    /// CloudWatch and RDS may publish.
    static let topicPolicy = Control(
        "alerting.topic-policy-allows-publishers",
        title: "Alarms and database events may be published",
        why: "Without the permission the alarm fires and nobody hears it.",
        severity: .high,
        standards: Standard.monitoring,
        field: "notifications.topic",
        isJudged: { $0.state.topic != .known(nil) },
        required: { $0.publishers },
        observed: { subject in
            subject.state.topic.flatMap { topic in topic?.policy ?? .known(nil) }
                .flatMap { $0.map(subject.publishing) ?? .known(.missing) }
        },
        satisfies: { observed, _ in observed == .granted },
        showRequired: { statements in
            statements.count == 1
                ? "CloudWatch and RDS may publish" : "CloudWatch, RDS and EventBridge may publish"
        },
        showObserved: { $0.shown },
        remedy: { subject, statements in
            var policy = AccessPolicy(statements: [])
            if case .known(let topic?) = subject.state.topic, case .known(let present?) = topic.policy {
                policy = present
            }
            if case .known(.denied(let names)) = subject.publishing(by: policy) {
                return .procedure("Narrow or delete what denies it in the topic's policy: \(Shown.text(names)).")
            }
            policy.statements.removeAll { present in statements.contains { $0.sid == present.sid } }
            policy.statements += statements
            var present: AccessPolicy?
            if case .known(let topic?) = subject.state.topic { present = topic.policy.value ?? nil }
            return .changes([.topic(.putPolicy(arn: subject.arn, Edit(present, to: policy)))])
        },
        template: { subject, statements in
            let topic = subject.policy.topic
            return [
                TemplateFragment(
                    .topicPolicy, topic, "Topics", value: [TemplateFragment.reference(.topic, topic)]),
                TemplateFragment(
                    .topicPolicy, topic, "PolicyDocument", value: AccessPolicy(statements: statements).json),
            ]
        }
    )

    /// Everybody who is to be notified has subscribed.
    static let topicSubscribers = Control(
        "alerting.subscribers",
        title: "All required subscribers are subscribed",
        why: "A topic without subscribers swallows every alarm.",
        severity: .high,
        standards: Standard.monitoring,
        field: "notifications.subscribers",
        required: { subject in
            subject.policy.subscribers.isEmpty ? nil : subject.policy.subscribers.map(\.shown).sorted()
        },
        observed: { subject in
            subject.state.topic.flatMap { topic in
                topic?.subscriptions.map { $0.map(\.shown).sorted() } ?? .known([])
            }
        },
        satisfies: { observed, required in Set(observed).isSuperset(of: required) },
        remedy: { subject, _ in
            var present: Set<String> = []
            if case .known(let topic?) = subject.state.topic {
                present = Set((topic.subscriptions.value ?? []).map(\.shown))
            }
            let missing = subject.policy.subscribers.filter { !present.contains($0.shown) }
            return .changes(
                missing.map {
                    .topic(.subscribe(topic: subject.arn, transport: $0.transport, endpoint: $0.endpoint))
                })
        },
        template: { subject, _ in
            subject.fragment(
                "Subscription",
                value: .array(
                    subject.policy.subscribers.map {
                        ["Protocol": .string($0.transport), "Endpoint": .string($0.endpoint)]
                    }))
        }
    )

    /// Subscribers have confirmed, without which nothing is delivered.
    static let subscribersConfirmed = Control(
        "alerting.subscriber-confirmed",
        title: "Subscriptions are confirmed",
        why: "Until the link in the first mail is followed, no alarm is delivered.",
        severity: .high,
        standards: Standard.monitoring,
        field: "notifications.subscribers",
        isJudged: { $0.state.topic != .known(nil) },
        required: { subject in subject.policy.subscribers.isEmpty ? nil : [String]() },
        observed: { $0.unconfirmed },
        satisfies: { waiting, _ in waiting.isEmpty },
        showRequired: { _ in "all confirmed" },
        showObserved: { $0.isEmpty ? "all confirmed" : "waiting for \(Shown.text($0))" },
        remedy: { _, _ in
            .procedure("Ask them to follow the link in the confirmation mail, which comes once they are subscribed.")
        }
    )
}

extension TopicSubject {
    /// Those of the policy's subscribers who have not confirmed, subscribed or not, sorted.
    fileprivate var unconfirmed: Collected<[String]> {
        let asked = policy.subscribers
        return state.topic.flatMap { topic -> Collected<[String]> in
            guard let topic else { return .known(asked.map(\.endpoint.withoutLogin).sorted()) }
            return topic.subscriptions.map { present -> [String] in
                let confirmed = Set(present.filter(\.confirmed).map(\.shown))
                return asked.filter { !confirmed.contains($0.shown) }.map(\.endpoint.withoutLogin).sorted()
            }
        }
    }

    var arn: String { context.target.place.arn("sns", policy.topic) }

    /// The policy's first key; AWS's own key for SNS would shut CloudWatch out.
    var key: String? { context.policy.keys.first.map { "alias/\($0.alias)" } }

    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html
    var publishers: [AccessStatement] {
        [
            AccessStatement(
                sid: "DrctlPublishers", .allow,
                principals: .init("Service", ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"]),
                actions: ["sns:Publish"], resources: [arn],
                condition: ["StringEquals": ["aws:SourceAccount": [context.target.place.account]]])
        ]
            + (context.eventRule == nil
                ? []
                : [
                    AccessStatement(
                        sid: "DrctlEventBridge", .allow,
                        principals: .init("Service", [ControlContext.eventBridge]),
                        actions: ["sns:Publish"], resources: [arn])
                ])
    }

    func fragment(_ path: String..., value: JSONValue) -> [TemplateFragment] {
        [TemplateFragment(.topic, policy.topic, path: path, value: value)]
    }
}

extension NotificationPolicy.Subscriber {
    /// As SNS names it.
    package var transport: String {
        switch self {
        case .email: "email"
        case .https: "https"
        case .sqs: "sqs"
        case .lambda: "lambda"
        }
    }

    var endpoint: String {
        switch self {
        case .email(let endpoint), .https(let endpoint), .sqs(let endpoint), .lambda(let endpoint): endpoint
        }
    }

    /// The transport and the endpoint without a login.
    package var shown: String { "\(transport) \(endpoint.withoutLogin)" }
}

extension TopicState.Subscription {
    /// As the policy's subscriber of the same endpoint is shown: SNS answers `****` in the place of a login.
    package var shown: String { "\(transport) \(endpoint.withoutLogin)" }
}
