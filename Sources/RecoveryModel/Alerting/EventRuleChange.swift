/// What drctl changes of EventBridge's rules.
package enum EventRuleChange: Hashable, Codable, Sendable {
    /// All settings, since PutRule keeps none that it is not given; tags only of a new rule.
    case put(Edit<EventRule>, tags: [String: String])
    /// A topic that the rule does not send to yet; its other targets stay.
    case addTarget(rule: String, topic: String)

    package var facts: ChangeFacts {
        switch self {
        case .put(let rule, let tags):
            let name = rule.after.name
            let facts = ChangeFacts(
                ResourceReference(.eventRule, name), .createEventRules,
                rule.before == nil ? "create event rule \(name)" : "modify event rule \(name)",
                needs: .all(
                    ["events:PutRule", "events:DescribeRule"]
                        + (rule.before == nil ? ["events:TagResource"] : ["events:ListTargetsByRule"]),
                    on: "rule/\(name)")
                    // EventBridge takes a role only from who may pass it.
                    + [rule.after.role].compactMap(\.self).map { Need("iam:PassRole", $0) }
            ).writing(rule, as: "event rule \(name)") { $0 == "state" }
            guard rule.before == nil else { return facts }
            var created = facts
            created.details = []
            return created.creating(tags: tags, [], [(nil, rule.after)])
        case .addTarget(let name, let topic):
            return ChangeFacts(
                ResourceReference(.eventRule, name), .setEventRules, "send the events of rule \(name) to \(topic)",
                needs: .all(["events:PutTargets", "events:ListTargetsByRule"], on: "rule/\(name)"))
        }
    }
}
