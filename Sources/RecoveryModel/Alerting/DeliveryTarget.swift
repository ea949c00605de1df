/// The queue that a subscription's redrive policy names.
package struct DeadLetterQueue: Sendable, Equatable {
    package var arn: String
    /// What it lets SNS do; nil inside when there is no such queue.
    package var queue: Collected<DeliveryTarget?>

    package init(arn: String, queue: Collected<DeliveryTarget?>) {
        self.arn = arn
        self.queue = queue
    }
}

/// A queue or function that a topic delivers to, as far as it decides whether SNS may.
package struct DeliveryTarget: Sendable, Equatable {
    /// Nil when it has none, which admits nobody but its own account's identities.
    package var policy: AccessPolicy?
    /// The customer key that a queue is encrypted with; nil inside without one (SSE-SQS asks for nothing).
    package var key: Collected<HeldKey?>

    package init(policy: AccessPolicy?, key: Collected<HeldKey?> = .known(nil)) {
        self.policy = policy
        self.key = key
    }
}
