import RecoveryModel

extension Control where Judged == EventSubscriptionSubject {
    /// RDS notifies of failed backups, recoveries and deletions.
    static let eventSubscription = Control(
        "alerting.event-subscription",
        title: "Database events reach the topic",
        why: "RDS says that a backup failed or a database was deleted; somebody has to hear it.",
        severity: .medium,
        // Security Hub passes both of these without any subscription.
        standards: [.securityHub("RDS.19"), .securityHub("RDS.20")] + Standard.monitoring,
        field: "notifications.topic",
        required: { $0.required },
        observed: \.coverage,
        satisfies: { observed, _ in observed.missing.isEmpty },
        showRequired: { "\(Shown.text($0.categories)) of \(Shown.text($0.sources))" },
        showObserved: \.shown,
        remedy: { subject, wanted in subject.remedy(wanted) },
        template: { subject, wanted in
            subject.fragments(wanted)
        }
    )
}

extension EventSubscriptionSubject {
    /// As a template declares it: after its databases, its topic, and the permission to publish there, each of which RDS
    /// asks for when the subscription is made.
    fileprivate func fragments(_ wanted: EventSubscription) -> [TemplateFragment] {
        let kind: DatabaseKind = wanted.sourceType == "db-cluster" ? .cluster : .instance
        let properties: [(String, JSONValue)] = [
            ("SubscriptionName", .string(wanted.name)), ("SnsTopicArn", context.target.templateTopic(wanted.topic)),
            ("SourceType", .string(wanted.sourceType ?? "db-instance")),
            ("SourceIds", .array(wanted.sources.map { context.templateDatabase($0, kind) })),
            ("EventCategories", .array(wanted.categories.map(JSONValue.string))), ("Enabled", .bool(wanted.enabled)),
        ]
        return properties.map { TemplateFragment(.eventSubscription, wanted.name, $0.0, value: $0.1) }
            + [context.policy.notifications].compactMap { $0 }.map {
                TemplateFragment(.eventSubscription, wanted.name, .dependsOn(LogicalID.of(.topicPolicy, $0.topic)))
            }
    }

    /// Settings by one call and each missing source by one of its own; categories and sources of others stay.
    fileprivate func remedy(_ wanted: EventSubscription) -> Remedy {
        guard case .known(let present?) = observed else {
            return .changes([.eventSubscription(.create(wanted, tags: context.target.tags))])
        }
        guard present.sourceType == nil || present.sourceType == wanted.sourceType else {
            return .procedure(
                "\(wanted.name) is about another type of source (\(present.sourceType ?? "")): delete it, then apply again."
            )
        }
        var changes: [Change] = []
        var next = present
        next.topic = wanted.topic
        next.enabled = true
        if !present.categories.isEmpty { next.categories = Set(present.categories + wanted.categories).sorted() }
        if next != present { changes.append(.eventSubscription(.modify(Edit(present, to: next)))) }
        if !present.sources.isEmpty {
            changes += Set(wanted.sources).subtracting(present.sources).sorted().map {
                .eventSubscription(.addSource(subscription: wanted.name, source: $0))
            }
        }
        guard !changes.isEmpty else {
            return .procedure(
                "RDS says \(present.status) of \(wanted.name): see that the topic exists and lets events.rds.amazonaws.com "
                    + "publish, then have RDS look again: aws rds modify-event-subscription --subscription-name "
                    + "\(wanted.name) --enabled …")
        }
        return .changes(changes)
    }

    /// Who tells the topic of what is required: the subscription of that name, or others together where it does not.
    fileprivate var coverage: Collected<EventCoverage> {
        observed.map { own in
            let others = (context.inventory.eventSubscriptions.value ?? [:]).values
                .filter { $0.name != required.name && !$0.covered(of: required).isEmpty }.sorted { $0.name < $1.name }
            let wanted = EventSubscription.pairs(required.categories, required.sources)
            let byOwn = wanted.subtracting(own?.covered(of: required) ?? [])
            if byOwn.isEmpty { return EventCoverage(own: own, others: [], missing: []) }
            let left = others.reduce(byOwn) { $0.subtracting($1.covered(of: required)) }
            return EventCoverage(own: own, others: left.isEmpty ? others.map(\.name) : [], missing: left.sorted())
        }
    }
}

/// Which events of which databases reach the topic, and by whom.
private struct EventCoverage: Sendable, Recordable {
    /// The subscription of the required name.
    var own: EventSubscription?
    /// Others that send what it does not; empty when nobody sends something.
    var others: [String]
    /// The required categories that nobody sends, sorted.
    var missing: [String]

    var recorded: JSONValue { others.isEmpty ? own.recorded : ["by": others.recorded] }

    var shown: String {
        if !others.isEmpty { return "by \(Shown.text(([own?.name].compactMap(\.self) + others).sorted()))" }
        guard let own else { return "not found" }
        let state = !own.enabled ? "disabled: " : own.status == "active" ? "" : "\(own.status): "
        return "\(state)\(own.categories.isEmpty ? "all categories" : Shown.text(own.categories)) of "
            + (own.sources.isEmpty ? "all" : Shown.text(own.sources))
    }
}

extension EventSubscription {
    /// Every category of every source.
    fileprivate static func pairs(_ categories: [String], _ sources: [String]) -> Set<String> {
        Set(categories.flatMap { category in sources.map { "\(category) of \($0)" } })
    }

    /// What of the required events it tells the same topic; nothing as long as RDS does not call it active.
    fileprivate func covered(of required: EventSubscription) -> Set<String> {
        guard enabled, status == "active", topic == required.topic,
            sourceType == nil || sourceType == required.sourceType
        else { return [] }
        return Self.pairs(
            categories.isEmpty ? required.categories : categories.filter(Set(required.categories).contains),
            sources.isEmpty ? required.sources : sources.filter(Set(required.sources).contains))
    }
}

extension Control where Judged == DashboardSubject {
    /// Recoverability can be seen at a glance.
    static let dashboard = Control(
        "alerting.dashboard",
        title: "The dashboard shows what the policy promises",
        why: "Backup age, drill age, the last drill's times and free storage belong in sight, not in a log.",
        severity: .low,
        standards: Standard.monitoring,
        field: "dashboard",
        required: { $0.required },
        observed: \.part,
        satisfies: ==,
        showRequired: { _ in "a part derived from the policy" },
        showObserved: { $0 == nil ? "nothing of this policy" : "another content" },
        remedy: { subject, body in
            let policy = subject.context.policy.name
            let present = subject.observed.value ?? nil
            let edit = Edit(present, to: (present ?? DashboardBody(widgets: [])).with(body, of: policy))
            return .changes([.dashboard(.put(name: subject.name, policy: policy, edit))])
        },
        template: { subject, body in
            [
                TemplateFragment(
                    .dashboard, subject.name, "DashboardName", value: .string(subject.name)),
                TemplateFragment(
                    .dashboard, subject.name, "DashboardBody", value: .string(body.json.compact)),
            ]
        }
    )
}
