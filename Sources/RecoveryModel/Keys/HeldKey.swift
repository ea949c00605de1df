/// A KMS key that some resource really has, whatever the policy names.
package struct HeldKey: Sendable, Equatable {
    package var arn: String
    /// `Enabled`, `Disabled`, `PendingDeletion`, …
    package var state: String
    /// True for a key that AWS manages, whose policy nobody can change.
    package var isOfAWS: Bool
    package var policy: Collected<AccessPolicy>

    package init(arn: String, state: String, isOfAWS: Bool, policy: Collected<AccessPolicy>) {
        self.arn = arn
        self.state = state
        self.isOfAWS = isOfAWS
        self.policy = policy
    }
}
