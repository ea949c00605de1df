import RecoveryModel

extension Control where Judged == KeySubject {
    /// The publishers of alarms may use the key of the topic that they publish to.
    ///
    /// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    static let keyAllowsPublishers = Control(
        "keys.policy-allows-publishers",
        title: "Alarms and database events may use the topic's key",
        why: "An encrypted topic takes no alarm from whoever may not use its key, and nobody is notified of that.",
        severity: .high,
        field: "notifications.topic",
        isJudged: { !$0.isMissing },
        required: { $0.encryptsTopic ? $0.context.publishers : nil },
        observed: { subject in
            subject.state.key.flatMap { key in
                key.map { key in key.policy.flatMap { subject.context.publishers(usingKeyBy: $0, key.arn) } }
                    ?? .known([])
            }
        },
        satisfies: { allowed, required in Set(allowed).isSuperset(of: required) },
        showRequired: { "usable by \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "usable by none of them" : "usable by \(Shown.text($0))" },
        remedy: { subject, _ in
            guard case .known(let key?) = subject.state.key, case .known(let present) = key.policy
            else { return .resolvesItself("The key is created by the same plan.") }
            let statements = subject.publisherStatements
            var document = present
            document.statements.removeAll { present in statements.contains { $0.sid == present.sid } }
            document.statements += statements
            guard case .known(let users) = subject.context.publishers(usingKeyBy: document, key.arn),
                Set(users).isSuperset(of: subject.context.publishers)
            else {
                return .procedure(
                    "A statement of the key's policy denies them its use: narrow or delete it, then apply again.")
            }
            return .changes([
                .key(
                    .putPolicy(
                        KeyChange.KeyReference(alias: subject.policy.alias, id: key.id), Edit(present, to: document)))
            ])
        }
    )
}

extension KeySubject {
    /// Lets the publishers use the key. EventBridge says nothing of what it publishes for.
    ///
    /// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    var publisherStatements: [AccessStatement] {
        func statement(_ sid: String, _ services: [String], _ condition: [String: [String: [String]]] = [:])
            -> AccessStatement
        {
            AccessStatement(
                sid: sid, .allow, principals: .init("Service", services),
                actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: ["*"], condition: condition)
        }
        return [
            statement(
                "DrctlPublishersEncrypt", ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"],
                ["StringEquals": ["aws:SourceAccount": [context.target.place.account]]])
        ] + (context.eventRule == nil ? [] : [statement("DrctlEventBridgeEncrypt", [ControlContext.eventBridge])])
    }

    /// The policy's first key is the topic's.
    fileprivate var encryptsTopic: Bool {
        context.policy.notifications != nil && context.policy.keys.first?.alias == policy.alias
    }
}

extension ControlContext {
    /// EventBridge as a principal.
    static let eventBridge = "events.amazonaws.com"

    /// Who publishes to the topic.
    var publishers: [String] {
        ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"] + (eventRule == nil ? [] : [Self.eventBridge])
    }

    /// Which of the publishers may decrypt with the key and make data keys, as publishing to an encrypted topic needs.
    ///
    /// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    func publishers(usingKeyBy policy: AccessPolicy, _ key: String) -> Collected<[String]> {
        let topic = target.topicARN.map { AccessQuestion.Fact.value($0) } ?? .unknown
        var users: [String] = []
        for service in publishers {
            // Whether SNS asks for the publisher, or the publisher itself, is not documented.
            let ways: [AccessQuestion.Fact] = [.absent, .value("sns.\(target.place.region).amazonaws.com")]
            let answers = ways.map { way in
                ["kms:Decrypt", "kms:GenerateDataKey"].flatMap {
                    publications(
                        $0, on: key, by: [service], of: policy,
                        ["kms:EncryptionContext:aws:sns:topicArn": topic, "kms:ViaService": way])
                }.map(policy.answer)
            }
            if answers.joined().allSatisfy({ $0 == .allowed }) {
                users.append(service)
            } else if !answers.allSatisfy({ $0.contains(where: \.isRefusal) }) {
                return .unavailable(
                    answers.joined().map { $0 }.firstDoubt("kms:GetKeyPolicy")
                        ?? CollectionFailure(
                            operation: "kms:GetKeyPolicy",
                            reason: "whether \(service) may use the key depends on kms:ViaService"))
            }
        }
        return .known(users)
    }
}
