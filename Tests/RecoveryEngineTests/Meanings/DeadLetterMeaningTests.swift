import RecoveryModel
import Testing

@testable import RecoveryEngine

extension Estate {
    static let deadLetters = "arn:aws:sqs:us-east-1:123456789012:undelivered"

    /// Lets the only subscriber's undelivered messages go to a queue.
    mutating func redrive(to queue: DeadLetterQueue) {
        guard let topic = topic else { return }
        self.topic?.subscriptions = topic.subscriptions.map { subscriptions in
            subscriptions.map { subscription in
                var subscription = subscription
                subscription.deadLetters = .known(queue)
                return subscription
            }
        }
    }
}

@Suite("Dead-letter queues of subscriptions") struct DeadLetterMeaningTests {
    private func verdict(_ queue: Collected<DeliveryTarget?>) throws -> String? {
        var estate = try Estate.compliant()
        estate.redrive(to: DeadLetterQueue(arn: Estate.deadLetters, queue: queue))
        return estate.verdict("alerting.dead-letters-arrive")
    }

    private func policy(_ source: String) -> AccessPolicy {
        AccessPolicy(statements: [
            AccessStatement(
                .allow, principals: .init("Service", ["sns.amazonaws.com"]), actions: ["sqs:SendMessage"],
                resources: [Estate.deadLetters], condition: ["ArnEquals": ["aws:SourceArn": [source]]])
        ])
    }

    @Test func `only what delivers for the policy is judged`() throws {
        func verdict(_ change: (inout TopicState.Subscription) -> Void) throws -> String? {
            var estate = try Estate.compliant()
            estate.redrive(to: DeadLetterQueue(arn: Estate.deadLetters, queue: .known(nil)))
            guard let topic = estate.topic else { return nil }
            estate.topic?.subscriptions = topic.subscriptions.map { subscriptions in
                subscriptions.map {
                    var subscription = $0
                    change(&subscription)
                    return subscription
                }
            }
            return estate.verdict("alerting.dead-letters-arrive")
        }
        #expect(try verdict { _ in } == "violated")
        #expect(try verdict { $0.confirmed = false } == "met")
        #expect(try verdict { $0.endpoint = "somebody@example.com" } == "met")
    }

    @Test func `a queue that admits the topic keeps what could not be delivered`() throws {
        #expect(try verdict(.known(DeliveryTarget(policy: policy(Estate.topicARN)))) == "met")
        #expect(try Estate.compliant().verdict("alerting.dead-letters-arrive") == "met")
    }

    @Test func `one that is missing, closed or open to another topic only loses it`() throws {
        #expect(try verdict(.known(nil)) == "violated")
        #expect(try verdict(.known(DeliveryTarget(policy: nil))) == "violated")
        #expect(try verdict(.known(DeliveryTarget(policy: policy(Estate.topicARN + "-other")))) == "violated")
    }

    @Test func `one that could not be read is not known to keep anything`() throws {
        #expect(try verdict(.unavailable(Estate.failure)) == "unknown")
    }

    @Test func `the finding names the queue, its subscriber and the reason`() throws {
        var estate = try Estate.compliant()
        estate.redrive(to: DeadLetterQueue(arn: Estate.deadLetters, queue: .known(nil)))
        let finding = try #require(estate.finding("alerting.dead-letters-arrive"))
        #expect(finding.observed == "\(Estate.deadLetters) of oncall@example.com: not found")
    }
}
