import AWSNames
package import RecoveryModel

/// The state after the last apply, as the typed value of every control. Drift is measured against it.
package struct AppliedBaseline: Sendable, Encodable, Equatable {
    /// The version of the format; no other is read. Version 1 contained the texts of reports, which a rewording changes.
    package static let currentVersion = 2

    package var version = Self.currentVersion
    package var policy: String
    package var account: String
    package var region: String
    package var at: Instant
    /// Of the policy's text; nil in a baseline of a version that did not note it.
    package var policyDigest: String?
    package var values: [ObservedValue]

    init(
        policy: String, account: String, region: String, at: Instant, policyDigest: String?, values: [ObservedValue]
    ) {
        self.policy = policy
        self.account = account
        self.region = region
        self.at = at
        self.policyDigest = policyDigest
        self.values = values
    }

    /// Creates a baseline from the audit that followed an apply.
    package init(of audit: AuditResult, values: [ObservedValue]) {
        policy = audit.policy
        account = audit.account.description
        region = audit.region.rawValue
        at = audit.at
        self.values = values
    }
}
