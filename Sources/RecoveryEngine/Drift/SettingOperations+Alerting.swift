import RecoveryModel

extension SettingOperations {
    /// Of topics, their subscriptions, and what they are delivered to.
    ///
    /// https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html
    static let topics: [ControlID: Set<String>] = {
        let subscriptions: Set = ["Subscribe", "ConfirmSubscription", "Unsubscribe", "SetSubscriptionAttributes"]
        let policy: Set = ["SetTopicAttributes", "AddPermission", "RemovePermission", "CreateTopic", "DeleteTopic"]
        let queues: Set = ["SetQueueAttributes", "CreateQueue", "DeleteQueue"]
        return [
            "alerting.dead-letters-arrive": queues.union(["SetSubscriptionAttributes", "AddPermission"]),
            "alerting.filters-let-alarms-through": subscriptions,
            "alerting.filters-let-events-through": subscriptions, "alerting.notifications-arrive": [],
            "alerting.subscriber-confirmed": subscriptions, "alerting.subscribers": subscriptions,
            // Lambda has names of its own: https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
            "alerting.target-policy-admits-topic": queues.union([
                "AddPermission", "RemovePermission", "AddPermission20150331v2", "RemovePermission20150331v2",
            ]),
            "alerting.topic-cross-account-grants": policy,
            "alerting.topic-encrypted": ["SetTopicAttributes", "CreateTopic", "DeleteTopic"],
            "alerting.topic-exists": ["CreateTopic", "DeleteTopic"],
            "alerting.topic-key-admits-publishers": ["PutKeyPolicy", "SetTopicAttributes"],
            "alerting.topic-policy-allows-publishers": policy, "alerting.topic-policy-not-public": policy,
        ]
    }()

    /// Of alarms, the rules and subscriptions of events, and the dashboard.
    ///
    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/logging_cw_api_calls.html
    static let alerts: [ControlID: Set<String>] = {
        let alarms: Set = ["PutMetricAlarm", "PutCompositeAlarm", "DeleteAlarms"]
        return [
            "alerting.alarm-actions-enabled": alarms.union(["DisableAlarmActions", "EnableAlarmActions"]),
            "alerting.alarm-actions-reach-topic": alarms, "alerting.alarm-settings": alarms,
            // Data and proofs are missing because nobody did something.
            "alerting.alarm-data-arrives": [], "alerting.chain-proven": [],
            "alerting.dashboard": ["PutDashboard", "DeleteDashboards"],
            "alerting.event-rule": [
                "PutRule", "DeleteRule", "DisableRule", "EnableRule", "PutTargets", "RemoveTargets",
            ],
            "alerting.event-subscription": [
                "CreateEventSubscription", "ModifyEventSubscription", "DeleteEventSubscription",
                "AddSourceIdentifierToSubscription", "RemoveSourceIdentifierFromSubscription",
            ],
        ]
    }()
}
