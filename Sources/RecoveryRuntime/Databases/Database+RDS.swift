import AWSCore
import AWSServices
import RecoveryModel

extension Database {
    /// An instance as DescribeDBInstances describes it.
    ///
    /// - Throws: `MissingMember` when the answer lacks what names the instance.
    init(described instance: RDS.DBInstance) throws {
        let operation = "rds:DescribeDBInstances"
        self.init(
            id: try instance.dbInstanceIdentifier.required("DBInstanceIdentifier"),
            arn: try instance.dbInstanceArn.required("DBInstanceArn"),
            engine: DatabaseEngine(try instance.engine.required("Engine")),
            form: .instance(
                multiAZ: instance.multiAZ.collected("MultiAZ", of: operation),
                replicaOf: instance.readReplicaSourceDBInstanceIdentifier),
            unseen: .notCollected(operation))
        engineVersion = instance.engineVersion ?? ""
        status = instance.dbInstanceStatus.collected("DBInstanceStatus", of: operation)
        tags = [String: String](rdsTags: instance.tagList)
        createdAt = instance.instanceCreateTime.map { Instant(milliseconds: $0.milliseconds) }
        backupRetentionDays = instance.backupRetentionPeriod.collected("BackupRetentionPeriod", of: operation)
        backupWindow = .known(instance.preferredBackupWindow.flatMap(DailyWindow.init))
        maintenanceWindow = .known(instance.preferredMaintenanceWindow.flatMap(WeeklyWindow.init))
        latestRestorableTime = .known(instance.latestRestorableTime.map { Instant(milliseconds: $0.milliseconds) })
        copyTagsToSnapshots = instance.copyTagsToSnapshot.collected("CopyTagsToSnapshot", of: operation)
        deletionProtection = instance.deletionProtection.collected("DeletionProtection", of: operation)
        storageEncrypted = instance.storageEncrypted.collected("StorageEncrypted", of: operation)
        encryptionKey = .known(instance.kmsKeyId)
        iamAuthentication = instance.iamDatabaseAuthenticationEnabled
            .collected("IAMDatabaseAuthenticationEnabled", of: operation)
        // RDS leaves out what is empty: no exported log, nothing pending.
        logExports = .known((instance.enabledCloudwatchLogsExports ?? []).sorted())
        parameterGroup = .known(instance.dbParameterGroups?.first?.dbParameterGroupName)
        pendingModifications = .known(instance.pendingModifiedValues.map(PendingModifications.names) ?? [])
        isManagedByAWSBackup = instance.awsBackupRecoveryPointArn != nil
        members = .known([Member(described: instance)])
    }

    /// A cluster as DescribeDBClusters describes it; its members come from DescribeDBInstances.
    ///
    /// - Throws: `MissingMember` when the answer lacks what names the cluster.
    init(described cluster: RDS.DBCluster, members instances: Collected<[RDS.DBInstance]>) throws {
        let operation = "rds:DescribeDBClusters"
        let engine = DatabaseEngine(try cluster.engine.required("Engine"))
        let id = try cluster.dbClusterIdentifier.required("DBClusterIdentifier")
        self.init(
            id: id, arn: try cluster.dbClusterArn.required("DBClusterArn"), engine: engine,
            form: engine.isAurora ? .auroraCluster : .multiAZCluster, unseen: .notCollected(operation))
        engineVersion = cluster.engineVersion ?? ""
        status = cluster.status.collected("Status", of: operation)
        tags = [String: String](rdsTags: cluster.tagList)
        createdAt = cluster.clusterCreateTime.map { Instant(milliseconds: $0.milliseconds) }
        backupRetentionDays = cluster.backupRetentionPeriod.collected("BackupRetentionPeriod", of: operation)
        backupWindow = .known(cluster.preferredBackupWindow.flatMap(DailyWindow.init))
        maintenanceWindow = .known(cluster.preferredMaintenanceWindow.flatMap(WeeklyWindow.init))
        latestRestorableTime = .known(cluster.latestRestorableTime.map { Instant(milliseconds: $0.milliseconds) })
        earliestRestorableTime = .known(cluster.earliestRestorableTime.map { Instant(milliseconds: $0.milliseconds) })
        copyTagsToSnapshots = cluster.copyTagsToSnapshot.collected("CopyTagsToSnapshot", of: operation)
        deletionProtection = cluster.deletionProtection.collected("DeletionProtection", of: operation)
        storageEncrypted = cluster.storageEncrypted.collected("StorageEncrypted", of: operation)
        encryptionKey = .known(cluster.kmsKeyId)
        iamAuthentication = cluster.iamDatabaseAuthenticationEnabled
            .collected("IAMDatabaseAuthenticationEnabled", of: operation)
        logExports = .known((cluster.enabledCloudwatchLogsExports ?? []).sorted())
        parameterGroup = .known(cluster.dbClusterParameterGroup)
        isManagedByAWSBackup = cluster.awsBackupRecoveryPointArn != nil
        members = instances.map { all in
            all.filter { $0.dbClusterIdentifier == id }.map(Member.init(described:)).sorted { $0.id < $1.id }
        }
        let own = cluster.pendingModifiedValues.map(PendingModifications.names) ?? []
        pendingModifications = members.flatMap { members in
            let waiting = members.flatMap { member in
                (member.pendingModifications.value ?? []).map { "\($0) of \(member.id)" }
            }
            return .known((own + waiting).sorted())
        }
    }
}

extension Database.Member {
    /// An instance, as far as its cluster's controls read it.
    init(described instance: RDS.DBInstance) {
        let operation = "rds:DescribeDBInstances"
        self.init(
            id: instance.dbInstanceIdentifier ?? "", zone: instance.availabilityZone,
            publiclyAccessible: instance.publiclyAccessible.collected("PubliclyAccessible", of: operation),
            minorVersionUpgrades: instance.autoMinorVersionUpgrade.collected("AutoMinorVersionUpgrade", of: operation),
            pendingModifications: .known(instance.pendingModifiedValues.map(PendingModifications.names) ?? []))
    }
}

/// The names of the settings that wait, by RDS's words, sorted.
enum PendingModifications {
    static func names(_ pending: RDS.PendingModifiedValues) -> [String] {
        names([
            ("AllocatedStorage", pending.allocatedStorage != nil),
            ("BackupRetentionPeriod", pending.backupRetentionPeriod != nil),
            ("CACertificateIdentifier", pending.caCertificateIdentifier != nil),
            ("DBInstanceClass", pending.dbInstanceClass != nil),
            ("EngineVersion", pending.engineVersion != nil),
            ("IAMDatabaseAuthenticationEnabled", pending.iamDatabaseAuthenticationEnabled != nil),
            ("Iops", pending.iops != nil),
            ("MasterUserPassword", pending.masterUserPassword != nil),
            ("MultiAZ", pending.multiAZ != nil),
            ("StorageType", pending.storageType != nil),
        ])
    }

    static func names(_ pending: RDS.ClusterPendingModifiedValues) -> [String] {
        names([
            ("AllocatedStorage", pending.allocatedStorage != nil),
            ("BackupRetentionPeriod", pending.backupRetentionPeriod != nil),
            ("EngineVersion", pending.engineVersion != nil),
            ("IAMDatabaseAuthenticationEnabled", pending.iamDatabaseAuthenticationEnabled != nil),
            ("Iops", pending.iops != nil),
            ("MasterUserPassword", pending.masterUserPassword != nil),
            ("StorageType", pending.storageType != nil),
        ])
    }

    private static func names(_ waiting: [(String, Bool)]) -> [String] { waiting.filter(\.1).map(\.0).sorted() }
}
