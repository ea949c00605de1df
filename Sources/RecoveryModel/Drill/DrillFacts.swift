package import AWSNames

/// What preflight saw. Whatever could not be seen is a failure with its reason, and a guard that needs it refuses.
package struct DrillFacts: Hashable, Sendable, Codable {
    /// The key under which the recovery point is encrypted.
    package struct Key: Hashable, Sendable, Codable {
        package var id: String
        /// KMS's word; only `Enabled` keys can restore. Nil when it could not be read.
        package var state: String?
        package var failure: String?

        package init(id: String, state: String?, failure: String? = nil) {
            self.id = id
            self.state = state
            self.failure = failure
        }
    }

    /// The account's instances.
    package struct Quota: Hashable, Sendable, Codable {
        package var used: Int
        package var limit: Int

        package init(used: Int, limit: Int) {
            self.used = used
            self.limit = limit
        }
    }

    package var account: AccountID
    /// Who we are, as STS says.
    package var caller: String
    /// Nil when there is no such instance.
    package var source: InstanceFacts?
    package var snapshots: [SnapshotFacts]
    /// Ids and tags of every instance of the region.
    package var instances: [String: [String: String]]
    package var securityGroups: [SecurityGroupFacts]
    /// Nil when the policy names none, false when it is not there.
    package var subnetGroupExists: Bool?
    /// Asked for in another region only, which need not have the source's group; nil when it could not be read.
    package var parameterGroupExists: Bool?
    package var key: Key?
    /// Nil unless the drill marks its instant.
    package var marker: MarkerTableFacts?
    /// Nil when it could not be read.
    package var quota: Quota?
    /// Nil when there was nothing to ask about, since nothing would be restored.
    package var permissions: PermissionFacts?
    /// psql's version; nil when there is none.
    package var clientVersion: String?

    package init(account: AccountID, caller: String) {
        self.account = account
        self.caller = caller
        snapshots = []
        instances = [:]
        securityGroups = []
    }
}

/// One thing that must hold before anything is changed.
package struct GuardFinding: Hashable, Sendable, Codable {
    package enum Outcome: String, Sendable, Codable { case met, violated, unknown, warned }

    /// Stable, such as `target-is-not-source`.
    package var id: String
    package var outcome: Outcome
    package var summary: String
    package var hint: String?

    package init(_ id: String, _ outcome: Outcome, _ summary: String, hint: String? = nil) {
        self.id = id
        self.outcome = outcome
        self.summary = summary
        self.hint = hint
    }

    /// Unknown is never a pass.
    package var refuses: Bool { outcome == .violated || outcome == .unknown }
}
