/// The settings of a database that a restore does not bring back unless each is given, beyond those of `InstanceFacts`.
///
/// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html
package struct RestoreSettings: Hashable, Sendable, Codable {
    /// An IAM role of the database, for one feature such as `s3Import`.
    package struct Role: Hashable, Sendable, Codable, Comparable {
        package var arn: String
        package var feature: String

        package init(arn: String, feature: String) {
            self.arn = arn
            self.feature = feature
        }

        package static func < (left: Role, right: Role) -> Bool {
            (left.arn, left.feature) < (right.arn, right.feature)
        }
    }

    /// The identifier that no other database ever has, whatever its name: its backups are found by it.
    package var resourceID: String?
    package var storageType: String?
    package var iops: Int?
    /// In MiB per second.
    package var storageThroughput: Int?
    /// In GiB: how far storage grows by itself.
    package var maxAllocatedStorage: Int?
    package var multiAZ: Bool?
    package var port: Int?
    /// Sorted.
    package var logExports: [String] = []
    /// In seconds; nil when Enhanced Monitoring is disabled.
    package var monitoringInterval: Int?
    package var monitoringRole: String?
    package var performanceInsights: Bool?
    package var performanceInsightsKey: String?
    /// In days.
    package var performanceInsightsRetention: Int?
    package var databaseInsights: String?
    package var backupWindow: String?
    package var maintenanceWindow: String?
    package var minorVersionUpgrades: Bool?
    package var copiesTags: Bool?
    package var certificateAuthority: String?
    package var networkType: String?
    /// The key of the managed master secret.
    package var masterSecretKey: String?
    /// Sorted.
    package var roles: [Role] = []
    /// Of a cluster, sorted by id; empty of an instance.
    package var members: [Member] = []
    /// Of a cluster, sorted by id.
    package var endpoints: [Endpoint] = []

    package init() {}

    /// Every setting that has a value, by its RDS name, for people and to compare.
    package var values: [String: String] {
        func flag(_ value: Bool?) -> String? { value.map { $0 ? "yes" : "no" } }
        func number(_ value: Int?) -> String? { value.map(String.init) }
        func list(_ names: [String]) -> String? { names.isEmpty ? nil : names.joined(separator: ", ") }
        return [
            "StorageType": storageType, "Iops": number(iops), "StorageThroughput": number(storageThroughput),
            "MaxAllocatedStorage": number(maxAllocatedStorage), "MultiAZ": flag(multiAZ), "Port": number(port),
            "EnabledCloudwatchLogsExports": list(logExports), "MonitoringInterval": number(monitoringInterval),
            "MonitoringRoleArn": monitoringRole, "PerformanceInsightsEnabled": flag(performanceInsights),
            "PerformanceInsightsKMSKeyId": performanceInsightsKey,
            "PerformanceInsightsRetentionPeriod": number(performanceInsightsRetention),
            "DatabaseInsightsMode": databaseInsights, "PreferredBackupWindow": backupWindow,
            "PreferredMaintenanceWindow": maintenanceWindow, "AutoMinorVersionUpgrade": flag(minorVersionUpgrades),
            "CopyTagsToSnapshot": flag(copiesTags), "CACertificateIdentifier": certificateAuthority,
            "NetworkType": networkType, "MasterUserSecretKmsKeyId": masterSecretKey,
            "AssociatedRoles": list(roles.map { "\($0.arn) (\($0.feature))" }),
        ].compactMapValues { $0 }.merging(ofCluster) { $1 }
    }
}

extension RestoreSettings {
    /// Whether IOPS and throughput can be given: RDS refuses both for gp3 volumes below 400 GiB, which have a fixed
    /// baseline.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
    package func takesIOPS(allocatedStorage: Int?) -> Bool {
        switch storageType {
        case "io1", "io2": true
        case "gp3": (allocatedStorage ?? 0) >= 400
        default: false
        }
    }
}
