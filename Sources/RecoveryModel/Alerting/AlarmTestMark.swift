/// What a test writes beside the state that it sets (SetAlarmState's `StateReasonData`, JSON of our own), so that the next
/// test finds what a killed one has left.
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
package struct AlarmTestMark: Sendable, Hashable {
    /// The test's id.
    package var test: String
    package var policy: String
    /// When the test is over at the latest; nil once the state is put back.
    package var until: Instant?
    /// The state before the test: `OK` or `INSUFFICIENT_DATA`.
    package var state: String
    /// The reason of that state.
    package var reason: String
    /// Since when the alarm had been in that state: putting it back would make it look younger.
    package var since: Instant?

    package init(
        test: String, policy: String, until: Instant?, state: String, reason: String, since: Instant?
    ) {
        self.test = test
        self.policy = policy
        self.until = until
        self.state = state
        self.reason = reason
        self.since = since
    }

    /// The mark in a `StateReasonData`; nil when it is none of ours.
    package init?(reasonData: String?) {
        guard let reasonData, let document = try? JSONValue(parsing: reasonData), let mark = document["drctl"],
            let test = mark["test"]?.text, let policy = mark["policy"]?.text, let state = mark["state"]?.text
        else { return nil }
        self.init(
            test: test, policy: policy, until: mark["until"]?.text.flatMap { Instant($0) }, state: state,
            reason: mark["reason"]?.text ?? "", since: mark["since"]?.text.flatMap { Instant($0) })
    }

    /// The `StateReasonData`, which CloudWatch limits to 4,000 characters.
    package var reasonData: String {
        var members: [String: JSONValue] = [
            "test": .string(test), "policy": .string(policy), "state": .string(state),
            "reason": .string(String(reason.prefix(1_000))),
        ]
        members["until"] = until.map { .string($0.description) }
        members["since"] = since.map { .string($0.description) }
        return JSONValue.object(["drctl": .object(members)]).compact
    }
}
