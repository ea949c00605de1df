package import RecoveryModel

/// What a test of alarms would set off besides notifying the policy's own topic.
package enum AlarmTestGuard {
    /// Why the alarms are not to be tested, for people; empty when a test only notifies, or changes no state. All
    /// actions count, since the state is put back too; what could not be read may do anything.
    ///
    /// - Parameter chains: Those that are to be tested.
    package static func objections(_ chains: [AlertChain], _ context: ControlContext) -> [String] {
        guard let notifications = context.policy.notifications, let topic = context.target.topicARN else { return [] }
        let alarms = context.inventory.alarms.value ?? [:]
        let testable = chains.filter { $0.obstacle == nil }
        guard !testable.isEmpty else { return [] }
        let ofAlarms = testable.flatMap { chain -> [String] in
            guard let alarm = alarms[chain.serving]?.value else { return [] }
            let actions = Set(alarm.alarmActions + alarm.okActions + alarm.insufficientDataActions)
            return actions.subtracting([topic]).sorted().map { "alarm \(alarm.name) \(effect(of: $0))" }
        }
        let place = context.target.place
        let tested = Set(testable.map(\.serving)).flatMap { [$0, place.arn("cloudwatch", "alarm:\($0)")] }
        let composites = CompositeAlarms(alarms)
        return ofAlarms
            + composites.objections(following: Set(tested), besides: topic) { place.arn("cloudwatch", "alarm:\($0)") }
            + ofTopic(notifications, context)
    }

    /// What the topic sets off besides what the policy names.
    private static func ofTopic(_ notifications: NotificationPolicy, _ context: ControlContext) -> [String] {
        let name = notifications.topic
        func unknown(_ failure: CollectionFailure) -> [String] {
            ["who is subscribed to \(name) is not known: \(failure)"]
        }
        let subscriptions: [TopicState.Subscription]
        switch context.inventory.topics[name]?.topic {
        case nil: return unknown(.notCollected("sns:GetTopicAttributes"))
        case .unavailable(let failure): return unknown(failure)
        case .known(nil): return []
        case .known(let found?):
            switch found.subscriptions {
            case .unavailable(let failure): return unknown(failure)
            case .known(let all): subscriptions = all
            }
        }
        let named = Set(notifications.subscribers.map(\.shown))
        return subscriptions.filter { $0.transport == "lambda" && !named.contains($0.shown) }
            .map { "topic \(name) invokes \($0.endpoint), which the policy does not name" }.sorted()
    }

    /// What an action that is not the policy's topic does.
    ///
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    static func effect(of action: String) -> String {
        let parts = action.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 5 else { return "has the action \(action)" }
        let last = parts[parts.count - 1].lowercased()
        switch parts[2] {
        case "sns": return "also notifies \(action), and what that sets off is not known"
        case "automate": return "would \(last) its EC2 instance (\(action))"
        case "swf": return "would act on its EC2 instance (\(action))"
        case "autoscaling", "application-autoscaling": return "would scale (\(action))"
        case "lambda": return "would invoke \(action)"
        case "ssm", "ssm-incidents": return "would open an OpsItem or incident (\(action))"
        default: return "has the action \(action)"
        }
    }
}
