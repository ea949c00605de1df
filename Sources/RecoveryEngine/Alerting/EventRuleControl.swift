package import RecoveryModel

extension Control where Judged == EventRuleSubject {
    /// A job of AWS Backup that failed reaches the topic.
    static let eventRule = Control(
        "alerting.event-rule",
        title: "Failed jobs of AWS Backup reach the topic",
        why:
            "AWS Backup says that a backup or a copy failed; somebody has to hear it before the recovery point is missed.",
        severity: .medium,
        standards: Standard.monitoring,
        field: "notifications.topic",
        required: { $0.required },
        observed: \.coverage,
        satisfies: { observed, _ in observed.missing.isEmpty },
        showRequired: { _ in "backup and copy jobs that failed" },
        showObserved: { $0.shown },
        remedy: { subject, wanted in subject.remedy(wanted) },
        template: { subject, wanted in
            let topic = subject.topic
            let properties: [(String, JSONValue)] = [
                ("Name", .string(wanted.name)), ("Description", .string(wanted.summary ?? "")),
                ("EventPattern", wanted.pattern ?? [:]), ("State", "ENABLED"),
                (
                    "Targets",
                    [
                        [
                            "Id": .string(EventRule.Target.topic(topic).id),
                            "Arn": subject.context.target.templateTopic(topic),
                        ]
                    ]
                ),
            ]
            return properties.map { TemplateFragment(.eventRule, wanted.name, $0.0, value: $0.1) }
        }
    )
}

/// Which failed jobs reach the topic, and by which rules.
private struct EventRuleCoverage: Sendable, Recordable {
    /// The rule of the required name.
    var own: EventRule?
    /// Others that send what it does not; empty when nobody sends something.
    var others: [String]
    /// The events that nobody sends, in the order in which they are asked for.
    var missing: [String]
    /// The role by which alone that rule sends to the topic; nil when it sends without one, or not at all.
    var role: String?

    var recorded: JSONValue { others.isEmpty ? own.map(\.recorded) ?? .null : ["by": others.recorded] }

    var shown: String {
        if !others.isEmpty { return "by \(Shown.text(([own?.name].compactMap(\.self) + others).sorted()))" }
        guard let own else { return "not found" }
        if !own.enabled { return "disabled" }
        if !missing.isEmpty, let role { return "sent by \(role), of which is not known what it may" }
        return missing.isEmpty ? "backup and copy jobs that failed" : "not sent: \(Shown.text(missing))"
    }
}

extension EventRule: Recordable {
    package var recorded: JSONValue {
        .object(parts.merging(["targets": .texts(targets.map(\.arn))]) { own, _ in own })
    }
}

extension EventRuleSubject {
    /// Which rules send to the topic: the one of that name, or others together where it does not. A rule that asks for
    /// what differs from job to job does not send all of them.
    fileprivate var coverage: Collected<EventRuleCoverage> {
        observed.map { rules in
            let others = rules.values.filter { $0.name != required.name }.sorted { $0.name < $1.name }
            var used: Set<String> = []
            var missing: [String] = []
            for (name, event) in RequiredEventRule.events(context.target) {
                let own = rules[required.name]?.sends(event, to: topic) ?? .fails
                if own == .holds { continue }
                if let other = others.first(where: { $0.sends(event, to: topic) == .holds }) {
                    used.insert(other.name)
                    continue
                }
                let answers = [own] + others.map { $0.sends(event, to: topic) }
                let keys = answers.flatMap { if case .depends(let keys) = $0 { keys } else { [String]() } }
                missing.append(keys.isEmpty ? name : "\(name) for some \(Shown.text(Set(keys).sorted()))")
            }
            let own = rules[required.name]
            let targets = own?.targets.filter { $0.arn == topic } ?? []
            return EventRuleCoverage(
                own: own, others: missing.isEmpty ? used.sorted() : [], missing: missing,
                role: targets.contains { $0.role == nil } ? nil : targets.first?.role)
        }
    }

    /// The rule of that name is made whole; its other targets stay.
    fileprivate func remedy(_ wanted: EventRule) -> Remedy {
        let target = Change.eventRule(.addTarget(rule: wanted.name, topic: topic))
        guard let present = observed.value?[wanted.name] else {
            return .changes([.eventRule(.put(Edit(nil, to: wanted), tags: context.target.tags)), target])
        }
        if let manager = present.manager {
            return .procedure(
                "\(manager) manages rule \(present.name): give the policy another name, or send its events on.")
        }
        var next = present
        next.enabled = true
        let isWhole = RequiredEventRule.events(context.target).allSatisfy { _, event in
            var served = next
            served.targets = [.topic(topic)]
            return served.sends(event, to: topic) == .holds
        }
        if !isWhole { next.pattern = wanted.pattern }
        let put = next == present ? [] : [Change.eventRule(.put(Edit(present, to: next), tags: [:]))]
        if present.targets.contains(where: { $0.arn == topic && $0.role == nil }) { return .changes(put) }
        let own = EventRule.Target.topic(topic)
        if let taken = present.targets.first(where: { $0.id == own.id }) {
            return .procedure(
                "Target \(taken.id) of rule \(present.name) is not as drctl made it: have it send to \(topic) without a "
                    + "role, or remove it.")
        }
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
        guard present.targets.count < 5 else {
            return .procedure("Rule \(present.name) has as many targets as EventBridge lets it have: remove one.")
        }
        return .changes(put + [target])
    }
}
