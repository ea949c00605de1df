/// Who is told.
package struct NotificationPolicy: Sendable, Equatable {
    package enum Subscriber: Sendable, Equatable, Hashable {
        case email(String)
        case https(String)
        /// A queue's ARN.
        case sqs(String)
    }

    /// The SNS topic's name.
    package var topic: String
    package var subscribers: [Subscriber] = []

    package init(topic: String) { self.topic = topic }
}

/// Changes to the alarm set that objectives and databases derive.
package struct AlarmPolicy: Sendable, Equatable {
    /// Silence for so long is an alarm, per job (`audit`, `backup`).
    package var heartbeats: [String: TimeSpan] = [:]
    package var freeStorage: ByteCount?

    package init() {}
}
