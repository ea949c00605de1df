/// What a subscription lets through: a filter policy, and where it looks.
///
/// https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
package struct SubscriptionFilter: Sendable, Hashable {
    package var policy: JSONValue
    /// True for `MessageBody`: the filter looks at the message itself, and not at its attributes.
    package var looksAtBody: Bool

    package init(policy: JSONValue, looksAtBody: Bool) {
        self.policy = policy
        self.looksAtBody = looksAtBody
    }
}
