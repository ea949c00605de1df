import AWSNames
import RecoveryModel

/// The rule that sends failed jobs of AWS Backup to the topic, and the account's rules that may do the same.
struct EventRuleSubject: Subject {
    let context: ControlContext
    let required: EventRule
    let observed: Collected<[String: EventRule]>

    var resource: ResourceReference { ResourceReference(.eventRule, required.name) }

    /// The topic that has to be notified.
    var topic: String { required.targets.first?.arn ?? "" }
}

extension Family {
    static let eventRules = Family(
        .eventRule, controls: [.eventRule],
        subjects: { context in
            context.eventRule.map {
                [EventRuleSubject(context: context, required: $0, observed: context.inventory.eventRules)]
            } ?? []
        },
        reads: { target in
            guard RequiredEventRule.rule(target) != nil else { return [] }
            // Rules of any name may send to the topic.
            return [Need("events:ListRuleNamesByTarget", "*")]
                + .all(["events:DescribeRule", "events:ListTargetsByRule"], on: "rule/*")
        },
        imagine: { target, account, inventory in
            guard let rule = RequiredEventRule.rule(target) else { return }
            let altered = EventRule(name: rule.name, pattern: ["source": ["aws.rds"]], enabled: false, targets: [])
            inventory.eventRules = .known(account == .empty ? [:] : [rule.name: altered])
        },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )
}

extension EventRuleSubject {
    /// The rule of that name, where all that it has can be declared: a stack takes away what its template leaves out.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let rule = try observed.get()[required.name] else { return [] }
            // Targets of other services have settings that are not read.
            let strange = rule.targets.filter {
                $0.role != nil || !$0.foreign.isEmpty || ARN($0.arn)?.service != "sns"
            }
            guard strange.isEmpty else {
                throw CollectionFailure(
                    operation: "events:ListTargetsByRule",
                    reason: "a template cannot hold the settings of target \(Shown.text(strange.map(\.id)))")
            }
            let arn = context.target.place.arn("events", "rule/\(rule.name)")
            return [
                LiveResource(
                    .eventRule, rule.name, arn, arn: arn,
                    [
                        "Name": .string(rule.name), "Description": rule.summary.map(JSONValue.string),
                        "EventPattern": rule.pattern, "State": .string(rule.state),
                        "ScheduleExpression": rule.schedule.map(JSONValue.string),
                        "RoleArn": rule.role.map(JSONValue.string),
                        "Targets": .array(
                            rule.targets.map { ["Id": .string($0.id), "Arn": .string($0.arn)] }),
                    ])
            ]
        }
    }
}
