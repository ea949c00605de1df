import RecoveryModel

/// The rule that tells the topic of failed jobs of AWS Backup, and the account's rules that may do the same.
struct EventRuleSubject: Subject {
    let context: ControlContext
    let required: EventRule
    let observed: Collected<[String: EventRule]>

    var resource: ResourceReference { ResourceReference(.eventRule, required.name) }

    /// The topic that has to be told.
    var topic: String { required.targets.first ?? "" }
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
    /// The rule of that name.
    var live: [LiveResource] {
        get throws(CollectionFailure) {
            guard let rule = try observed.get()[required.name] else { return [] }
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
                            rule.targets.map {
                                ["Id": .string(EventRuleChange.targetID(of: $0)), "Arn": .string($0)]
                            }),
                    ])
            ]
        }
    }
}
