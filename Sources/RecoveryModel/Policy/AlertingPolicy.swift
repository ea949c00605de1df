/// The topic to notify and its subscribers.
package struct NotificationPolicy: Sendable, Equatable {
    package enum Subscriber: Sendable, Equatable, Hashable {
        case email(String)
        case https(String)
        /// A queue's ARN.
        case sqs(String)
        /// A function's ARN.
        case lambda(String)
    }

    /// The SNS topic's name.
    package var topic: String
    package var subscribers: [Subscriber] = []
    /// Accounts, ARNs, organizations and providers outside the scope that may be granted access to the topic.
    package var sharedWith: [String] = []

    package init(topic: String) { self.topic = topic }
}

/// Changes to the alarms that are derived from objectives and databases.
package struct AlarmPolicy: Sendable, Equatable {
    /// The longest time without a successful run, per job (`audit`, `backup`).
    package var heartbeats: [String: TimeSpan] = [:]
    package var freeStorage: ByteCount?
    /// The longest time since a test has seen an alert of each alarm arrive; nil when the policy does not ask for tests.
    package var testEvery: TimeSpan?

    package init() {}
}
