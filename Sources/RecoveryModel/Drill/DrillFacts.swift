package import AWSNames

/// Everything that preflight observed. What could not be read is a failure with its reason, and a guard that needs it
/// refuses.
package struct DrillFacts: Hashable, Sendable, Codable {
    /// The key under which the recovery point is encrypted.
    package struct Key: Hashable, Sendable, Codable {
        package var id: String
        /// The key state as KMS reports it; only `Enabled` keys can restore. Nil when it could not be read.
        package var state: String?
        package var failure: String?

        package init(id: String, state: String?, failure: String? = nil) {
            self.id = id
            self.state = state
            self.failure = failure
        }
    }

    /// A snapshot of another account, as this account sees it.
    package struct Shared: Hashable, Sendable, Codable {
        /// Nil when it could not be read.
        package var snapshot: SnapshotFacts?
        package var failure: String?
        /// The other account's key that it is encrypted with; nil for one that is not encrypted.
        package var key: Key?

        package init(snapshot: SnapshotFacts?, failure: String? = nil, key: Key? = nil) {
            self.snapshot = snapshot
            self.failure = failure
            self.key = key
        }
    }

    /// A vault of AWS Backup, whose recovery points of the source are the facts' snapshots.
    package struct Vault: Hashable, Sendable, Codable {
        /// Why its recovery points could not be listed; nil when they could.
        package var failure: String?
        /// What keeps AWS Backup from restoring with the policy's role; nil where that could not be read.
        package var roleFaults: [String]?
        package var roleFailure: String?

        package init(failure: String? = nil, roleFaults: [String]? = nil, roleFailure: String? = nil) {
            self.failure = failure
            self.roleFaults = roleFaults
            self.roleFailure = roleFailure
        }
    }

    /// The account's instance quota.
    package struct Quota: Hashable, Sendable, Codable {
        package var used: Int
        package var limit: Int
        /// How many more the restore makes; nil for one.
        package var needed: Int?

        package init(used: Int, limit: Int, needed: Int? = nil) {
            self.used = used
            self.limit = limit
            self.needed = needed
        }

        /// How many are free beside what the restore makes; negative when it does not fit.
        package var room: Int { limit - used - (needed ?? 1) }
    }

    package var account: AccountID
    /// The caller's ARN, from STS.
    package var caller: String
    /// Nil when the source was not found.
    package var source: InstanceFacts?
    package var snapshots: [SnapshotFacts]
    /// The ids and tags of all instances in the region.
    package var instances: [String: [String: String]]
    package var securityGroups: [SecurityGroupFacts]
    /// Nil when the policy names none, false when it was not found.
    package var subnetGroupExists: Bool?
    /// Read in another region only, which may lack the source's group; nil when it could not be read.
    package var parameterGroupExists: Bool?
    /// Of a cluster's recovery, whether the parameter groups of its members exist; one that could not be read is missing.
    package var memberGroups: [String: Bool]?
    /// Of a recovery in another account, whether the IAM roles of the database exist there, by their ARNs; one that could
    /// not be read is missing.
    package var roles: [String: Bool]?
    package var key: Key?
    /// Nil unless the drill copies a snapshot of another account.
    package var shared: Shared?
    /// Nil unless the drill restores from a vault of AWS Backup.
    package var vault: Vault?
    /// Nil unless the drill writes marker rows.
    package var marker: MarkerTableFacts?
    /// Nil when it could not be read.
    package var quota: Quota?
    /// Nil when nothing would be restored, so that no permission was simulated.
    package var permissions: PermissionFacts?
    /// Why there is no login to the source; nil when there is one, whether it works or not.
    package var loginFailure: String?
    /// The version of psql; nil when it was not found.
    package var clientVersion: String?
    /// Of a recovery, whether the source still exists; nil for a drill.
    package var isSourceLive: Bool?
    /// The resource id of a deleted source whose automated backups are retained.
    package var retainedBackup: String?
    /// Why the retained backups of a deleted source cannot be used.
    package var backupFailure: String?

    package init(account: AccountID, caller: String) {
        self.account = account
        self.caller = caller
        snapshots = []
        instances = [:]
        securityGroups = []
    }
}

/// The result of one guard, a condition that must hold before anything is changed.
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

    /// True for unknown too: what could not be checked never counts as met.
    package var refuses: Bool { outcome == .violated || outcome == .unknown }
}
