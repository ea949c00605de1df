/// An Aurora cluster as RDS describes it. What a description leaves out is unavailable, never a default.
package struct DatabaseCluster: Sendable, Equatable {
    /// An instance of the cluster.
    package struct Member: Sendable, Equatable {
        package var id: String
        /// The zone that it runs in; nil until RDS has chosen one.
        package var zone: String?
        package var publiclyAccessible: Collected<Bool>

        package init(id: String, zone: String?, publiclyAccessible: Collected<Bool>) {
            self.id = id
            self.zone = zone
            self.publiclyAccessible = publiclyAccessible
        }
    }

    package var id: String
    package var arn: String
    package var engine: String
    package var status: String
    package var tags: [String: String] = [:]
    package var backupRetentionDays: Collected<Int>
    package var createdAt: Instant?
    package var backupWindow: DailyWindow?
    package var latestRestorableTime: Instant?
    package var copyTagsToSnapshots: Collected<Bool>
    package var deletionProtection: Collected<Bool>
    package var storageEncrypted: Collected<Bool>
    /// The key's ARN.
    package var encryptionKey: String?
    package var iamAuthentication: Collected<Bool>
    package var logExports: [String] = []
    package var members: Collected<[Member]> = .known([])
    package var snapshots: Collected<[DatabaseInstance.Snapshot]> = .known([])

    package init(
        id: String, arn: String, engine: String, status: String, backupRetentionDays: Collected<Int>,
        copyTagsToSnapshots: Collected<Bool>, deletionProtection: Collected<Bool>, storageEncrypted: Collected<Bool>,
        iamAuthentication: Collected<Bool>
    ) {
        self.id = id
        self.arn = arn
        self.engine = engine
        self.status = status
        self.backupRetentionDays = backupRetentionDays
        self.copyTagsToSnapshots = copyTagsToSnapshots
        self.deletionProtection = deletionProtection
        self.storageEncrypted = storageEncrypted
        self.iamAuthentication = iamAuthentication
    }
}
