package import AWSNames

/// A database instance or cluster as RDS describes it. What a description leaves out is unavailable, never a default.
package struct Database: Sendable, Equatable {
    /// What one kind alone has.
    package enum Form: Sendable, Equatable {
        /// An instance with storage of its own. Backups of a read replica are its source's; RDS names a source in the
        /// same region by id and any other by ARN.
        case instance(multiAZ: Collected<Bool>, replicaOf: String?)
        /// Members share the cluster's storage, and can be added and removed.
        case auroraCluster
        /// A writer and two readers in three zones, made and changed as one.
        case multiAZCluster
    }

    package var id: String
    package var arn: String
    package var engine: DatabaseEngine
    package var engineVersion: String
    package var form: Form
    package var status: Collected<String>
    package var tags: [String: String] = [:]
    package var createdAt: Instant?
    /// 0 when automated backups are off.
    package var backupRetentionDays: Collected<Int>
    package var backupWindow: Collected<DailyWindow?>
    package var maintenanceWindow: Collected<WeeklyWindow?>
    package var latestRestorableTime: Collected<Instant?>
    /// The beginning of the restorable window; nil when there are no automated backups.
    package var earliestRestorableTime: Collected<Instant?>
    package var copyTagsToSnapshots: Collected<Bool>
    package var deletionProtection: Collected<Bool>
    package var storage: Collected<Storage>
    package var storageEncrypted: Collected<Bool>
    /// The key's ARN; nil without encryption.
    package var encryptionKey: Collected<String?>
    package var iamAuthentication: Collected<Bool>
    /// The end of standard support for the engine's major version; nil when RDS does not list the version any more.
    package var supportedUntil: Collected<Instant?> = .unavailable(
        .notCollected("rds:DescribeDBMajorEngineVersions"))
    /// Sorted.
    package var logExports: Collected<[String]>
    /// An instance's own, or the cluster's; nil when it has none.
    package var parameterGroup: Collected<String?>
    /// An instance's own; nil when it has none, as clusters.
    package var optionGroup: Collected<String?> = .unavailable(.notCollected("rds:DescribeDBInstances"))
    /// Whether a region that receives copies has groups of the same names; of those that the policy asks for.
    package var groupsElsewhere: [Region: CopiedGroups] = [:]
    /// Whether connections without TLS are refused; nil when the engine has no parameter for it.
    package var forcesTLS: Collected<Bool?>
    /// Whether a value of its parameter group, of a cluster the cluster's, is in force only after a restart.
    package var awaitsRestart = false
    /// Settings that were changed and are not in force yet, by RDS's names, sorted; of members too.
    package var pendingModifications: Collected<[String]>
    /// True when AWS Backup owns retention and window, which RDS then refuses to change.
    package var isManagedByAWSBackup = false
    /// An instance is its own only one.
    package var members: Collected<[Member]>
    package var snapshots: Collected<[Snapshot]>
    /// By region, of those that the policy asks for.
    package var copies: [Region: Collected<[Copy]>] = [:]
    /// The regions that its automated backups are replicated to, whether something has arrived there or not; sorted.
    package var replicationRegions: [Region] = []

    /// A database of which nothing is known but its name: every setting is unavailable for one reason.
    package init(id: String, arn: String, engine: DatabaseEngine, form: Form, unseen failure: CollectionFailure) {
        self.id = id
        self.arn = arn
        self.engine = engine
        engineVersion = ""
        self.form = form
        status = .unavailable(failure)
        backupRetentionDays = .unavailable(failure)
        backupWindow = .unavailable(failure)
        maintenanceWindow = .unavailable(failure)
        latestRestorableTime = .unavailable(failure)
        earliestRestorableTime = .unavailable(failure)
        copyTagsToSnapshots = .unavailable(failure)
        deletionProtection = .unavailable(failure)
        storage = .unavailable(failure)
        storageEncrypted = .unavailable(failure)
        encryptionKey = .unavailable(failure)
        supportedUntil = .unavailable(failure)
        optionGroup = .unavailable(failure)
        iamAuthentication = .unavailable(failure)
        logExports = .unavailable(failure)
        parameterGroup = .unavailable(failure)
        forcesTLS = .unavailable(failure)
        pendingModifications = .unavailable(failure)
        members = .unavailable(failure)
        snapshots = .unavailable(failure)
    }

    package var kind: DatabaseKind {
        switch form {
        case .instance: .instance
        case .auroraCluster, .multiAZCluster: .cluster
        }
    }

    /// Its reference in findings and changes.
    package var reference: ResourceReference { ResourceReference(kind.resource, id, arn: arn) }
}
