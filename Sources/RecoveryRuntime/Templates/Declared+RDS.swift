import AWSServices
import RecoveryModel

extension RDS.DBInstance {
    /// The instance as `AWS::RDS::DBInstance` declares it. A member has much from its cluster, which it must not declare.
    var declared: [String: JSONValue?] {
        var own: [String: JSONValue?] = [
            "DBInstanceIdentifier": dbInstanceIdentifier.text, "DBInstanceClass": dbInstanceClass.text,
            "Engine": engine.text, "EngineVersion": engineVersion.text,
            "AutoMinorVersionUpgrade": autoMinorVersionUpgrade.flag, "PubliclyAccessible": publiclyAccessible.flag,
            "PreferredMaintenanceWindow": preferredMaintenanceWindow.text,
            "DBParameterGroupName": (dbParameterGroups?.first?.dbParameterGroupName).text,
            "DBSubnetGroupName": (dbSubnetGroup?.dbSubnetGroupName).text,
            "CACertificateIdentifier": caCertificateIdentifier.text, "MonitoringInterval": monitoringInterval.number,
            "MonitoringRoleArn": monitoringRoleArn.text, "EnablePerformanceInsights": performanceInsightsEnabled.flag,
            "PerformanceInsightsKMSKeyId": performanceInsightsKMSKeyId.text,
            "PerformanceInsightsRetentionPeriod": performanceInsightsRetentionPeriod.number,
            "CopyTagsToSnapshot": copyTagsToSnapshot.flag, "Tags": (tagList ?? []).declared,
        ]
        if let dbClusterIdentifier {
            own["DBClusterIdentifier"] = .string(dbClusterIdentifier)
            own["PromotionTier"] = promotionTier.number
            own["AvailabilityZone"] = availabilityZone.text
            own["EngineVersion"] = .some(nil)
            own["CopyTagsToSnapshot"] = .some(nil)
            return own
        }
        let alone: [String: JSONValue?] = [
            // A number in RDS's words, and a text in CloudFormation's.
            "AllocatedStorage": allocatedStorage.map { .string("\($0)") }, "StorageType": storageType.text,
            "Iops": iops.number, "StorageThroughput": storageThroughput.number,
            "MaxAllocatedStorage": maxAllocatedStorage.number, "StorageEncrypted": storageEncrypted.flag,
            "KmsKeyId": kmsKeyId.text, "MasterUsername": masterUsername.text,
            "ManageMasterUserPassword": masterUserSecret.map { _ in true }, "DBName": dbName.text,
            "MultiAZ": multiAZ.flag, "AvailabilityZone": multiAZ == true ? nil : availabilityZone.text,
            "BackupRetentionPeriod": backupRetentionPeriod.number, "PreferredBackupWindow": preferredBackupWindow.text,
            "DeletionProtection": deletionProtection.flag, "LicenseModel": licenseModel.text,
            "EnableIAMDatabaseAuthentication": iamDatabaseAuthenticationEnabled.flag,
            "EnableCloudwatchLogsExports": enabledCloudwatchLogsExports.texts, "NetworkType": networkType.text,
            "OptionGroupName": (optionGroupMemberships?.first?.optionGroupName).text,
            "VPCSecurityGroups": (vpcSecurityGroups?.compactMap(\.vpcSecurityGroupId)).texts,
            "Port": (endpoint?.port).map { .string("\($0)") },
            "SourceDBInstanceIdentifier": readReplicaSourceDBInstanceIdentifier.text,
        ]
        return own.merging(alone) { $1 }
    }
}

extension RDS.DBCluster {
    /// The cluster as `AWS::RDS::DBCluster` declares it.
    var declared: [String: JSONValue?] {
        let isAurora = engine.map { DatabaseEngine($0).isAurora } ?? true
        var own: [String: JSONValue?] = [
            "DBClusterIdentifier": dbClusterIdentifier.text, "Engine": engine.text,
            "EngineVersion": engineVersion.text, "EngineMode": engineMode.text, "DatabaseName": databaseName.text,
            "MasterUsername": masterUsername.text, "ManageMasterUserPassword": masterUserSecret.map { _ in true },
            "DBSubnetGroupName": dbSubnetGroup.text, "DBClusterParameterGroupName": dbClusterParameterGroup.text,
            "VpcSecurityGroupIds": (vpcSecurityGroups?.compactMap(\.vpcSecurityGroupId)).texts,
            "StorageEncrypted": storageEncrypted.flag, "KmsKeyId": kmsKeyId.text, "Port": port.number,
            "BackupRetentionPeriod": backupRetentionPeriod.number, "PreferredBackupWindow": preferredBackupWindow.text,
            "PreferredMaintenanceWindow": preferredMaintenanceWindow.text,
            "CopyTagsToSnapshot": copyTagsToSnapshot.flag, "DeletionProtection": deletionProtection.flag,
            "EnableIAMDatabaseAuthentication": iamDatabaseAuthenticationEnabled.flag,
            "EnableCloudwatchLogsExports": enabledCloudwatchLogsExports.texts, "NetworkType": networkType.text,
            "Tags": (tagList ?? []).declared,
        ]
        guard !isAurora else {
            own["StorageType"] = storageType == "aurora" ? nil : storageType.text
            return own
        }
        let whole: [String: JSONValue?] = [
            "DBClusterInstanceClass": dbClusterInstanceClass.text, "AllocatedStorage": allocatedStorage.number,
            "StorageType": storageType.text, "Iops": iops.number, "PubliclyAccessible": publiclyAccessible.flag,
            "AutoMinorVersionUpgrade": autoMinorVersionUpgrade.flag, "MonitoringInterval": monitoringInterval.number,
            "MonitoringRoleArn": monitoringRoleArn.text,
            "PerformanceInsightsEnabled": performanceInsightsEnabled.flag,
        ]
        return own.merging(whole) { $1 }
    }
}

extension String? {
    fileprivate var text: JSONValue? { map(JSONValue.string) }
}

extension Int? {
    fileprivate var number: JSONValue? { map(JSONValue.integer) }
}

extension Bool? {
    fileprivate var flag: JSONValue? { map(JSONValue.bool) }
}

extension [String]? {
    /// Nil when there is none: CloudFormation takes no empty list of these.
    fileprivate var texts: JSONValue? {
        flatMap { $0.isEmpty ? nil : .array($0.sorted().map(JSONValue.string)) }
    }
}

extension [RDS.Tag] {
    /// Without those of AWS's own services, which nobody may declare.
    fileprivate var declared: JSONValue? {
        let own = compactMap { tag in tag.key.map { ($0, tag.value ?? "") } }
            .filter { !$0.0.hasPrefix("aws:") }.sorted { $0.0 < $1.0 }
        return own.isEmpty ? nil : .array(own.map { ["Key": .string($0.0), "Value": .string($0.1)] })
    }
}
