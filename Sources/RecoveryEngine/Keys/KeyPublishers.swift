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
        required: { $0.encryptsTopic ? KeySubject.publishers : nil },
        observed: { subject in
            subject.state.key.flatMap { key in
                key?.policy.map { $0.keyUsers(among: KeySubject.publishers) } ?? .known([])
            }
        },
        satisfies: { allowed, required in Set(allowed).isSuperset(of: required) },
        showRequired: { "usable by \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "usable by neither" : "usable by \(Shown.text($0))" },
        remedy: { subject, _ in
            guard case .known(let key?) = subject.state.key, case .known(let present) = key.policy,
                let statement = subject.keyPolicy.statements.first(where: { $0.sid == KeySubject.publishersSid })
            else { return .resolvesItself("The key is created by the same plan.") }
            var document = present
            document.statements.removeAll { $0.sid == statement.sid }
            document.statements.append(statement)
            guard Set(document.keyUsers(among: KeySubject.publishers)).isSuperset(of: KeySubject.publishers) else {
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
    /// Names our statement in a key's policy.
    static let publishersSid = "DrctlPublishersEncrypt"

    /// Who publishes to the topic.
    static let publishers = ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"]

    /// The policy's first key is the topic's.
    fileprivate var encryptsTopic: Bool {
        context.policy.notifications != nil && context.policy.keys.first?.alias == policy.alias
    }
}

extension AccessPolicy {
    /// Which of the services may decrypt with the key and make data keys; what a condition besides the source narrows
    /// does not count, nor does anything that some statement denies.
    fileprivate func keyUsers(among services: [String]) -> [String] {
        services.filter { service in
            let granted = statements.filter {
                $0.effect == .allow && $0.negated.isEmpty && $0.isAbout(service) && $0.isNarrowedOnlyBySource
            }
            let denied = statements.contains {
                $0.effect == .deny && !$0.isOnlyAboutPlainHTTP
                    && ($0.isAbout(service) || $0.principals?.mayIncludeEveryone == true
                        || $0.negated["NotPrincipal"] != nil)
            }
            let actions = Set(granted.flatMap(\.actions).map { $0.lowercased() })
            let all = actions.contains("kms:*") || actions.contains("*")
            let decrypts = all || actions.contains("kms:decrypt")
            let encrypts = all || !actions.isDisjoint(with: ["kms:generatedatakey", "kms:generatedatakey*"])
            return decrypts && encrypts && !denied
        }
    }
}

extension AccessStatement {
    fileprivate func isAbout(_ service: String) -> Bool {
        principals?.byType["Service", default: []].contains(service) ?? false
    }

    private static let sourceKeys: Set<String> = ["aws:sourceaccount", "aws:sourceowner"]

    fileprivate var isNarrowedOnlyBySource: Bool {
        condition.values.allSatisfy { keys in keys.keys.allSatisfy { Self.sourceKeys.contains($0.lowercased()) } }
    }
}
