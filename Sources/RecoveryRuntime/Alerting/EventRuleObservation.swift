import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    static let eventRules = Observation(kinds: [.eventRule]) { place in
        guard let rule = RequiredEventRule.rule(place.target), let topic = rule.targets.first?.arn else {
            return { $0.eventRules = .known([:]) }
        }
        let rules = try await EventRuleObservation(observer: place.observer).rules(named: rule.name, sendingTo: topic)
        return { $0.eventRules = rules }
    }
}

/// Reads the rules of EventBridge's default bus, to which AWS services send.
struct EventRuleObservation: Sendable {
    let observer: Observer

    /// The rule of a name, where it exists, and those that send to a topic, by name.
    func rules(named name: String, sendingTo topic: String) async throws -> Collected<[String: EventRule]> {
        let senders = try await observer.list(EventBridge.listRuleNamesByTargetPages, .init(targetArn: topic)) {
            try $0.ruleNames.required("RuleNames")
        }
        switch senders {
        case .unavailable(let failure): return .unavailable(failure)
        case .known(let senders):
            var found: [String: EventRule] = [:]
            for name in Set(senders + [name]).sorted() {
                switch try await rule(name) {
                case .unavailable(let failure): return .unavailable(failure)
                case .known(let rule): found[name] = rule
                }
            }
            return .known(found)
        }
    }

    /// A rule with its targets; nil when there is none of that name.
    func rule(_ name: String) async throws -> Collected<EventRule?> {
        let described = try await observer.ask(
            EventBridge.describeRule, .init(name: name), absentWhen: ["ResourceNotFoundException"]
        ) { output in
            var rule = EventRule(
                name: name, pattern: try output.eventPattern.map { try JSONValue(parsing: $0) }, enabled: true,
                summary: output.description, targets: [], schedule: output.scheduleExpression, role: output.roleArn,
                manager: output.managedBy)
            rule.state = try output.state.required("State").rawValue
            return rule
        }
        guard case .known(var rule?) = described else { return described }
        return try await targets(of: name).map { targets in
            rule.targets = targets
            return rule
        }
    }

    /// What a rule sends to, sorted by id.
    func targets(of rule: String) async throws -> Collected<[EventRule.Target]> {
        try await observer.list(EventBridge.listTargetsByRulePages, .init(rule: rule)) { page in
            try page.targets.required("Targets").map { target in
                let settings: [(String, Bool)] = [
                    ("DeadLetterConfig", target.deadLetterConfig != nil), ("Input", target.input != nil),
                    ("InputPath", target.inputPath != nil), ("InputTransformer", target.inputTransformer != nil),
                    ("RetryPolicy", target.retryPolicy != nil),
                ]
                return EventRule.Target(
                    id: try target.id.required("Id"), arn: try target.arn.required("Arn"), role: target.roleArn,
                    foreign: settings.filter(\.1).map(\.0))
            }
        }.map { $0.sorted { $0.id < $1.id } }
    }
}
