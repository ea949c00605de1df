import AWSServices
import RecoveryModel

extension RestoreSettings {
    init(described instance: RDS.DBInstance) {
        self.init()
        resourceID = instance.dbiResourceId
        storageType = instance.storageType
        iops = instance.iops
        storageThroughput = instance.storageThroughput
        maxAllocatedStorage = instance.maxAllocatedStorage
        multiAZ = instance.multiAZ
        port = instance.endpoint?.port
        logExports = (instance.enabledCloudwatchLogsExports ?? []).sorted()
        monitoringInterval = instance.monitoringInterval.flatMap { $0 > 0 ? $0 : nil }
        monitoringRole = monitoringInterval == nil ? nil : instance.monitoringRoleArn
        performanceInsights = instance.performanceInsightsEnabled
        if performanceInsights == true {
            performanceInsightsKey = instance.performanceInsightsKMSKeyId
            performanceInsightsRetention = instance.performanceInsightsRetentionPeriod
        }
        databaseInsights = instance.databaseInsightsMode?.rawValue
        backupWindow = instance.preferredBackupWindow
        maintenanceWindow = instance.preferredMaintenanceWindow
        minorVersionUpgrades = instance.autoMinorVersionUpgrade
        copiesTags = instance.copyTagsToSnapshot
        certificateAuthority = instance.caCertificateIdentifier
        networkType = instance.networkType
        masterSecretKey = instance.masterUserSecret?.kmsKeyId
        roles = (instance.associatedRoles ?? []).compactMap { role in
            role.roleArn.map { Role(arn: $0, feature: role.featureName ?? "") }
        }.sorted()
    }

    init(described cluster: RDS.DBCluster, members instances: [RDS.DBInstance]) {
        self.init()
        resourceID = cluster.dbClusterResourceId
        storageType = cluster.storageType
        port = cluster.port
        logExports = (cluster.enabledCloudwatchLogsExports ?? []).sorted()
        backupWindow = cluster.preferredBackupWindow
        maintenanceWindow = cluster.preferredMaintenanceWindow
        copiesTags = cluster.copyTagsToSnapshot
        networkType = cluster.networkType
        databaseInsights = cluster.databaseInsightsMode?.rawValue
        masterSecretKey = cluster.masterUserSecret?.kmsKeyId
        roles = (cluster.associatedRoles ?? []).compactMap { role in
            role.roleArn.map { Role(arn: $0, feature: role.featureName ?? "") }
        }.sorted()
        members = instances.compactMap(Member.init(described:)).sorted { $0.id < $1.id }
    }
}

extension RestoreSettings.Member {
    /// Nil when the description lacks the identifier.
    init?(described instance: RDS.DBInstance) {
        guard let id = instance.dbInstanceIdentifier else { return nil }
        self.init(
            id: id, instanceClass: instance.dbInstanceClass ?? "", promotionTier: instance.promotionTier,
            parameterGroup: instance.dbParameterGroups?.first?.dbParameterGroupName)
        zone = instance.availabilityZone
        certificateAuthority = instance.caCertificateIdentifier
        let interval = instance.monitoringInterval ?? 0
        (monitoringInterval, monitoringRole) = (interval, interval > 0 ? instance.monitoringRoleArn : nil)
        performanceInsights = instance.performanceInsightsEnabled ?? false
        if performanceInsights == true {
            performanceInsightsKey = instance.performanceInsightsKMSKeyId
            performanceInsightsRetention = instance.performanceInsightsRetentionPeriod
        }
        minorVersionUpgrades = instance.autoMinorVersionUpgrade
        maintenanceWindow = instance.preferredMaintenanceWindow
        publiclyAccessible = instance.publiclyAccessible
        tags = [String: String](rdsTags: instance.tagList).filter {
            !$0.key.hasPrefix("aws:") && !$0.key.hasPrefix("drctl:")
        }
    }
}
