import AWSCore
import AWSServices
import RecoveryModel

extension DatabaseInstance {
    /// An instance as DescribeDBInstances says it.
    ///
    /// - Throws: `MissingMember` when the answer lacks what names or classes the instance.
    init(described instance: RDS.DBInstance) throws {
        let operation = "rds:DescribeDBInstances"
        self.init(
            id: try instance.dbInstanceIdentifier.required("DBInstanceIdentifier"),
            arn: try instance.dbInstanceArn.required("DBInstanceArn"),
            engine: try instance.engine.required("Engine"),
            engineVersion: instance.engineVersion ?? "",
            status: try instance.dbInstanceStatus.required("DBInstanceStatus"),
            instanceClass: instance.dbInstanceClass ?? "", allocatedStorage: instance.allocatedStorage ?? 0,
            backupRetentionDays: 0, copyTagsToSnapshots: false, deletionProtection: false, storageEncrypted: false,
            publiclyAccessible: true, multiAZ: false, minorVersionUpgrades: false, iamAuthentication: false)
        backupRetentionDays = instance.backupRetentionPeriod.collected("BackupRetentionPeriod", of: operation)
        copyTagsToSnapshots = instance.copyTagsToSnapshot.collected("CopyTagsToSnapshot", of: operation)
        deletionProtection = instance.deletionProtection.collected("DeletionProtection", of: operation)
        storageEncrypted = instance.storageEncrypted.collected("StorageEncrypted", of: operation)
        publiclyAccessible = instance.publiclyAccessible.collected("PubliclyAccessible", of: operation)
        multiAZ = instance.multiAZ.collected("MultiAZ", of: operation)
        minorVersionUpgrades = instance.autoMinorVersionUpgrade.collected("AutoMinorVersionUpgrade", of: operation)
        iamAuthentication = instance.iamDatabaseAuthenticationEnabled
            .collected("IAMDatabaseAuthenticationEnabled", of: operation)
        tags = Dictionary((instance.tagList ?? []).map { ($0.key ?? "", $0.value ?? "") }) { _, last in last }
        backupWindow = instance.preferredBackupWindow.flatMap(DailyWindow.init)
        maintenanceWindow = instance.preferredMaintenanceWindow
        createdAt = instance.instanceCreateTime.map { Instant(milliseconds: $0.milliseconds) }
        latestRestorableTime = instance.latestRestorableTime.map { Instant(milliseconds: $0.milliseconds) }
        encryptionKey = instance.kmsKeyId
        logExports = (instance.enabledCloudwatchLogsExports ?? []).sorted()
        parameterGroup = instance.dbParameterGroups?.first?.dbParameterGroupName
        cluster = instance.dbClusterIdentifier
        replicaOf = instance.readReplicaSourceDBInstanceIdentifier
        pendingModifications = instance.pendingModifiedValues.map(Self.names) ?? []
    }

    /// The names of the settings that wait.
    private static func names(_ pending: RDS.PendingModifiedValues) -> [String] {
        let waiting: [(String, Bool)] = [
            ("BackupRetentionPeriod", pending.backupRetentionPeriod != nil),
            ("MultiAZ", pending.multiAZ != nil),
            ("EngineVersion", pending.engineVersion != nil),
            ("DBInstanceClass", pending.dbInstanceClass != nil),
            ("AllocatedStorage", pending.allocatedStorage != nil),
            ("IAMDatabaseAuthenticationEnabled", pending.iamDatabaseAuthenticationEnabled != nil),
            ("StorageType", pending.storageType != nil),
            ("MasterUserPassword", pending.masterUserPassword != nil),
        ]
        return waiting.filter(\.1).map(\.0).sorted()
    }
}

extension DatabaseInstance.Snapshot {
    /// A snapshot as DescribeDBSnapshots says it; nil without an identifier.
    init?(described snapshot: RDS.DBSnapshot) {
        guard let id = snapshot.dbSnapshotIdentifier else { return nil }
        self.init(
            id: id, kind: snapshot.snapshotType.flatMap(Kind.init(rawValue:)) ?? .manual,
            status: snapshot.status ?? "unknown",
            // A copy holds the data of its original.
            createdAt: (snapshot.originalSnapshotCreateTime ?? snapshot.snapshotCreateTime)
                .map { Instant(milliseconds: $0.milliseconds) },
            encrypted: snapshot.encrypted ?? false)
    }
}
