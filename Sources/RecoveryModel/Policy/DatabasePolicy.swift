package import AWSNames

/// What is required of a set of databases.
package struct DatabasePolicy: Sendable, Equatable {
    /// Which databases; one that matches nothing is a violation.
    package struct Selector: Sendable, Equatable {
        /// Instance or cluster identifiers.
        package var ids: [String] = []
        /// All must be there.
        package var tags: [String: String] = [:]

        package init(ids: [String] = [], tags: [String: String] = [:]) {
            self.ids = ids
            self.tags = tags
        }
    }

    package struct Backups: Sendable, Equatable {
        /// The backup window must lie inside it.
        package var window: DailyWindow?
        /// Automated backups; 1 to 35 days, the rest is `monthly`'s.
        package var retention: TimeSpan?
        /// How many monthly recovery points are kept beyond automated backups.
        package var monthlyKeep: Int?
        package var copyTo: [Region] = []

        package init() {}
    }

    /// Nil means: the policy does not ask for it.
    package struct Protection: Sendable, Equatable {
        /// The key's alias, `alias/` included, or its ARN; nil when any encryption will do.
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

        package init() {}
    }

    package var select: Selector
    /// Nil for any engine that has instances.
    package var engine: DatabaseEngine?
    /// What the selector means where the engine leaves a choice: PostgreSQL and MySQL have Multi-AZ DB clusters too.
    package var statedKind: DatabaseKind?
    /// When AWS may patch and restart; the backup window must not touch it.
    package var maintenanceWindow: WeeklyWindow?
    package var backups = Backups()
    package var protection = Protection()
    /// Names of Secrets Manager secrets without which the restored database is of no use.
    package var secrets: [String] = []

    package init(select: Selector) { self.select = select }
}

extension DatabasePolicy {
    /// What its selector's ids name.
    package var kind: DatabaseKind { engine?.isAurora == true ? .cluster : statedKind ?? .instance }

    /// What a database of it is, where nothing exists yet.
    package var form: Database.Form {
        if kind == .instance { return .instance(multiAZ: .known(false), replicaOf: nil) }
        return engine?.isAurora == true ? .auroraCluster : .multiAZCluster
    }
}
