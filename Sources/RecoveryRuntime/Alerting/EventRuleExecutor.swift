import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    func execute(_ change: EventRuleChange) async throws {
        switch change {
        case .put(let rule, let tags):
            try await replace(rule, of: "event rule \(rule.after.name)") {
                try await EventRuleObservation(observer: observer).rule(rule.after.name)
            } write: { next in
                _ = try await client.send(
                    EventBridge.putRule,
                    .init(
                        name: next.name, scheduleExpression: next.schedule, eventPattern: next.pattern?.compact,
                        state: .init(rawValue: next.state), description: next.summary, roleArn: next.role,
                        tags: tags.isEmpty
                            ? nil : tags.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) }))
            }
        case .addTarget(let rule, let topic):
            let wanted = EventRule.Target.topic(topic)
            if !isRehearsal {
                let present = try await EventRuleObservation(observer: observer).targets(of: rule).get()
                if let taken = present.first(where: { $0.id == wanted.id }), taken != wanted {
                    throw Moved(document: "target \(wanted.id) of event rule \(rule)")
                }
            }
            let output = try await client.send(
                EventBridge.putTargets, .init(rule: rule, targets: [.init(id: wanted.id, arn: wanted.arn)]))
            if let refused = output.failedEntries?.first {
                throw TargetRefused(
                    topic: topic, rule: rule,
                    reason: "\(refused.errorCode ?? "no code"): \(refused.errorMessage ?? "no reason")")
            }
        }
    }
}

/// EventBridge has not taken a target, although it has answered with success.
struct TargetRefused: Error, CustomStringConvertible {
    let topic: String
    let rule: String
    let reason: String

    var description: String { "rule \(rule) does not take \(topic) as target: \(reason)" }
}
