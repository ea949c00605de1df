import AWSCore
import AWSNames
import AWSServices
import RecoveryModel

extension InstanceFacts {
    /// Nil when the description lacks an identifying field.
    init?(described instance: RDS.DBInstance) {
        guard let id = instance.dbInstanceIdentifier, let arn = instance.dbInstanceArn,
            let status = instance.dbInstanceStatus
        else { return nil }
        self.init(
            id: id, arn: arn, status: status, engine: instance.engine ?? "",
            engineVersion: instance.engineVersion ?? "", instanceClass: instance.dbInstanceClass ?? "")
        cluster = instance.dbClusterIdentifier
        allocatedStorage = instance.allocatedStorage
        host = instance.endpoint?.address
        port = instance.endpoint?.port
        masterUser = instance.masterUsername
        database = instance.dbName
        masterSecret = instance.masterUserSecret?.secretArn
        tags = [String: String](rdsTags: instance.tagList)
        subnetGroup = instance.dbSubnetGroup?.dbSubnetGroupName
        securityGroups = instance.vpcSecurityGroups?.compactMap(\.vpcSecurityGroupId).sorted()
        parameterGroup = instance.dbParameterGroups?.first?.dbParameterGroupName
        optionGroup = instance.optionGroupMemberships?.first?.optionGroupName
        encryptionKey = instance.kmsKeyId
        publiclyAccessible = instance.publiclyAccessible
        deletionProtection = instance.deletionProtection
        iamAuthentication = instance.iamDatabaseAuthenticationEnabled
        backupRetentionDays = instance.backupRetentionPeriod
        latestRestorable = instance.latestRestorableTime.map { Instant(milliseconds: $0.milliseconds) }
        otherSettings = Self.otherSettings(instance)
        settings = RestoreSettings(described: instance)
    }

    /// Settings that a restore does not carry over by itself, by their RDS names.
    private static func otherSettings(_ instance: RDS.DBInstance) -> [String: String] {
        var settings: [String: String] = [:]
        // RDS leaves out lists without elements.
        settings["AssociatedRoles"] = list((instance.associatedRoles ?? []).compactMap(\.roleArn))
        settings["CopyTagsToSnapshot"] = flag(instance.copyTagsToSnapshot)
        settings["EnabledCloudwatchLogsExports"] = list(instance.enabledCloudwatchLogsExports ?? [])
        settings["MonitoringInterval"] = instance.monitoringInterval.map(String.init)
        settings["MultiAZ"] = flag(instance.multiAZ)
        settings["PerformanceInsightsEnabled"] = flag(instance.performanceInsightsEnabled)
        settings["StorageType"] = instance.storageType
        settings["CACertificateIdentifier"] = instance.caCertificateIdentifier
        return settings
    }

    private static func list(_ names: [String]) -> String? {
        names.isEmpty ? nil : names.sorted().joined(separator: ", ")
    }

    private static func flag(_ value: Bool?) -> String? { value.map { $0 ? "yes" : "no" } }
}

extension SnapshotFacts {
    /// Nil when the description lacks an identifying field.
    init?(described snapshot: RDS.DBSnapshot) {
        guard let id = snapshot.dbSnapshotIdentifier, let status = snapshot.status else { return nil }
        self.init(
            id: id, type: snapshot.snapshotType ?? "", status: status,
            createdAt: snapshot.dataTime, engine: snapshot.engine ?? "",
            instance: snapshot.dbInstanceIdentifier ?? "")
        engineVersion = snapshot.engineVersion
        sourceRegion = snapshot.sourceRegion.map { Region($0) }
        original = snapshot.sourceDBSnapshotIdentifier
        encryptionKey = snapshot.kmsKeyId
    }
}
