import RecoveryModel

extension Control where Judged == EventSubscriptionSubject {
    /// RDS notifies of failed backups, recoveries and deletions.
    static let eventSubscription = Control(
        "alerting.event-subscription",
        title: "Database events reach the topic",
        why: "RDS says that a backup failed or a database was deleted; somebody has to hear it.",
        severity: .medium,
        // Security Hub passes both of these without any subscription.
        standards: [.securityHub("RDS.19"), .securityHub("RDS.20")],
        field: "notifications.topic",
        required: { $0.required },
        observed: \.observed,
        satisfies: { observed, required in
            guard let observed else { return false }
            let covers = { (seen: [String], wanted: [String]) in seen.isEmpty || Set(seen).isSuperset(of: wanted) }
            return observed.enabled && observed.topic == required.topic
                && (observed.sourceType == nil || observed.sourceType == required.sourceType)
                && covers(observed.sources, required.sources) && covers(observed.categories, required.categories)
        },
        showRequired: { "\(Shown.text($0.categories)) of \(Shown.text($0.sources))" },
        showObserved: { seen in
            seen.map { "\($0.enabled ? "" : "disabled: ")\(Shown.text($0.categories)) of \(Shown.text($0.sources))" }
                ?? "not found"
        },
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
        return .changes(changes)
    }
}

extension Control where Judged == DashboardSubject {
    /// Recoverability can be seen at a glance.
    static let dashboard = Control(
        "alerting.dashboard",
        title: "The recovery dashboard exists",
        why: "Backup age, drill age and free storage belong in sight, not in a log.",
        severity: .low,
        field: "dashboard",
        required: { $0.required },
        observed: \.observed,
        satisfies: ==,
        showRequired: { _ in "as derived from the policy" },
        showObserved: { $0 == nil ? "not found" : "another content" },
        remedy: { subject, body in
            .changes([.dashboard(.put(name: subject.name, Edit(subject.observed.value ?? nil, to: body)))])
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
