import AWSNames
package import RecoveryModel

/// What the last apply left behind: the observed value of every control, typed. Drift is measured from it.
package struct AppliedBaseline: Sendable, Codable, Equatable {
    /// The format; only this one is read. Version 1 kept the texts that people read, which a rewording changes.
    package static let currentVersion = 2

    package var version = Self.currentVersion
    package var policy: String
    package var account: String
    package var region: String
    package var at: Instant
    package var values: [ObservedValue]

    /// Of the audit that followed an apply.
    package init(of audit: AuditResult, values: [ObservedValue]) {
        policy = audit.policy
        account = audit.account.description
        region = audit.region.rawValue
        at = audit.at
        self.values = values
    }
}
