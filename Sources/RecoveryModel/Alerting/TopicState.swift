/// An SNS topic.
package struct TopicState: Sendable, Equatable {
    package struct Topic: Sendable, Equatable {
        package var arn: String
        /// Id, ARN or alias; nil without encryption.
        package var encryptionKey: String?
        /// The key that it really has; nil without encryption, or when the key is gone.
        package var key: Collected<HeldKey?> = .known(nil)
        package var policy: Collected<AccessPolicy?>
        package var subscriptions: Collected<[Subscription]>
        /// Asked where the policy has subscribers.
        package var deliveries: Collected<Deliveries> = .unavailable(.notCollected("cloudwatch:GetMetricData"))

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

    package struct Subscription: Sendable, Equatable {
        /// `email`, `https`, `sqs`, …
        package var transport: String
        package var endpoint: String
        /// False while the subscriber has not confirmed: nothing is delivered.
        package var confirmed: Bool
        /// Nil when everything is let through; asked for confirmed ones only.
        package var filter: Collected<SubscriptionFilter?>
        /// What a queue or function lets SNS do; nil inside for other transports, and when there is no such queue or
        /// function. Asked for confirmed ones of the policy only.
        package var target: Collected<DeliveryTarget?> = .known(nil)
        /// Where messages go that could not be delivered; nil inside without a redrive policy. Asked as the filter is.
        package var deadLetters: Collected<DeadLetterQueue?> = .known(nil)

        package init(
            transport: String, endpoint: String, confirmed: Bool, filter: Collected<SubscriptionFilter?> = .known(nil)
        ) {
            self.transport = transport
            self.endpoint = endpoint
            self.confirmed = confirmed
            self.filter = filter
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
