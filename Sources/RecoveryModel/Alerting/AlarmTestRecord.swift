package import AWSNames

/// What a test of a target's alarms has shown: one record of the policy's evidence.
package struct AlarmTestRecord: Sendable, Hashable, Codable {
    /// The kind of its link in a chain of evidence.
    package static let evidenceKind = "alarms-test"

    /// How far the alert of one alarm was seen to come.
    package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
        /// Every link holds, the action was executed, and the probe received the message.
        case delivered
        /// Every link holds and the action was executed; without a probe nobody saw the message arrive.
        case executed
        /// A link does not hold.
        case broken
        /// A link could not be read, or nothing was seen of the action.
        case unknown
    }

    /// The test of one alarm.
    package struct Alarm: Sendable, Hashable, Codable {
        package var chain: AlertChain
        package var outcome: Outcome
        /// The link that does not hold, or that nothing is known of; nil when all hold.
        package var at: AlertLink?
        /// What was seen, for people.
        package var reason: String
        /// What fixes it, for people; nil when nothing is to be fixed.
        package var fix: String?
        /// From the change of the state to the executed action, in milliseconds; nil when it was not seen.
        package var executedAfter: Int?
        /// From the change of the state to the message at the probe, in milliseconds; nil when none arrived.
        package var deliveredAfter: Int?
        /// The state that the alarm was put back into; nil when its state was not changed.
        package var restoredTo: String?

        package init(_ chain: AlertChain, _ outcome: Outcome, at link: AlertLink?, _ reason: String, fix: String? = nil)
        {
            self.chain = chain
            self.outcome = outcome
            at = link
            self.reason = reason
            self.fix = fix
        }
    }

    /// Such as `20261130T041500Z-4f2a`.
    package var id: String
    package var policy: String
    package var account: AccountID
    package var region: Region
    /// The ARN of who has tested.
    package var caller: String
    package var topic: String
    /// Whether a temporary queue was subscribed to see messages arrive.
    package var usedProbe: Bool
    package var startedAt: Instant
    package var endedAt: Instant
    /// By name.
    package var alarms: [Alarm]
    /// What could not be put back or deleted, for people.
    package var leftovers: [String] = []
    /// What an earlier test had left and this one has put back or deleted.
    package var removed: [String] = []
    /// What else went wrong.
    package var problems: [String] = []
    /// True when a signal ended it before its last alarm.
    package var wasInterrupted = false

    package init(
        id: String, policy: String, account: AccountID, region: Region, caller: String, topic: String,
        usedProbe: Bool, startedAt: Instant
    ) {
        self.id = id
        self.policy = policy
        self.account = account
        self.region = region
        self.caller = caller
        self.topic = topic
        self.usedProbe = usedProbe
        self.startedAt = startedAt
        endedAt = startedAt
        alarms = []
    }

    /// The worst of its alarms; nil when it has none.
    package var worst: Outcome? {
        let order: [Outcome] = [.broken, .unknown, .executed, .delivered]
        return order.first { outcome in alarms.contains { $0.outcome == outcome } }
    }
}

/// What a kept test proves of one alarm: what the audit reads of the evidence.
package struct AlarmProof: Sendable, Hashable {
    package var account: AccountID
    package var region: Region
    /// The alarm that the policy derives.
    package var alarm: String
    package var at: Instant
    package var outcome: AlarmTestRecord.Outcome

    package init(account: AccountID, region: Region, alarm: String, at: Instant, outcome: AlarmTestRecord.Outcome) {
        self.account = account
        self.region = region
        self.alarm = alarm
        self.at = at
        self.outcome = outcome
    }

    /// The proofs of a record, one an alarm.
    package static func all(_ record: AlarmTestRecord) -> [AlarmProof] {
        record.alarms.map {
            AlarmProof(
                account: record.account, region: record.region, alarm: $0.chain.alarm, at: record.endedAt,
                outcome: $0.outcome)
        }
    }
}
