import Digests
package import RecoveryModel

/// The rule that sends jobs of AWS Backup that failed to the topic.
package enum RequiredEventRule {
    /// The types of event that a rule has to let through.
    static let types = ["Backup Job State Change", "Copy Job State Change"]
    /// The states in which a job ends without a whole recovery point.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
    static let states = ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"]

    /// The rule of a target; nil where the policy has no plans of AWS Backup, or nobody to notify.
    package static func rule(_ target: Target) -> EventRule? {
        guard let topic = target.topicARN, !target.policy.backupPlans.isEmpty else { return nil }
        return EventRule(
            name: name(target.policy.name),
            pattern: [
                "source": ["aws.backup"], "detail-type": .texts(types), "detail": ["state": .texts(states)],
            ],
            enabled: true, summary: "Jobs of AWS Backup that failed, for drctl's policy \(target.policy.name)",
            targets: [.topic(topic)])
    }

    /// The name of the rule of a policy: at most 64 characters, so that a long one is cut and told apart by a digest.
    static func name(_ policy: String) -> String {
        let name = "\(policy)-backup-jobs"
        guard name.count > 64 else { return name }
        return "\(policy.prefix(43))-\(SHA256.hex(policy.utf8).prefix(8))-backup-jobs"
    }

    /// Every event that has to get through, with what people call it. What an event says of its job besides differs from
    /// job to job: a rule that asks for it lets only some through.
    static func events(_ target: Target) -> [(name: String, event: FilteredMessage)] {
        let kinds = Set(target.policy.databases.filter { $0.backups.awsBackup != nil }.map(\.kind))
        let resources = kinds.isEmpty ? ["RDS"] : kinds.map { $0.pick(instance: "RDS", cluster: "Aurora") }.sorted()
        return types.flatMap { type in
            states.flatMap { state in
                resources.map { resource in
                    let detail = FilteredMessage(
                        values: ["state": .string(state), "resourceType": .string(resource)], isOpen: true)
                    let event = FilteredMessage(
                        values: [
                            "source": "aws.backup", "detail-type": .string(type), "version": "0",
                            "account": .string(target.place.account), "region": .string(target.place.region),
                        ],
                        unknown: ["id", "time", "resources"], members: ["detail": detail])
                    return ("\(type) \(state)\(resources.count > 1 ? " of \(resource)" : "")", event)
                }
            }
        }
    }
}

extension EventRule {
    /// Whether it sends an event to a topic. By a role of which nobody knows what it may, it does not for sure.
    func sends(_ event: FilteredMessage, to topic: String) -> Truth {
        guard enabled, targets.contains(where: { $0.arn == topic && $0.role == nil }),
            case .object(let conditions)? = pattern
        else { return .fails }
        return SubscriptionFilter.holds(conditions, event)
    }
}
