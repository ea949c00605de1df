import RecoveryModel

// The calls of a test of alarms, which no change or observation holds.
extension LeastPrivilege {
    /// What judging the chains reads, the state of the policy's own alarms, and the probe: a queue of one name pattern that
    /// carries the test's tag, and its subscription to the policy's topic.
    static func alarmsTest(_ scope: DutyScope) -> [Grant] {
        let target = scope.target
        guard let topic = target.topicARN else { return [] }
        let needsDatabases = AlarmTestKinds.needsDatabases(target.policy)
        let families = Catalogue.families.filter { AlarmTestKinds.all(withDatabases: needsDatabases).contains($0.kind) }
        let reads = families.flatMap { $0.reads(target) }.map { grant($0, target) }
        let queues = [scope.arn("sqs", "\(AlarmTestTag.prefix)*")]
        // An alarm of another name may do the job of the policy's.
        let alarms = [scope.arn("cloudwatch", "alarm:*")]
        let grants: [[Grant]] = [
            reads,
            .allow("SetAlarmStates", ["cloudwatch:SetAlarmState", "cloudwatch:DescribeAlarmHistory"], on: alarms),
            .allow("AnyResource", ["cloudwatch:DescribeAlarms", "tag:GetResources"], on: ["*"]),
            .allow(
                "MakeProbe", ["sqs:CreateQueue", "sqs:TagQueue"], on: queues,
                when: .tagging(AlarmTestTag.policy, scope.tag)),
            .allow(
                "UseAndDeleteProbe",
                [
                    "sqs:GetQueueUrl", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:DeleteMessage",
                    "sqs:DeleteQueue",
                ],
                on: queues),
            .allow("SubscribeProbe", ["sns:Subscribe", "sns:ListSubscriptionsByTopic"], on: [topic]),
            // IAM knows no resource for a subscription.
            .allow("AnyResource", ["sns:Unsubscribe"], on: ["*"]),
        ]
        return grants.flatMap { $0 }
    }
}
