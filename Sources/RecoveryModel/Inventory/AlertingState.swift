/// An SNS topic.
package struct TopicState: Sendable, Equatable {
    package struct Topic: Sendable, Equatable {
        package var arn: String
        /// Id, ARN or alias; nil without encryption.
        package var encryptionKey: String?
        package var policy: Collected<AccessPolicy?>
        package var subscriptions: Collected<[Subscription]>

        package init(
            arn: String, encryptionKey: String?, policy: Collected<AccessPolicy?>,
            subscriptions: Collected<[Subscription]>
        ) {
            self.arn = arn
            self.encryptionKey = encryptionKey
            self.policy = policy
            self.subscriptions = subscriptions
        }
    }

    package struct Subscription: Sendable, Hashable {
        /// `email`, `https`, `sqs`, …
        package var transport: String
        package var endpoint: String
        /// False while the subscriber has not confirmed: nothing is delivered.
        package var confirmed: Bool

        package init(transport: String, endpoint: String, confirmed: Bool) {
            self.transport = transport
            self.endpoint = endpoint
            self.confirmed = confirmed
        }
    }

    package var name: String
    /// Nil when there is no such topic.
    package var topic: Collected<Topic?>

    package init(name: String, topic: Collected<Topic?>) {
        self.name = name
        self.topic = topic
    }
}

/// A metric alarm: what is required and what is observed have this one shape.
package struct AlarmState: Sendable, Hashable, Codable {
    package var name: String
    package var namespace: String
    package var metric: String
    package var dimensions: [String: String]
    /// `Minimum`, `Maximum`, `Average`, `Sum`, `SampleCount`.
    package var statistic: String
    /// In seconds.
    package var period: Int
    package var evaluationPeriods: Int
    /// As CloudWatch writes it, such as `LessThanThreshold`.
    package var comparison: String
    package var threshold: Double
    /// `breaching`, `notBreaching`, `ignore` or `missing`.
    package var missingData: String
    package var actionsEnabled: Bool
    /// ARNs.
    package var alarmActions: [String]
    package var summary: String

    package init(
        name: String, namespace: String, metric: String, dimensions: [String: String], statistic: String, period: Int,
        evaluationPeriods: Int, comparison: String, threshold: Double, missingData: String, actionsEnabled: Bool,
        alarmActions: [String], summary: String
    ) {
        self.name = name
        self.namespace = namespace
        self.metric = metric
        self.dimensions = dimensions
        self.statistic = statistic
        self.period = period
        self.evaluationPeriods = evaluationPeriods
        self.comparison = comparison
        self.threshold = threshold
        self.missingData = missingData
        self.actionsEnabled = actionsEnabled
        self.alarmActions = alarmActions
        self.summary = summary
    }
}

/// An RDS event subscription: what is required and what is observed have this one shape.
package struct EventSubscription: Sendable, Hashable, Codable {
    package var name: String
    package var topic: String
    /// `db-instance`, …; nil for every kind.
    package var sourceType: String?
    /// Sorted; empty for all of the kind.
    package var sources: [String]
    /// Sorted; empty for all.
    package var categories: [String]
    package var enabled: Bool

    package init(
        name: String, topic: String, sourceType: String?, sources: [String], categories: [String], enabled: Bool
    ) {
        self.name = name
        self.topic = topic
        self.sourceType = sourceType
        self.sources = sources.sorted()
        self.categories = categories.sorted()
        self.enabled = enabled
    }
}
