package import RecoveryModel

/// What a test of alarms would set off besides notifying the policy's own topic.
package enum AlarmTestGuard {
    /// Why the alarms are not to be tested, for people; empty when a test only notifies. All actions count, since the
    /// state is put back too.
    ///
    /// - Parameter chains: Those that are to be tested.
    package static func objections(_ chains: [AlertChain], _ context: ControlContext) -> [String] {
        guard let notifications = context.policy.notifications, let topic = context.target.topicARN else { return [] }
        let alarms = context.inventory.alarms.value ?? [:]
        let ofAlarms = chains.filter { $0.obstacle == nil }.flatMap { chain -> [String] in
            guard let alarm = alarms[chain.serving]?.value else { return [] }
            let actions = Set(alarm.alarmActions + alarm.okActions + alarm.insufficientDataActions)
            return actions.subtracting([topic]).sorted().map { "alarm \(alarm.name) \(effect(of: $0))" }
        }
        var ofTopic: [String] = []
        if case .known(let found?) = context.inventory.topics[notifications.topic]?.topic {
            let named = Set(notifications.subscribers.map(\.shown))
            ofTopic = (found.subscriptions.value ?? []).filter { $0.transport == "lambda" && !named.contains($0.shown) }
                .map { "topic \(notifications.topic) invokes \($0.endpoint), which the policy does not name" }
        }
        return ofAlarms + ofTopic.sorted()
    }

    /// What an action that is not the policy's topic does.
    ///
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    private static func effect(of action: String) -> String {
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
