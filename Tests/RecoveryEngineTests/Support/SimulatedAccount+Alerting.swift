import RecoveryModel

extension SimulatedAccount {
    mutating func make(_ change: TopicChange, _ whole: Change) throws {
        let name = whole.facts.resource.name
        if case .create(_, let key, let policy, _) = change {
            var topic = TopicState.Topic(
                arn: "arn:aws:sns:us-east-1:123456789012:\(name)", encryptionKey: key, policy: .known(policy),
                subscriptions: .known([]))
            topic.key = held(key)
            topic.deliveries = .known(Deliveries(delivered: 0, failed: 0))
            inventory.topics[name] = TopicState(name: name, topic: .known(topic))
            return
        }
        guard case .known(var topic?) = inventory.topics[name]?.topic else { throw Refused(whole, "NotFound") }
        switch change {
        case .create: break
        case .putEncryption(_, let key):
            topic.encryptionKey = key.after
            topic.key = held(key.after)
        case .putPolicy(_, let policy):
            try written(policy, over: topic.policy.value ?? nil, whole)
            topic.policy = .known(policy.after)
        case .subscribe(_, let transport, let endpoint):
            let added = TopicState.Subscription(transport: transport, endpoint: endpoint, confirmed: false)
            topic.subscriptions = topic.subscriptions.map { $0 + [added] }
        }
        inventory.topics[name]?.topic = .known(topic)
    }

    /// The key that an alias stands for.
    private func held(_ alias: String?) -> Collected<HeldKey?> {
        guard let alias, let key = inventory.keys[String(alias.dropFirst("alias/".count))]?.key.value ?? nil else {
            return .known(nil)
        }
        return .known(HeldKey(arn: key.arn, state: key.state, isOfAWS: false, policy: key.policy))
    }

    /// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    mutating func make(_ change: AlarmChange, _ whole: Change) throws {
        switch change {
        case .put(let alarm, _):
            var alarms = inventory.alarms.value ?? [:]
            try written(alarm, over: alarms[alarm.after.name]?.value, whole)
            let state = alarm.after
            let lookBack = state.period * state.evaluationPeriods
            let isPeriod = [10, 20, 30].contains(state.period) || (state.period > 0 && state.period % 60 == 0)
            guard isPeriod, state.evaluationPeriods >= 1, lookBack <= (state.period < 3_600 ? 86_400 : 604_800),
                state.datapointsToAlarm.map({ (1...state.evaluationPeriods).contains($0) }) ?? true,
                state.alarmActions.count <= 5
            else { throw Refused(whole, "ValidationError") }
            alarms[state.name] = .known(state)
            inventory.alarms = .known(alarms)
        case .delete(let alarm, _): inventory.alarms = inventory.alarms.map { $0.filter { $0.key != alarm.name } }
        }
    }

    /// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyEventSubscription.html: it has no sources.
    mutating func make(_ change: EventSubscriptionChange, _ whole: Change) throws {
        var all = inventory.eventSubscriptions.value ?? [:]
        func topicExists(_ arn: String) throws {
            let topics = inventory.topics.values.compactMap { $0.topic.value ?? nil }.map(\.arn)
            guard topics.contains(arn) else { throw Refused(whole, "SNSTopicArnNotFound") }
        }
        switch change {
        case .create(let subscription, _):
            guard all[subscription.name] == nil else { throw Refused(whole, "SubscriptionAlreadyExist") }
            try topicExists(subscription.topic)
            guard subscription.sourceType != nil || subscription.sources.isEmpty else {
                throw Refused(whole, "InvalidParameterCombination: sources need a type")
            }
            all[subscription.name] = subscription
        case .modify(let subscription):
            let name = subscription.after.name
            guard var present = all[name] else { throw Refused(whole, "SubscriptionNotFound") }
            try written(subscription, over: present, whole)
            try topicExists(subscription.after.topic)
            guard present.sources.isEmpty || subscription.after.sourceType == present.sourceType else {
                throw Refused(whole, "InvalidParameterCombination: the sources are of another type")
            }
            present.topic = subscription.after.topic
            present.sourceType = subscription.after.sourceType
            present.categories = subscription.after.categories
            present.enabled = subscription.after.enabled
            all[name] = present
        case .addSource(let name, let source):
            guard var present = all[name], present.sourceType != nil else {
                throw Refused(whole, "SubscriptionNotFound")
            }
            let kind: DatabaseKind = present.sourceType == "db-cluster" ? .cluster : .instance
            guard (inventory.databases[kind]?.value ?? []).contains(where: { $0.id == source }) else {
                throw Refused(whole, "SourceNotFound")
            }
            present.sources = (present.sources + [source]).sorted()
            all[name] = present
        case .removeSource(let name, let source):
            guard var present = all[name] else { throw Refused(whole, "SubscriptionNotFound") }
            guard present.sources.contains(source) else { throw Refused(whole, "SourceNotFound") }
            present.sources.removeAll { $0 == source }
            all[name] = present
        case .delete(let subscription, _):
            guard all.removeValue(forKey: subscription.name) != nil else {
                throw Refused(whole, "SubscriptionNotFound")
            }
        }
        inventory.eventSubscriptions = .known(all)
    }

    /// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html: it has no targets.
    mutating func make(_ change: EventRuleChange, _ whole: Change) throws {
        var all = inventory.eventRules.value ?? [:]
        switch change {
        case .put(let rule, _):
            try written(rule, over: all[rule.after.name], whole)
            guard rule.after.pattern != nil || rule.after.schedule != nil, rule.after.name.count <= 64 else {
                throw Refused(whole, "ValidationException")
            }
            var made = rule.after
            made.targets = all[made.name]?.targets ?? []
            all[made.name] = made
        case .addTarget(let name, let topic):
            guard var rule = all[name] else { throw Refused(whole, "ResourceNotFoundException") }
            guard rule.manager == nil else { throw Refused(whole, "ManagedRuleException") }
            rule.targets = (rule.targets.filter { $0.id != EventRule.Target.topic(topic).id } + [.topic(topic)])
                .sorted { $0.id < $1.id }
            guard rule.targets.count <= 5 else { throw Refused(whole, "LimitExceededException") }
            all[name] = rule
        }
        inventory.eventRules = .known(all)
    }
}
