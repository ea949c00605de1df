package import AWSNames

/// A policy in one account and region: what every verb works on, and what every result is of.
package struct TargetName: Hashable, Sendable, Comparable {
    package var policy: String
    package var account: AccountID
    package var region: Region

    package init(policy: String, account: AccountID, region: Region) {
        self.policy = policy
        self.account = account
        self.region = region
    }

    /// By policy, then account, then region.
    package static func < (left: TargetName, right: TargetName) -> Bool {
        (left.policy, left.account, left.region) < (right.policy, right.account, right.region)
    }

    /// Such as `knowledge-base · 123456789012 · us-east-1`.
    package var shown: String { "\(policy) · \(account) · \(region)" }
}
