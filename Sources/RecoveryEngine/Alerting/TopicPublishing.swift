import RecoveryModel

/// Whether the publishers of alarms and events may publish, by a topic's policy.
enum TopicPublishing: Sendable, Equatable, Recordable {
    case granted
    /// No statement allows it.
    case missing
    /// These statements take it away again.
    case denied([String])

    var recorded: JSONValue { .string(shown) }

    /// For people.
    var shown: String {
        switch self {
        case .granted: "granted"
        case .missing: "not granted"
        case .denied(let names): "denied by \(Shown.text(names))"
        }
    }
}

extension AccessPolicy {
    /// What the policy says to the publishers of a statement; a denial under a condition cannot be settled here.
    func publishing(_ wanted: AccessStatement) -> Collected<TopicPublishing> {
        var denied: [String] = []
        var unsettled: CollectionFailure?
        for (index, statement) in statements.enumerated() where statement.mayDeny(wanted) {
            let name = statement.sid ?? "statement \(index + 1)"
            if statement.condition.isEmpty {
                denied.append(name)
            } else {
                let keys = statement.condition.values.flatMap(\.keys).sorted().joined(separator: ", ")
                unsettled = CollectionFailure(
                    operation: "sns:GetTopicAttributes",
                    reason: "\(name) denies publishing under a condition that cannot be evaluated here (\(keys))")
            }
        }
        if !denied.isEmpty { return .known(.denied(denied)) }
        guard statements.contains(where: { $0.grants(wanted) }) else { return .known(.missing) }
        return unsettled.map { .unavailable($0) } ?? .known(.granted)
    }
}

extension AccessStatement {
    /// True when this statement allows at least what the other does.
    fileprivate func grants(_ other: AccessStatement) -> Bool {
        effect == .allow && negated.isEmpty && principals == other.principals && condition == other.condition
            && Set(actions).isSuperset(of: other.actions) && Set(resources).isSuperset(of: other.resources)
    }

    /// True when this statement denies some of what the other allows, unless a condition prevents it. Requests in clear
    /// do not count: AWS's services use TLS.
    fileprivate func mayDeny(_ other: AccessStatement) -> Bool {
        guard effect == .deny, !isOnlyAboutPlainHTTP else { return false }
        let services = Set(other.principals?.byType["Service"] ?? [])
        let meets =
            negated["NotPrincipal"] != nil || principals?.mayIncludeEveryone == true
            || !services.isDisjoint(with: principals?.byType["Service"] ?? [])
        let publishes =
            negated["NotAction"] != nil
            || actions.contains { ["*", "sns:*", "sns:publish", "sns:p*", "sns:pub*"].contains($0.lowercased()) }
        return meets && publishes
    }
}

extension Control where Judged == TopicSubject {
    /// No statement of the topic's policy lets everybody in.
    static let topicNotPublic = Control(
        "alerting.topic-policy-not-public",
        title: "The topic policy grants no access outside the scope",
        why: "Whoever may publish can drown the real alarm, and whoever may subscribe learns what is unprotected.",
        severity: .medium,
        standards: [.securityHub("SNS.4")],
        field: "notifications.topic",
        isJudged: { $0.state.topic != .known(nil) },
        required: { _ in [String]() },
        observed: { subject in
            subject.state.topic.flatMap { topic in topic?.policy ?? .known(nil) }
                .flatMap { $0?.publicStatements(operation: "sns:GetTopicAttributes") ?? .known([]) }
        },
        satisfies: { open, _ in open.isEmpty },
        showRequired: { _ in "no public statement" },
        showObserved: { $0.isEmpty ? "no public statement" : "public: \(Shown.text($0))" },
        remedy: { _, _ in .procedure("Narrow the principal of the statement in the topic's policy.") }
    )
}
