import RecoveryModel

extension Control where Judged == TopicSubject {
    /// KMS lets the publishers use the key that the topic really has, whichever that is.
    ///
    /// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    static let topicKeyAdmitsPublishers = Control(
        "alerting.topic-key-admits-publishers",
        title: "The key of the alert topic admits alarms and database events",
        why: "An encrypted topic takes no alarm from whoever may not use its key, and nobody is notified of that.",
        severity: .high,
        standards: Standard.monitoring,
        field: "notifications.topic",
        isJudged: { subject in
            guard case .known(let topic?) = subject.state.topic else { return subject.state.topic.failure != nil }
            return topic.encryptionKey != nil
        },
        required: { $0.context.publishers },
        observed: { $0.keyUse },
        satisfies: { observed, publishers in Set(observed.users).isSuperset(of: publishers) },
        showRequired: { "usable by \(Shown.text($0))" },
        showObserved: \.shown,
        remedy: { subject, _ in
            guard case .known(let topic?) = subject.state.topic else { return .procedure("Read the topic in SNS.") }
            if let key = subject.key, topic.key.value??.isOfAWS == true {
                return .changes([
                    .topic(.putEncryption(arn: subject.arn, Edit(topic.encryptionKey, to: key)))
                ])
            }
            let key = topic.encryptionKey ?? ""
            return .procedure(
                "Enable \(key), and let its policy allow \(Shown.text(subject.context.publishers)) kms:Decrypt and "
                    + "kms:GenerateDataKey*; or encrypt the topic with a key of the policy's `keys`.")
        }
    )
}

/// Who of the publishers may use the topic's key.
private struct TopicKeyUse: Sendable, Recordable {
    var users: [String]
    /// Why nobody may; nil when the key's policy decides.
    var obstacle: String?

    var recorded: JSONValue { obstacle.map(JSONValue.string) ?? users.recorded }

    var shown: String {
        obstacle ?? (users.isEmpty ? "usable by none of them" : "usable by \(Shown.text(users))")
    }
}

extension TopicSubject {
    fileprivate var keyUse: Collected<TopicKeyUse> {
        state.topic.flatMap { topic -> Collected<TopicKeyUse> in
            guard let topic, let name = topic.encryptionKey else { return .known(TopicKeyUse(users: [])) }
            return topic.key.flatMap { key -> Collected<TopicKeyUse> in
                if key?.isOfAWS == true {
                    return .known(
                        TopicKeyUse(users: [], obstacle: "\(name) is AWS's own key, which admits none of them"))
                }
                guard let key, key.standing.obstacle == nil else {
                    let obstacle = key.map(\.standing).obstacle.map { "\(name) \($0)" }
                    return .known(TopicKeyUse(users: [], obstacle: obstacle))
                }
                return key.policy.flatMap { context.publishers(usingKeyBy: $0, key.arn) }.map { TopicKeyUse(users: $0) }
            }
        }
    }
}
