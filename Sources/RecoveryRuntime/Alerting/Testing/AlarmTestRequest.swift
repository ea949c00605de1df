package import AWSNames
import RecoveryEngine
package import RecoveryModel

/// A test of a target's alarms with everything that it will do.
package struct AlarmTestRequest: Sendable {
    package var id: String
    package var policy: String
    package var account: AccountID
    package var region: Region
    package var caller: String
    /// The ARN of the policy's topic.
    package var topic: String
    package var usesProbe: Bool
    package var startedAt: Instant
    /// How long to wait for an action, and again for a message, in milliseconds.
    package var wait: Int
    /// The time between two looks, in milliseconds.
    package var pause: Int
    /// The alarms with their chains, by name.
    package var chains: [AlertChain]

    package init(
        id: String, policy: String, account: AccountID, region: Region, caller: String, topic: String, usesProbe: Bool,
        startedAt: Instant, wait: Int, pause: Int, chains: [AlertChain]
    ) {
        self.id = id
        self.policy = policy
        self.account = account
        self.region = region
        self.caller = caller
        self.topic = topic
        self.usesProbe = usesProbe
        self.startedAt = startedAt
        self.wait = wait
        self.pause = pause
        self.chains = chains
    }

    /// When the test is over at the latest: what carries its mark after that was left by a killed one.
    var until: Instant {
        startedAt.adding(seconds: Double(chains.count * (2 * wait + 5_000)) / 1_000 + 5)
    }

    /// The name of the probe's queue.
    var queueName: String { AlarmTestTag.prefix + id.lowercased() }

    /// The ARN of the probe's queue.
    var queueARN: String { "arn:\(region.partition.rawValue):sqs:\(region.rawValue):\(account):\(queueName)" }

    /// The tags of the probe's queue.
    var tags: [String: String] {
        [AlarmTestTag.test: id, AlarmTestTag.policy: policy, AlarmTestTag.expires: until.description]
    }

    /// What people read in the alert, and what the probe knows it by.
    var reason: String {
        "drctl alarms test \(id): a test of the alert chain of policy \(policy), nothing is wrong. The alarm's state is put "
            + "back by \(until.shown)."
    }
}
