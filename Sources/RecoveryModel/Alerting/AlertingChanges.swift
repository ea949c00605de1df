/// What drctl changes of SNS topics.
package enum TopicChange: Hashable, Codable, Sendable {
    /// With its policy: SNS gives a new topic one of its own otherwise.
    case create(name: String, encryptionKey: String?, policy: AccessPolicy, tags: [String: String])
    case putEncryption(arn: String, Edit<String>)
    case putPolicy(arn: String, Edit<AccessPolicy>)
    case subscribe(topic: String, transport: String, endpoint: String)

    package var facts: ChangeFacts {
        switch self {
        case .create(let name, let key, let policy, let tags):
            return ChangeFacts(
                ResourceReference(.topic, name), .createTopics, "create topic \(name)",
                needs: .all(["sns:CreateTopic", "sns:TagResource"], on: name)
            ).creating(tags: tags, [("encryption key", key)], [("policy", policy)])
        case .putEncryption(let arn, let key):
            var facts = Self.facts(
                arn, .setTopics, "encrypt topic", ["sns:SetTopicAttributes"], [key.setting("encryption key")])
            facts.takesAway = key.before.map { ["encryption key \($0)"] } ?? []
            return facts
        case .putPolicy(let arn, let document):
            let name = "the policy of topic \(Self.name(arn))"
            return Self.facts(
                arn, .setTopics, "write the policy of topic", ["sns:SetTopicAttributes", "sns:GetTopicAttributes"]
            ).writing(document, as: name) { $0.hasPrefix("statement Drctl") }
        case .subscribe(let arn, let transport, let endpoint):
            var facts = Self.facts(
                arn, .subscribe, "subscribe \(transport) \(endpoint.withoutLogin) to topic", ["sns:Subscribe"])
            facts.reversal = .partial("a confirmation mail that was sent cannot be called back")
            return facts
        }
    }

    private static func facts(
        _ arn: String, _ stage: Stage, _ summary: String, _ actions: [String],
        _ details: [ChangeFacts.Setting] = []
    ) -> ChangeFacts {
        let name = name(arn)
        return ChangeFacts(
            ResourceReference(.topic, name), stage, "\(summary) \(name)", needs: .all(actions, on: name), details)
    }

    private static func name(_ arn: String) -> String { String(arn.split(separator: ":").last ?? "") }
}

/// What drctl changes of CloudWatch alarms.
package enum AlarmChange: Hashable, Codable, Sendable {
    case put(Edit<AlarmState>, tags: [String: String])
    /// One that drctl made and the policy does not ask for any more, as it was (what is deleted is not lost), with those
    /// of its actions that drctl is not known to have given it.
    case delete(AlarmState, others: [String])

    package var facts: ChangeFacts {
        switch self {
        case .put(let alarm, let tags):
            let name = alarm.after.name
            let facts = ChangeFacts(
                ResourceReference(.alarm, name), .setAlarms,
                alarm.before == nil ? "create alarm \(name)" : "modify alarm \(name)",
                needs: .all(["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"], on: "alarm:\(name)")
                    + [Need("cloudwatch:DescribeAlarms", "*")])
            // Whose threshold it is depends on whose alarm it is: one of another metric is somebody else's as a whole.
            let isSame = alarm.before?.isOfSameMetric(as: alarm.after) ?? true
            var written = facts.writing(alarm, as: "alarm \(name)") { isSame && AlarmState.required.contains($0) }
            if alarm.before == nil {
                written.details = []
                return written.creating(tags: tags, [], [(nil, alarm.after)])
            }
            // What is lost of it is shown with its values: nothing of it can be told from drctl's own.
            if let before = alarm.before, !isSame { written.takesAway = before.parts(without: alarm.after) }
            return written
        case .delete(let alarm, let others):
            return ChangeFacts(
                ResourceReference(.alarm, alarm.name), .prune, "delete alarm \(alarm.name)",
                needs: [
                    Need("cloudwatch:DeleteAlarms", "alarm:\(alarm.name)"), Need("cloudwatch:DescribeAlarms", "*"),
                ]
            ).deleting(alarm, as: "alarm \(alarm.name)", others: others, reversal: "its history")
        }
    }
}

/// What drctl changes of RDS event subscriptions.
package enum EventSubscriptionChange: Hashable, Codable, Sendable {
    case create(EventSubscription, tags: [String: String])
    /// Everything but the sources, which ModifyEventSubscription cannot change.
    case modify(Edit<EventSubscription>)
    /// The id of a database that is not yet among the sources.
    case addSource(subscription: String, source: String)
    /// The id of a database that drctl made a source and that the policy does not watch any more.
    case removeSource(subscription: String, source: String)
    /// One that drctl made, as it was, with those of its sources that drctl is not known to have added.
    case delete(EventSubscription, others: [String])

    package var facts: ChangeFacts {
        switch self {
        case .create(let subscription, let tags):
            return ChangeFacts(
                ResourceReference(.eventSubscription, subscription.name), .createSubscriptions,
                "create event subscription \(subscription.name)",
                needs: .all(
                    ["rds:CreateEventSubscription", "rds:AddTagsToResource"], on: "es:\(subscription.name)")
            ).creating(
                tags: tags, [("sources", subscription.sources.isEmpty ? nil : Shown.text(subscription.sources))],
                [(nil, subscription)])
        case .modify(let subscription):
            let name = subscription.after.name
            return Self.facts(
                name, "modify event subscription \(name)", ["rds:ModifyEventSubscription"],
                reads: [Need("rds:DescribeEventSubscriptions", "*")]
            ).writing(subscription, as: "event subscription \(name)") { $0 == "enabled" }
        case .addSource(let name, let source):
            return Self.facts(
                name, "add \(source) to event subscription \(name)", ["rds:AddSourceIdentifierToSubscription"],
                reads: [])
        case .removeSource(let name, let source):
            return Self.facts(
                name, "remove \(source) from event subscription \(name)",
                ["rds:RemoveSourceIdentifierFromSubscription"],
                reads: [Need("rds:DescribeEventSubscriptions", "*")], .prune)
        case .delete(let subscription, let others):
            let name = subscription.name
            return Self.facts(
                name, "delete event subscription \(name)", ["rds:DeleteEventSubscription"],
                reads: [Need("rds:DescribeEventSubscriptions", "*")], .prune
            ).deleting(
                subscription, as: "event subscription \(name)", others: others.map { "source \($0)" }, reversal: nil)
        }
    }

    private static func facts(
        _ name: String, _ summary: String, _ actions: [String], reads: [Need], _ stage: Stage = .setSubscriptions
    ) -> ChangeFacts {
        ChangeFacts(
            ResourceReference(.eventSubscription, name), stage, summary,
            needs: .all(actions, on: "es:\(name)") + reads)
    }
}

/// What drctl changes of CloudWatch dashboards.
package enum DashboardChange: Hashable, Codable, Sendable {
    /// The part of a policy.
    case put(name: String, policy: String, Edit<DashboardBody>)
    /// The part of a policy is taken out, as drctl wrote it; a dashboard that has nothing else is deleted. With the whole as
    /// it was.
    case remove(name: String, policy: String, was: DashboardBody)

    package var facts: ChangeFacts {
        switch self {
        case .put(let name, let policy, let body):
            let facts = ChangeFacts(
                ResourceReference(.dashboard, name), .setDashboards,
                body.before == nil
                    ? "write dashboard \(name)" : "write the part of policy \(policy) into dashboard \(name)",
                needs: .all(["cloudwatch:PutDashboard", "cloudwatch:GetDashboard"], on: "dashboard/\(name)"))
            var written = facts.writing(body, as: "dashboard \(name)") { DashboardBody.isPart($0, of: policy) }
            guard body.before == nil else { return written }
            written.details = []
            return written.creating(tags: [:], [], [(nil, body.after)])
        case .remove(let name, let policy, let was):
            let rest = was.without(policy)
            let facts = ChangeFacts(
                ResourceReference(.dashboard, name), .prune,
                rest.isEmpty
                    ? "delete dashboard \(name)" : "take the part of policy \(policy) out of dashboard \(name)",
                needs: .all(
                    ["cloudwatch:PutDashboard", "cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard"],
                    on: "dashboard/\(name)"))
            if rest.isEmpty {
                return facts.deleting(was, as: "dashboard \(name)", others: [], reversal: nil)
            }
            return facts.writing(Edit(was, to: rest), as: "dashboard \(name)") { DashboardBody.isPart($0, of: policy) }
        }
    }

    /// The change, less what others have in the same dashboard: two are the same however those have changed since.
    package var ofPart: DashboardChange {
        func part(_ body: DashboardBody, _ policy: String) -> DashboardBody {
            body.section(of: policy) ?? DashboardBody(widgets: [])
        }
        switch self {
        case .put(let name, let policy, let body):
            return .put(
                name: name, policy: policy,
                Edit(body.before?.section(of: policy), to: part(body.after, policy)))
        case .remove(let name, let policy, let was):
            return .remove(name: name, policy: policy, was: part(was, policy))
        }
    }
}

extension Change {
    /// The change, less what others have in a document that they share with drctl.
    package var essence: Change { if case .dashboard(let change) = self { .dashboard(change.ofPart) } else { self } }
}
