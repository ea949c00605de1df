package import AWSNames

/// The requirements for a set of databases.
package struct DatabasePolicy: Sendable, Equatable {
    /// The databases that the policy applies to; a selector without a match is a violation.
    package struct Selector: Sendable, Equatable {
        /// Instance or cluster identifiers.
        package var ids: [String] = []
        /// A database must carry all of them.
        package var tags: [String: String] = [:]
        /// How many databases it has to match; nil for one.
        package var atLeast: Int?
        /// The instances of clusters that were found by these ids; empty in a policy as it is written.
        package var members: [String: [String]] = [:]

        package init(ids: [String] = [], tags: [String: String] = [:]) {
            self.ids = ids
            self.tags = tags
        }
    }

    package struct Backups: Sendable, Equatable {
        /// The backup window must lie within it.
        package var window: DailyWindow?
        /// The retention of automated backups, 1 to 35 days; monthly recovery points cover the rest.
        package var retention: TimeSpan?
        /// The number of monthly recovery points to retain beyond automated backups.
        package var monthlyKeep: Int?
        package var copyTo: [Region] = []
        /// The plan of AWS Backup that has to cover the databases, by its name in `backupPlans`.
        package var awsBackup: String?

        package init() {}
    }

    /// Nil means that the policy does not require a setting.
    package struct Protection: Sendable, Equatable {
        /// The key's alias (including `alias/`) or its ARN; nil when any key is accepted.
        package var encryptionKey: String?
        package var encrypted: Bool?
        package var deletionProtection: Bool?
        package var copyTagsToSnapshots: Bool?
        package var publicAccess: Bool?
        package var multiAZ: Bool?
        package var minorVersionUpgrades: Bool?
        package var iamAuthentication: Bool?
        package var forceTLS: Bool?
        /// Log types, such as `postgresql`.
        package var exportLogs: [String]?
        /// How far storage must be able to grow by itself.
        package var storageLimit: ByteCount?
        /// The longest interval of Enhanced Monitoring.
        package var enhancedMonitoring: TimeSpan?
        package var performanceInsights: Bool?
        /// How long the server certificate must be valid still.
        package var certificateValidFor: TimeSpan?
        /// How long AWS must support the engine's major version still.
        package var engineSupportedFor: TimeSpan?

        package init() {}
    }

    /// What is asked of the entry's secrets; nil and empty where nothing is.
    package struct SecretRules: Sendable, Equatable {
        /// The key's alias (including `alias/`) or its ARN.
        package var encryptionKey: String?
        /// How old a value may be at most, with rotation enabled.
        package var rotation: TimeSpan?
        /// The regions that must have a replica.
        package var replicateTo: [Region] = []
        /// The shortest time between a deletion and the loss of the value, 7 to 30 days.
        package var recoveryWindow: TimeSpan?
        /// Accounts, ARNs, organizations and providers outside the scope that may be granted access.
        package var sharedWith: [String] = []

        package init() {}
    }

    package var select: Selector
    /// The regions that have the databases, of those in the scope; empty for the scope's first.
    package var regions: [Region] = []
    /// The database engine; nil means any engine that has instances.
    package var engine: DatabaseEngine?
    /// The kind that the policy states where the engine has both: PostgreSQL and MySQL also have Multi-AZ DB clusters.
    package var statedKind: DatabaseKind?
    /// The maintenance window, which the backup window must not overlap.
    package var maintenanceWindow: WeeklyWindow?
    package var backups = Backups()
    package var protection = Protection()
    /// The names of the Secrets Manager secrets that applications need to use the restored database.
    package var secrets: [String] = []
    package var secretRules = SecretRules()

    package init(select: Selector) { self.select = select }
}

extension DatabasePolicy {
    /// The kind of database that the selector's ids refer to.
    package var kind: DatabaseKind { engine?.isAurora == true ? .cluster : statedKind ?? .instance }

    /// The form of a database of this policy before it exists.
    package var form: Database.Form {
        if kind == .instance { return .instance(multiAZ: .known(false), replicaOf: nil) }
        return engine?.isAurora == true ? .auroraCluster : .multiAZCluster
    }
}
