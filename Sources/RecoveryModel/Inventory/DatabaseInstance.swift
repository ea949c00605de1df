package import AWSNames

/// A database instance as RDS describes it. What a description leaves out is unavailable, never a default.
package struct DatabaseInstance: Sendable, Equatable {
    /// A snapshot of the instance.
    package struct Snapshot: Sendable, Equatable {
        package enum Kind: String, Sendable { case automated, manual, awsbackup, shared, `public` }
        package var id: String
        package var kind: Kind
        /// RDS's word; only `available` ones can be restored.
        package var status: String
        /// When its data was taken: of a copy, its original's time (`OriginalSnapshotCreateTime`).
        package var createdAt: Instant?
        package var encrypted: Bool
        /// Accounts that may restore it, `all` for everybody; asked for manual snapshots only.
        package var sharedWith: Collected<[String]>

        package init(
            id: String, kind: Kind, status: String, createdAt: Instant?, encrypted: Bool,
            sharedWith: Collected<[String]> = .known([])
        ) {
            self.id = id
            self.kind = kind
            self.status = status
            self.createdAt = createdAt
            self.encrypted = encrypted
            self.sharedWith = sharedWith
        }
    }

    /// What another region holds of the instance: a copied snapshot, or a replicated automated backup.
    package struct Copy: Sendable, Equatable {
        package var id: String
        /// When its data was taken; nil when nothing can be restored from it yet.
        package var restorableTo: Instant?

        package init(id: String, restorableTo: Instant?) {
            self.id = id
            self.restorableTo = restorableTo
        }
    }

    package var id: String
    package var arn: String
    package var engine: String
    package var engineVersion: String
    package var status: String
    package var instanceClass: String
    /// In GiB.
    package var allocatedStorage: Int
    package var tags: [String: String] = [:]
    package var backupRetentionDays: Collected<Int>
    package var backupWindow: DailyWindow?
    /// As RDS writes it, such as `sun:04:00-sun:04:30`.
    package var maintenanceWindow: String?
    package var createdAt: Instant?
    package var latestRestorableTime: Instant?
    /// The beginning of the restorable window; nil when there are no automated backups.
    package var earliestRestorableTime: Collected<Instant?> = .known(nil)
    package var copyTagsToSnapshots: Collected<Bool>
    package var deletionProtection: Collected<Bool>
    package var storageEncrypted: Collected<Bool>
    /// The key's ARN.
    package var encryptionKey: String?
    package var publiclyAccessible: Collected<Bool>
    package var multiAZ: Collected<Bool>
    package var minorVersionUpgrades: Collected<Bool>
    package var iamAuthentication: Collected<Bool>
    package var logExports: [String] = []
    /// The first one; its `rds.force_ssl` is `forceTLS`.
    package var parameterGroup: String?
    package var forceTLS: Collected<Bool> = .known(false)
    /// Settings that were changed and are not in force yet, by RDS's names.
    package var pendingModifications: [String] = []
    /// Set when it is a read replica: backups are then its source's.
    package var replicaOf: String?
    /// Set when it is an instance of a cluster: backups are then the cluster's, and selectors mean the cluster.
    package var cluster: String?
    package var snapshots: Collected<[Snapshot]> = .known([])
    /// By region, of those that the policy asks for.
    package var copies: [Region: Collected<[Copy]>] = [:]

    package init(
        id: String, arn: String, engine: String, engineVersion: String, status: String, instanceClass: String,
        allocatedStorage: Int, backupRetentionDays: Int, copyTagsToSnapshots: Bool, deletionProtection: Bool,
        storageEncrypted: Bool, publiclyAccessible: Bool, multiAZ: Bool, minorVersionUpgrades: Bool,
        iamAuthentication: Bool
    ) {
        self.id = id
        self.arn = arn
        self.engine = engine
        self.engineVersion = engineVersion
        self.status = status
        self.instanceClass = instanceClass
        self.allocatedStorage = allocatedStorage
        self.backupRetentionDays = .known(backupRetentionDays)
        self.copyTagsToSnapshots = .known(copyTagsToSnapshots)
        self.deletionProtection = .known(deletionProtection)
        self.storageEncrypted = .known(storageEncrypted)
        self.publiclyAccessible = .known(publiclyAccessible)
        self.multiAZ = .known(multiAZ)
        self.minorVersionUpgrades = .known(minorVersionUpgrades)
        self.iamAuthentication = .known(iamAuthentication)
    }
}
