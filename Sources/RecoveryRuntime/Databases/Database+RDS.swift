import AWSCore
import AWSNames
import AWSServices
import RecoveryModel

extension Database {
    /// An instance as DescribeDBInstances describes it.
    ///
    /// - Throws: `MissingMember` when the answer lacks what the instance is known by.
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
        // Policies select by tags.
        tags = [String: String](rdsTags: try instance.tagList.required("TagList"))
        createdAt = instance.instanceCreateTime.map { Instant(milliseconds: $0.milliseconds) }
        backupRetentionDays = instance.backupRetentionPeriod.collected("BackupRetentionPeriod", of: operation)
        backupWindow = instance.preferredBackupWindow
            .collected("PreferredBackupWindow", of: operation) { DailyWindow($0) }
        maintenanceWindow = instance.preferredMaintenanceWindow
            .collected("PreferredMaintenanceWindow", of: operation) { WeeklyWindow($0) }
        // Left out until there is a backup.
        latestRestorableTime = .known(instance.latestRestorableTime.map { Instant(milliseconds: $0.milliseconds) })
        copyTagsToSnapshots = instance.copyTagsToSnapshot.collected("CopyTagsToSnapshot", of: operation)
        deletionProtection = instance.deletionProtection.collected("DeletionProtection", of: operation)
        // The limit is left out where there is none.
        storage = instance.allocatedStorage.collected("AllocatedStorage", of: operation)
            .map { Storage(allocated: $0, limit: instance.maxAllocatedStorage) }
        storageEncrypted = instance.storageEncrypted.collected("StorageEncrypted", of: operation)
        encryptionKey = storageEncrypted.key(instance.kmsKeyId, of: operation)
        iamAuthentication = instance.iamDatabaseAuthenticationEnabled
            .collected("IAMDatabaseAuthenticationEnabled", of: operation)
        // RDS leaves these out when they are empty: no exported log, nothing pending.
        logExports = .known((instance.enabledCloudwatchLogsExports ?? []).sorted())
        // Left out by engines that have no options.
        optionGroup = .known(instance.optionGroupMemberships?.first?.optionGroupName)
        parameterGroup = (instance.dbParameterGroups?.first?.dbParameterGroupName)
            .collected("DBParameterGroups", of: operation).map { Optional($0) }
        awaitsRestart = instance.awaitsRestart
        pendingModifications = .known(instance.pendingModifiedValues.map(PendingModifications.names) ?? [])
        isManagedByAWSBackup = instance.awsBackupRecoveryPointArn != nil
        // Left out without any.
        replicationRegions = (instance.dbInstanceAutomatedBackupsReplications ?? [])
            .compactMap { $0.dbInstanceAutomatedBackupsArn.flatMap { ARN($0) }.map { Region($0.region) } }.sorted()
        members = .known([try Member(described: instance)])
    }

    /// A cluster as DescribeDBClusters describes it; its members come from DescribeDBInstances.
    ///
    /// - Throws: `MissingMember` when the answer lacks what the cluster or a member is known by.
    init(described cluster: RDS.DBCluster, members instances: Collected<[ListedInstance]>) throws {
        let operation = "rds:DescribeDBClusters"
        let engine = DatabaseEngine(try cluster.engine.required("Engine"))
        let id = try cluster.dbClusterIdentifier.required("DBClusterIdentifier")
        self.init(
            id: id, arn: try cluster.dbClusterArn.required("DBClusterArn"), engine: engine,
            form: engine.isAurora ? .auroraCluster : .multiAZCluster, unseen: .notCollected(operation))
        engineVersion = cluster.engineVersion ?? ""
        status = cluster.status.collected("Status", of: operation)
        tags = [String: String](rdsTags: try cluster.tagList.required("TagList"))
        createdAt = cluster.clusterCreateTime.map { Instant(milliseconds: $0.milliseconds) }
        backupRetentionDays = cluster.backupRetentionPeriod.collected("BackupRetentionPeriod", of: operation)
        backupWindow = cluster.preferredBackupWindow
            .collected("PreferredBackupWindow", of: operation) { DailyWindow($0) }
        maintenanceWindow = cluster.preferredMaintenanceWindow
            .collected("PreferredMaintenanceWindow", of: operation) { WeeklyWindow($0) }
        latestRestorableTime = .known(cluster.latestRestorableTime.map { Instant(milliseconds: $0.milliseconds) })
        earliestRestorableTime = .known(cluster.earliestRestorableTime.map { Instant(milliseconds: $0.milliseconds) })
        copyTagsToSnapshots = cluster.copyTagsToSnapshot.collected("CopyTagsToSnapshot", of: operation)
        deletionProtection = cluster.deletionProtection.collected("DeletionProtection", of: operation)
        storage =
            engine.isAurora
            ? .known(.ofAurora)
            : cluster.allocatedStorage.collected("AllocatedStorage", of: operation).map { Storage(allocated: $0) }
        storageEncrypted = cluster.storageEncrypted.collected("StorageEncrypted", of: operation)
        encryptionKey = storageEncrypted.key(cluster.kmsKeyId, of: operation)
        iamAuthentication = cluster.iamDatabaseAuthenticationEnabled
            .collected("IAMDatabaseAuthenticationEnabled", of: operation)
        logExports = .known((cluster.enabledCloudwatchLogsExports ?? []).sorted())
        optionGroup = .known(nil)
        parameterGroup = cluster.dbClusterParameterGroup.collected("DBClusterParameterGroup", of: operation)
            .map { Optional($0) }
        awaitsRestart = (cluster.dbClusterMembers ?? []).contains {
            $0.dbClusterParameterGroupStatus == "pending-reboot"
        }
        isManagedByAWSBackup = cluster.awsBackupRecoveryPointArn != nil
        switch instances {
        case .unavailable(let failure): members = .unavailable(failure)
        case .known(let all):
            let own = try all.filter { $0.cluster == id }.compactMap { try $0.member() }
            members = .known(own.sorted { $0.id < $1.id })
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
    ///
    /// - Throws: `MissingMember` without what names it.
    init(described instance: RDS.DBInstance) throws {
        let operation = "rds:DescribeDBInstances"
        self.init(
            id: try instance.dbInstanceIdentifier.required("DBInstanceIdentifier"), zone: instance.availabilityZone,
            publiclyAccessible: instance.publiclyAccessible.collected("PubliclyAccessible", of: operation),
            minorVersionUpgrades: instance.autoMinorVersionUpgrade.collected("AutoMinorVersionUpgrade", of: operation),
            pendingModifications: .known(instance.pendingModifiedValues.map(PendingModifications.names) ?? []))
        awaitsRestart = instance.awaitsRestart
        monitoringInterval = instance.monitoringInterval.collected("MonitoringInterval", of: operation)
        performanceInsights = instance.performanceInsightsEnabled.collected("PerformanceInsightsEnabled", of: operation)
        certificateValidUntil = (instance.certificateDetails?.validTill).collected("CertificateDetails", of: operation)
            .map { Instant(milliseconds: $0.milliseconds) }
    }
}

extension RDS.DBInstance {
    /// Whether a value of its own parameter group is in force only after a restart.
    fileprivate var awaitsRestart: Bool { dbParameterGroups?.first?.parameterApplyStatus == "pending-reboot" }
}

/// The names of the settings that wait, by RDS's words, sorted.
enum PendingModifications {
    static func names(_ pending: RDS.PendingModifiedValues) -> [String] {
        names([
            ("AllocatedStorage", pending.allocatedStorage != nil),
            ("BackupRetentionPeriod", pending.backupRetentionPeriod != nil),
            ("CACertificateIdentifier", pending.caCertificateIdentifier != nil),
            ("DBInstanceClass", pending.dbInstanceClass != nil),
            ("DBInstanceIdentifier", pending.dbInstanceIdentifier != nil),
            ("DBSubnetGroupName", pending.dbSubnetGroupName != nil),
            ("Engine", pending.engine != nil),
            ("EngineVersion", pending.engineVersion != nil),
            ("IAMDatabaseAuthenticationEnabled", pending.iamDatabaseAuthenticationEnabled != nil),
            ("Iops", pending.iops != nil),
            ("LicenseModel", pending.licenseModel != nil),
            ("MasterUserPassword", pending.masterUserPassword != nil),
            ("MultiAZ", pending.multiAZ != nil),
            ("PendingCloudwatchLogsExports", pending.pendingCloudwatchLogsExports != nil),
            ("Port", pending.port != nil),
            ("StorageThroughput", pending.storageThroughput != nil),
            ("StorageType", pending.storageType != nil),
        ])
    }

    static func names(_ pending: RDS.ClusterPendingModifiedValues) -> [String] {
        names([
            ("AllocatedStorage", pending.allocatedStorage != nil),
            ("BackupRetentionPeriod", pending.backupRetentionPeriod != nil),
            ("CertificateDetails", pending.certificateDetails != nil),
            ("DBClusterIdentifier", pending.dbClusterIdentifier != nil),
            ("EngineVersion", pending.engineVersion != nil),
            ("IAMDatabaseAuthenticationEnabled", pending.iamDatabaseAuthenticationEnabled != nil),
            ("Iops", pending.iops != nil),
            ("MasterUserPassword", pending.masterUserPassword != nil),
            ("PendingCloudwatchLogsExports", pending.pendingCloudwatchLogsExports != nil),
            ("StorageType", pending.storageType != nil),
        ])
    }

    private static func names(_ waiting: [(String, Bool)]) -> [String] { waiting.filter(\.1).map(\.0).sorted() }
}
