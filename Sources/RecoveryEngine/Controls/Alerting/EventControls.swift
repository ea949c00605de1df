import RecoveryModel

extension Control where Subject == EventSubscriptionSubject {
    /// RDS tells of failed backups, recoveries and deletions.
    package static let eventSubscription = Control(
        "alerting.event-subscription",
        title: "Database events reach the topic",
        why: "RDS says that a backup failed or a database was deleted; somebody has to hear it.",
        severity: .medium,
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
                ?? "missing"
        },
        remedy: { subject, wanted in
            if case .known(.some) = subject.observed {
                return .changes([.modifyEventSubscription(wanted)], disruption: .none)
            }
            return .changes([.createEventSubscription(wanted, tags: subject.context.tags)], disruption: .none)
        },
        template: { _, wanted in
            let type = "AWS::RDS::EventSubscription"
            return [
                TemplateFragment(type, wanted.name, "SubscriptionName", value: .string(wanted.name)),
                TemplateFragment(type, wanted.name, "SnsTopicArn", value: .string(wanted.topic)),
                TemplateFragment(type, wanted.name, "SourceType", value: .string(wanted.sourceType ?? "db-instance")),
                TemplateFragment(type, wanted.name, "SourceIds", value: .array(wanted.sources.map(JSONValue.string))),
                TemplateFragment(
                    type, wanted.name, "EventCategories", value: .array(wanted.categories.map(JSONValue.string))),
                TemplateFragment(type, wanted.name, "Enabled", value: .bool(wanted.enabled)),
            ]
        }
    )
}

extension Control where Subject == DashboardSubject {
    /// Recoverability can be seen at a glance.
    package static let dashboard = Control(
        "alerting.dashboard",
        title: "The recovery dashboard is there",
        why: "Backup age, drill age and free storage belong in sight, not in a log.",
        severity: .low,
        field: "dashboard",
        required: { $0.required },
        observed: \.observed,
        satisfies: ==,
        showRequired: { _ in "as derived from the policy" },
        showObserved: { $0 == nil ? "missing" : "another content" },
        remedy: { subject, body in .changes([.putDashboard(name: subject.name, body: body)], disruption: .none) },
        template: { subject, body in
            [
                TemplateFragment(
                    "AWS::CloudWatch::Dashboard", subject.name, "DashboardName", value: .string(subject.name)),
                TemplateFragment(
                    "AWS::CloudWatch::Dashboard", subject.name, "DashboardBody", value: .string(body.compact)),
            ]
        }
    )
}
