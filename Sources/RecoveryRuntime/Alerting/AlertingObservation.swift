import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

extension Observation {
    static let topics = Observation(kinds: [.topic]) { place in
        guard let name = place.target.policy.notifications?.topic else { return { _ in } }
        let wanted = Set(place.target.policy.notifications?.subscribers.map(\.shown) ?? [])
        let reading = AlertingObservation(place)
        var state = try await reading.topic(name) { wanted.contains($0.shown) }
        if !wanted.isEmpty, case .known(var topic?) = state.topic {
            topic.deliveries = try await reading.deliveries(of: name, until: place.now)
            state.topic = .known(topic)
        }
        let seen = state
        return { $0.topics = [name: seen] }
    }

    static let alarms = Observation(kinds: [.alarm]) { place in
        let policy = place.target.policy
        guard policy.notifications != nil || policy.alarms != nil else { return { $0.alarms = .known([:]) } }
        let alarms = try await AlertingObservation(place).alarms(prefix: policy.name + "-")
        return { $0.alarms = alarms }
    }

    static let eventSubscriptions = Observation(kinds: [.eventSubscription]) { place in
        guard place.target.topicARN != nil, !place.target.policy.databases.isEmpty else {
            return { $0.eventSubscriptions = .known([:]) }
        }
        let subscriptions = try await AlertingObservation(place).eventSubscriptions()
        return { $0.eventSubscriptions = subscriptions }
    }

    static let dashboards = Observation(kinds: [.dashboard]) { place in
        guard let name = place.target.policy.dashboard else { return { _ in } }
        let body = try await AlertingObservation(place).dashboard(name)
        return { $0.dashboards = [name: body] }
    }
}

/// Reads topics, alarms, event subscriptions and dashboards.
struct AlertingObservation: Sendable {
    let observer: Observer
    let account: AccountID
    let region: Region

    init(_ place: Observation.Place) {
        self.init(observer: place.observer, account: place.account, region: place.region)
    }

    init(observer: Observer, account: AccountID, region: Region) {
        self.observer = observer
        self.account = account
        self.region = region
    }

    /// A topic with its key and its subscriptions.
    ///
    /// - Parameter isWanted: Whose filters are read too.
    func topic(
        _ name: String, isWanted: @Sendable (TopicState.Subscription) -> Bool = { _ in false }
    ) async throws -> TopicState {
        let arn = "arn:\(region.partition.rawValue):sns:\(region.rawValue):\(account):\(name)"
        let got = try await observer.ask(SNS.getTopicAttributes, .init(topicArn: arn), absentWhen: ["NotFound"]) {
            try $0.attributes.required("Attributes")
        }
        guard case .known(let attributes?) = got else { return TopicState(name: name, topic: got.map { _ in nil }) }
        let subscriptions = try await observer.list(SNS.listSubscriptionsByTopicPages, .init(topicArn: arn)) { page in
            try page.subscriptions.required("Subscriptions").map {
                let arn = try $0.subscriptionArn.required("SubscriptionArn")
                let subscription = TopicState.Subscription(
                    transport: try $0.protocol.required("Protocol"), endpoint: try $0.endpoint.required("Endpoint"),
                    // `PendingConfirmation` until then.
                    confirmed: arn.hasPrefix("arn:"))
                return (arn, subscription)
            }
        }
        let filtered: Collected<[TopicState.Subscription]>
        switch subscriptions {
        case .unavailable(let failure): filtered = .unavailable(failure)
        case .known(let all):
            var read: [TopicState.Subscription] = []
            for (arn, subscription) in all {
                var subscription = subscription
                if subscription.confirmed, isWanted(subscription) {
                    let settings = try await self.settings(of: arn)
                    subscription.filter = settings.map(\.filter)
                    subscription.deadLetters = try await deadLetters(settings.map(\.deadLetters))
                    subscription.target = try await target(of: subscription)
                }
                read.append(subscription)
            }
            filtered = .known(read)
        }
        let policy: Collected<AccessPolicy?>
        do {
            policy = .known(try AccessPolicy(parsing: attributes["Policy"].required("Policy")))
        } catch {
            policy = .unavailable(CollectionFailure(operation: "sns:GetTopicAttributes", reason: "\(error)"))
        }
        // Left out, or empty, without encryption.
        let key = attributes["KmsMasterKeyId"].flatMap { $0.isEmpty ? nil : $0 }
        var topic = TopicState.Topic(
            arn: arn, encryptionKey: key, policy: policy,
            subscriptions: filtered.map {
                $0.sorted { ($0.transport, $0.endpoint) < ($1.transport, $1.endpoint) }
            })
        if let key { topic.key = try await KeyObservation(observer: observer).held(key) }
        return TopicState(name: name, topic: .known(topic))
    }

    /// What one answer says of a subscription.
    private struct SubscriptionSettings: Sendable {
        /// What it lets through; nil when that is everything.
        var filter: SubscriptionFilter?
        /// The ARN of the queue that its redrive policy names; nil without one.
        var deadLetters: String?
    }

    private func settings(of subscription: String) async throws -> Collected<SubscriptionSettings> {
        try await observer.ask(SNS.getSubscriptionAttributes, .init(subscriptionArn: subscription)) { output in
            let attributes = try output.attributes.required("Attributes")
            var settings = SubscriptionSettings()
            if let text = attributes["FilterPolicy"], !text.isEmpty {
                settings.filter = SubscriptionFilter(
                    policy: try JSONValue(parsing: text),
                    looksAtBody: attributes["FilterPolicyScope"] == "MessageBody")
            }
            // Empty attributes are left out, or an empty object.
            if let text = attributes["RedrivePolicy"], !text.isEmpty {
                settings.deadLetters = try JSONValue(parsing: text)["deadLetterTargetArn"]?.text
            }
            return settings
        }
    }

    /// The policy of a topic, by its ARN; SNS gives every topic one.
    func topicPolicy(_ arn: String) async throws -> Collected<AccessPolicy?> {
        try await observer.ask(SNS.getTopicAttributes, .init(topicArn: arn)) { output in
            try AccessPolicy(parsing: output.attributes.required("Attributes")["Policy"].required("Policy"))
        }
    }

    /// The alarms of a policy, whose names begin with its own, and others on the metrics that its alarms watch: what
    /// does the job is looked at, whatever its name. Every composite is there too, since it may follow any of them. An
    /// alarm that is written in a way that is not understood is there, and unavailable.
    func alarms(prefix: String) async throws -> Collected<[String: Collected<AlarmState>]> {
        let types: [CloudWatch.AlarmType] = [.compositeAlarm, .metricAlarm]
        return try await observer.list(CloudWatch.describeAlarmsPages, .init(alarmTypes: types)) { page in
            let composite = try (page.compositeAlarms ?? []).map { alarm in
                (try alarm.alarmName.required("AlarmName"), AlarmState.collected(alarm))
            }
            return try composite
                + page.metricAlarms.required("MetricAlarms").compactMap { alarm in
                    let name = try alarm.alarmName.required("AlarmName")
                    guard name.hasPrefix(prefix) else {
                        guard alarm.isOfWatchedMetric, case .known(let other) = AlarmState.collected(alarm),
                            other.foreign == nil
                        else { return nil }
                        return (name, .known(other))
                    }
                    return (name, AlarmState.collected(alarm))
                }
        }
        .map { alarms in Dictionary(alarms) { _, last in last } }
    }

    /// Those of these alarms that exist, by name.
    func alarms(named names: [String]) async throws -> Collected<[String: Collected<AlarmState>]> {
        try await observer.list(CloudWatch.describeAlarmsPages, .init(alarmNames: names)) { page in
            try page.metricAlarms.required("MetricAlarms").map { alarm in
                (try alarm.alarmName.required("AlarmName"), AlarmState.collected(alarm))
            }
        }
        .map { alarms in Dictionary(alarms) { _, last in last } }
    }

    /// One alarm; nil when there is none of that name.
    func alarm(_ name: String) async throws -> Collected<AlarmState?> {
        try await observer.list(CloudWatch.describeAlarmsPages, .init(alarmNames: [name])) {
            try $0.metricAlarms.required("MetricAlarms")
        }
        .flatMap { alarms in
            guard let alarm = alarms.first else { return .known(nil) }
            return AlarmState.collected(alarm).map { Optional($0) }
        }
    }

    func eventSubscriptions() async throws -> Collected<[String: EventSubscription]> {
        try await observer.list(RDS.describeEventSubscriptionsPages, .init()) { page in
            try page.eventSubscriptionsList.required("EventSubscriptionsList")
                .map(EventSubscription.init(described:))
        }
        .map { subscriptions in Dictionary(subscriptions.map { ($0.name, $0) }) { _, last in last } }
    }

    /// One subscription; nil when there is none of that name.
    func eventSubscription(_ name: String) async throws -> Collected<EventSubscription?> {
        try await observer.ask(
            RDS.describeEventSubscriptions, .init(subscriptionName: name), absentWhen: ["SubscriptionNotFound"]
        ) { output in
            try output.eventSubscriptionsList.required("EventSubscriptionsList").first
                .map(EventSubscription.init(described:))
        }
    }

    func dashboard(_ name: String) async throws -> Collected<DashboardBody?> {
        try await observer.ask(
            CloudWatch.getDashboard, .init(dashboardName: name),
            absentWhen: ["ResourceNotFound", "DashboardNotFoundError"]
        ) { try DashboardBody(JSONValue(parsing: $0.dashboardBody.required("DashboardBody"))) }
    }
}

extension EventSubscription {
    /// A subscription as RDS describes it. One for all sources, all kinds of them or all categories has no such list.
    ///
    /// - Throws: `MissingMember`: a subscription that does not say whether it is enabled is neither.
    init(described subscription: RDS.EventSubscription) throws {
        self.init(
            name: try subscription.custSubscriptionId.required("CustSubscriptionId"),
            topic: try subscription.snsTopicArn.required("SnsTopicArn"),
            sourceType: subscription.sourceType, sources: subscription.sourceIdsList ?? [],
            categories: subscription.eventCategoriesList ?? [], enabled: try subscription.enabled.required("Enabled"),
            reportedStatus: try subscription.status.required("Status"))
    }
}

extension AlarmState {
    /// An alarm that other alarms decide.
    static func collected(_ alarm: CloudWatch.CompositeAlarm) -> Collected<AlarmState> {
        guard let name = alarm.alarmName, let enabled = alarm.actionsEnabled, let rule = alarm.alarmRule else {
            return .unavailable(
                CollectionFailure(
                    operation: "cloudwatch:DescribeAlarms",
                    reason: "the answer has no AlarmName, ActionsEnabled or AlarmRule"))
        }
        var state = AlarmState(
            name: name, namespace: "", metric: "", dimensions: [:], statistic: "", period: 0, evaluationPeriods: 0,
            comparison: "", threshold: 0, missingData: "missing", actionsEnabled: enabled,
            alarmActions: (alarm.alarmActions ?? []).sorted(), summary: alarm.alarmDescription ?? "")
        state.okActions = (alarm.okActions ?? []).sorted()
        state.insufficientDataActions = (alarm.insufficientDataActions ?? []).sorted()
        state.foreign = ["AlarmRule": rule]
        return .known(state)
    }

    /// An alarm as DescribeAlarms describes it: one on a metric's statistic with all that drctl's have, any other with what
    /// it has besides.
    static func collected(_ alarm: CloudWatch.MetricAlarm) -> Collected<AlarmState> {
        let query = alarm.onlyMetric
        let metric = query?.metric
        do {
            let foreign = alarm.foreign
            // Such an alarm leaves out what its expressions say instead.
            func member<Value: Sendable>(_ value: Value?, _ name: String, else blank: Value) throws -> Value {
                foreign == nil ? try value.required(name) : value ?? blank
            }
            var state = AlarmState(
                name: try alarm.alarmName.required("AlarmName"),
                namespace: try member(alarm.namespace ?? metric?.namespace, "Namespace", else: ""),
                metric: try member(alarm.metricName ?? metric?.metricName, "MetricName", else: ""),
                dimensions: Dictionary((alarm.dimensions ?? metric?.dimensions ?? []).map { ($0.name, $0.value) }) {
                    _, last in last
                },
                statistic: try member(alarm.statistic?.rawValue ?? query?.stat, "Statistic", else: ""),
                period: try member(alarm.period ?? query?.period, "Period", else: 0),
                evaluationPeriods: try member(alarm.evaluationPeriods, "EvaluationPeriods", else: 0),
                comparison: try member(alarm.comparisonOperator?.rawValue, "ComparisonOperator", else: ""),
                threshold: try member(alarm.threshold, "Threshold", else: 0),
                // What CloudWatch does where an alarm does not say. Lists of actions are left out when they are empty.
                missingData: alarm.treatMissingData ?? "missing",
                actionsEnabled: try alarm.actionsEnabled.required("ActionsEnabled"),
                alarmActions: (alarm.alarmActions ?? []).sorted(), summary: alarm.alarmDescription ?? "")
            state.okActions = (alarm.okActions ?? []).sorted()
            state.insufficientDataActions = (alarm.insufficientDataActions ?? []).sorted()
            state.datapointsToAlarm = alarm.datapointsToAlarm
            state.unit = alarm.unit?.rawValue ?? query?.unit?.rawValue
            state.foreign = foreign
            if alarm.stateValue == .insufficientData {
                // A test puts the state back, and the alarm had been silent before it.
                let seen = (alarm.stateTransitionedTimestamp ?? alarm.stateUpdatedTimestamp)
                    .map { Instant(milliseconds: $0.milliseconds) }
                state.silentSince = AlarmTestMark(reasonData: alarm.stateReasonData)?.since ?? seen
            }
            return .known(state)
        } catch {
            return .unavailable(CollectionFailure(operation: "cloudwatch:DescribeAlarms", reason: "\(error)"))
        }
    }
}

extension CloudWatch.MetricAlarm {
    /// The metric of an alarm that is written as a list of one query without an expression; nil for any other.
    fileprivate var onlyMetric: CloudWatch.MetricStat? {
        guard let only = metrics?.first, metrics?.count == 1, only.expression == nil, only.accountId == nil,
            only.returnData != false, let query = only.metricStat,
            ["Average", "Maximum", "Minimum", "SampleCount", "Sum"].contains(query.stat ?? "")
        else { return nil }
        return query
    }

    /// Whether it is on a metric that alarms of a policy can be about.
    fileprivate var isOfWatchedMetric: Bool {
        let metric = onlyMetric?.metric
        let namespace = namespace ?? metric?.namespace
        return namespace == "DR/drctl"
            || namespace == "AWS/RDS" && (metricName ?? metric?.metricName) == "FreeStorageSpace"
    }

    /// What an alarm on a metric's statistic has not; nil for one that has none of it.
    fileprivate var foreign: [String: String]? {
        var settings: [String: String] = [:]
        settings["ExtendedStatistic"] = extendedStatistic
        settings["ThresholdMetricId"] = thresholdMetricId
        settings["EvaluateLowSampleCountPercentile"] = evaluateLowSampleCountPercentile
        // Of an alarm that evaluates a query by the clock.
        settings["EvaluationInterval"] = evaluationInterval.map { "\($0) s" }
        if evaluationCriteria != nil { settings["EvaluationCriteria"] = "a query" }
        for metric in onlyMetric == nil ? metrics ?? [] : [] { settings["Metrics \(metric.id ?? "")"] = metric.shown }
        return settings.isEmpty ? nil : settings
    }
}

extension CloudWatch.MetricDataQuery {
    /// Such as `errors / calls` or `AWS/RDS FreeStorageSpace (DBInstanceIdentifier=kb) Minimum of 300 s`.
    fileprivate var shown: String {
        var words = [expression].compactMap(\.self)
        if let metricStat {
            words += [metricStat.metric?.namespace, metricStat.metric?.metricName].compactMap(\.self)
            let dimensions = (metricStat.metric?.dimensions ?? []).map { "\($0.name)=\($0.value)" }
            if !dimensions.isEmpty { words.append("(\(dimensions.joined(separator: ", ")))") }
            words.append("\(metricStat.stat ?? "") of \(metricStat.period ?? 0) s")
        }
        if let period { words.append("every \(period) s") }
        if let accountId { words.append("of account \(accountId)") }
        if returnData == false { words.append("for other expressions only") }
        return words.joined(separator: " ")
    }
}
