import RecoveryModel

extension Family {
    static let topics = Family(
        .topic,
        controls: [
            .topicExists, .topicEncrypted, .topicPolicy, .topicSubscribers, .subscribersConfirmed,
            .topicKeyAdmitsPublishers, .filtersLetAlarmsThrough, .filtersLetEventsThrough, .targetsAdmitTopic,
            .deadLettersArrive, .notificationsArrive,
        ] + PolicyControls.ofTopic.controls,
        subjects: { context in
            [context.policy.notifications].compactMap { $0 }.map { policy in
                let missing = TopicState(
                    name: policy.topic, topic: .unavailable(.notCollected("sns:GetTopicAttributes")))
                return TopicSubject(
                    context: context, policy: policy, state: context.inventory.topics[policy.topic] ?? missing)
            }
        },
        reads: { target in
            guard let topic = target.policy.notifications?.topic else { return [] }
            // The key is whichever the topic has; IAM knows no resource for a subscription.
            return [Need].all(["sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"], on: topic)
                + [Need].all(["kms:DescribeKey", "kms:GetKeyPolicy"], on: "key/*")
                + [Need("sns:GetSubscriptionAttributes", "*")]
                + (target.policy.notifications?.subscribers.isEmpty == false
                    ? [Need("cloudwatch:GetMetricData", "*")] : [])
                + (target.policy.notifications?.subscribers ?? []).flatMap(\.reads)
                + target.deadLetterReads
        },
        imagine: { target, account, inventory in
            guard let topic = target.policy.notifications?.topic else { return }
            let there = TopicState.Topic(
                arn: target.place.arn("sns", topic), encryptionKey: nil, policy: .known(nil), subscriptions: .known([]))
            inventory.topics[topic] = TopicState(name: topic, topic: .known(account == .empty ? nil : there))
        },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )

    static let alarms = Family(
        .alarm, controls: [.alarmSettings, .alarmActionsEnabled, .alarmActions, .alarmDataArrives, .chainProven],
        subjects: { context in
            context.alarms.map { AlarmSubject($0, context) }
        },
        reads: { target in
            target.policy.notifications == nil && target.policy.alarms == nil
                ? [] : [Need("cloudwatch:DescribeAlarms", "*")]
        },
        imagine: { _, _, _ in },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )

    static let eventSubscriptions = Family(
        .eventSubscription, controls: [.eventSubscription],
        subjects: { context in
            context.eventSubscriptions.map { required in
                EventSubscriptionSubject(
                    context: context, required: required,
                    observed: context.inventory.eventSubscriptions.map { $0[required.name] })
            }
        },
        reads: { target in
            target.topicARN == nil || target.policy.databases.isEmpty
                ? [] : [Need("rds:DescribeEventSubscriptions", "*")]
        },
        imagine: { target, account, inventory in
            guard account != .empty, let topic = target.topicARN else { return }
            inventory.eventSubscriptions = .known(
                Dictionary(
                    uniqueKeysWithValues: RequiredAlarms.subscriptionNames(target.policy.name).map { name, type in
                        (
                            name,
                            EventSubscription(
                                name: name, topic: topic, sourceType: type, sources: ["another"],
                                categories: ["creation"], enabled: account == .altered)
                        )
                    }))
        },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )

    static let dashboards = Family(
        .dashboard, controls: [.dashboard],
        subjects: { context in
            guard let name = context.policy.dashboard, let required = context.dashboard else { return [] }
            return [
                DashboardSubject(
                    context: context, name: name, required: required,
                    observed: context.inventory.dashboards[name]
                        ?? .unavailable(.notCollected("cloudwatch:GetDashboard")))
            ]
        },
        reads: { target in
            target.policy.dashboard.map { [Need("cloudwatch:GetDashboard", "dashboard/\($0)")] } ?? []
        },
        imagine: { target, _, inventory in
            guard let name = target.policy.dashboard else { return }
            inventory.dashboards[name] = .known(nil)
        },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )
}

extension NotificationPolicy.Subscriber {
    /// What reading its own policy needs.
    fileprivate var reads: [Need] {
        switch self {
        case .email, .https: []
        case .sqs(let arn): .all(["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], on: arn)
        case .lambda(let arn): [Need("lambda:GetPolicy", arn)]
        }
    }
}
