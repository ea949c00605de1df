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
        masterSecretKey = cluster.masterUserSecret?.kmsKeyId
        roles = (cluster.associatedRoles ?? []).compactMap { role in
            role.roleArn.map { Role(arn: $0, feature: role.featureName ?? "") }
        }.sorted()
        members = instances.compactMap { instance in
            instance.dbInstanceIdentifier.map {
                Member(
                    id: $0, instanceClass: instance.dbInstanceClass ?? "", promotionTier: instance.promotionTier,
                    parameterGroup: instance.dbParameterGroups?.first?.dbParameterGroupName)
            }
        }.sorted { $0.id < $1.id }
    }
}
