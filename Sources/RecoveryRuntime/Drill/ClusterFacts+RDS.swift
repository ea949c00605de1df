import AWSCore
import AWSNames
import AWSServices
import RecoveryModel

extension InstanceFacts {
    /// A cluster with its members among the given instances; nil when the description lacks an identifying field.
    init?(described cluster: RDS.DBCluster, instances: [RDS.DBInstance]) {
        guard let id = cluster.dbClusterIdentifier, let arn = cluster.dbClusterArn, let status = cluster.status else {
            return nil
        }
        let members = instances.filter { $0.dbClusterIdentifier == id }
        let writers = Set(
            (cluster.dbClusterMembers ?? []).filter { $0.isClusterWriter == true }.map(\.dbInstanceIdentifier))
        let writer = members.first { writers.contains($0.dbInstanceIdentifier) } ?? members.first
        self.init(
            id: id, arn: arn, status: status, engine: cluster.engine ?? "", engineVersion: cluster.engineVersion ?? "",
            instanceClass: writer?.dbInstanceClass ?? "")
        kind = .cluster
        self.members = members.compactMap { instance in
            instance.dbInstanceIdentifier.map {
                Member(
                    id: $0, status: instance.dbInstanceStatus ?? "", tags: .init(rdsTags: instance.tagList),
                    resourceID: instance.dbiResourceId)
            }
        }.sorted { $0.id < $1.id }
        capacity = ServerlessCapacity(described: cluster)
        allocatedStorage = cluster.allocatedStorage
        host = cluster.endpoint
        readerHost = cluster.readerEndpoint
        hasEndpoints = !(cluster.customEndpoints ?? []).isEmpty
        port = cluster.port
        masterUser = cluster.masterUsername
        database = cluster.databaseName
        masterSecret = cluster.masterUserSecret?.secretArn
        tags = [String: String](rdsTags: cluster.tagList)
        subnetGroup = cluster.dbSubnetGroup
        securityGroups = cluster.vpcSecurityGroups?.compactMap(\.vpcSecurityGroupId).sorted()
        parameterGroup = cluster.dbClusterParameterGroup
        memberParameterGroup = writer?.dbParameterGroups?.first?.dbParameterGroupName
        encryptionKey = cluster.storageEncrypted == true ? cluster.kmsKeyId : nil
        publiclyAccessible = Self.isReachable(members)
        deletionProtection = cluster.deletionProtection
        iamAuthentication = cluster.iamDatabaseAuthenticationEnabled
        backupRetentionDays = cluster.backupRetentionPeriod
        earliestRestorable = cluster.earliestRestorableTime.map { Instant(milliseconds: $0.milliseconds) }
        latestRestorable = cluster.latestRestorableTime.map { Instant(milliseconds: $0.milliseconds) }
        otherSettings = Self.otherSettings(cluster)
        settings = RestoreSettings(described: cluster, members: members)
    }

    /// True when any member is public, false when no member is, or none exists; nil when that cannot be told.
    private static func isReachable(_ members: [RDS.DBInstance]) -> Bool? {
        if members.contains(where: { $0.publiclyAccessible == true }) { return true }
        return members.allSatisfy { $0.publiclyAccessible == false } ? false : nil
    }

    /// Settings that a restore does not carry over by itself, by their RDS names.
    private static func otherSettings(_ cluster: RDS.DBCluster) -> [String: String] {
        var settings: [String: String] = [:]
        let roles = (cluster.associatedRoles ?? []).compactMap(\.roleArn).sorted()
        settings["AssociatedRoles"] = roles.isEmpty ? nil : roles.joined(separator: ", ")
        settings["CopyTagsToSnapshot"] = cluster.copyTagsToSnapshot.map { $0 ? "yes" : "no" }
        let logs = (cluster.enabledCloudwatchLogsExports ?? []).sorted()
        settings["EnabledCloudwatchLogsExports"] = logs.isEmpty ? nil : logs.joined(separator: ", ")
        settings["Members"] = String(cluster.dbClusterMembers?.count ?? 0)
        settings["MultiAZ"] = cluster.multiAZ.map { $0 ? "yes" : "no" }
        settings["ServerlessV2ScalingConfiguration"] = ServerlessCapacity(described: cluster).map {
            "\($0.minimum) to \($0.maximum) ACU"
        }
        settings["StorageType"] = cluster.storageType
        return settings
    }
}

extension ServerlessCapacity {
    /// Nil when the cluster has no scaling range.
    fileprivate init?(described cluster: RDS.DBCluster) {
        guard let range = cluster.serverlessV2ScalingConfiguration, let least = range.minCapacity,
            let most = range.maxCapacity
        else { return nil }
        self.init(minimum: least, maximum: most)
    }
}

extension SnapshotFacts {
    /// A cluster snapshot; nil when the description lacks an identifying field.
    init?(described snapshot: RDS.DBClusterSnapshot) {
        guard let id = snapshot.dbClusterSnapshotIdentifier, let status = snapshot.status else { return nil }
        // For a copy RDS does not report the time of the original, which is older than the copy: see
        // CopiedSnapshotTime.
        let isCopy = !(snapshot.sourceDBClusterSnapshotArn ?? "").isEmpty
        let time = isCopy ? nil : snapshot.snapshotCreateTime
        self.init(
            id: id, type: snapshot.snapshotType ?? "", status: status,
            createdAt: time.map { Instant(milliseconds: $0.milliseconds) }, engine: snapshot.engine ?? "",
            instance: snapshot.dbClusterIdentifier ?? "")
        engineVersion = snapshot.engineVersion
        original = isCopy ? snapshot.sourceDBClusterSnapshotArn : nil
        sourceRegion = original.flatMap { ARN($0)?.region }.map { Region($0) }
        encryptionKey = snapshot.storageEncrypted == true ? snapshot.kmsKeyId : nil
    }
}
