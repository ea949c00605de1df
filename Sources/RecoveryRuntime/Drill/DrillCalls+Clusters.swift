import AWSCore
import AWSNames
import AWSServices
import RecoveryModel

/// The calls for clusters: RDS restores the storage, and the drill adds the instance through which it is accessed.
extension DrillCalls {
    func restoreCluster(_ order: RestoreOrder, _ cluster: ClusterOrder) async throws {
        do {
            if let snapshot = order.point.snapshot {
                try await restore(order, cluster, snapshot: snapshot)
            } else {
                try await restore(order, at: order.point.time)
            }
        } catch let error as ClientError where error.code == "DBClusterAlreadyExistsFault" {
            let page = try await client.send(RDS.describeDBClusters, .init(dbClusterIdentifier: order.target))
            let tags = [String: String](rdsTags: page.dbClusters?.first?.tagList)
            guard order.isMarked(tags) else { throw error }
        }
    }

    private func restore(_ order: RestoreOrder, _ cluster: ClusterOrder, snapshot: String) async throws {
        var input = RDS.RestoreDBClusterFromSnapshotInput(
            dbClusterIdentifier: order.target, snapshotIdentifier: snapshot, engine: cluster.engine)
        input.engineVersion = cluster.engineVersion
        input.dbSubnetGroupName = order.subnetGroup
        input.vpcSecurityGroupIds = order.securityGroups
        input.dbClusterParameterGroupName = Self.given(order.parameterGroup)
        input.deletionProtection = order.deletionProtection ?? false
        input.copyTagsToSnapshot = order.settings?.copiesTags ?? false
        input.storageType = order.settings?.storageType
        input.port = order.settings?.port
        input.networkType = order.settings?.networkType
        input.enableCloudwatchLogsExports = order.logExports
        input.enableIAMDatabaseAuthentication = order.iamAuthentication
        input.serverlessV2ScalingConfiguration = order.cluster?.scaling
        input.tags = order.tags.rdsTags
        _ = try await client.send(RDS.restoreDBClusterFromSnapshot, input)
    }

    private func restore(_ order: RestoreOrder, at instant: Instant) async throws {
        var input = RDS.RestoreDBClusterToPointInTimeInput(dbClusterIdentifier: order.target)
        input.sourceDBClusterIdentifier = order.deletedSource == nil ? order.source : nil
        input.sourceDbClusterResourceId = order.deletedSource
        input.restoreToTime = Timestamp(milliseconds: instant.milliseconds)
        input.dbSubnetGroupName = order.subnetGroup
        input.vpcSecurityGroupIds = order.securityGroups
        input.dbClusterParameterGroupName = Self.given(order.parameterGroup)
        input.deletionProtection = order.deletionProtection ?? false
        input.copyTagsToSnapshot = order.settings?.copiesTags ?? false
        input.storageType = order.settings?.storageType
        input.port = order.settings?.port
        input.networkType = order.settings?.networkType
        input.enableCloudwatchLogsExports = order.logExports
        input.enableIAMDatabaseAuthentication = order.iamAuthentication
        input.serverlessV2ScalingConfiguration = order.cluster?.scaling
        input.tags = order.tags.rdsTags
        _ = try await client.send(RDS.restoreDBClusterToPointInTime, input)
    }

    /// Adds the instance; an existing one with the same tag counts as success. A recovery's has all settings of its own.
    func addMember(_ order: RestoreOrder) async throws {
        guard let cluster = order.cluster else { return }
        do {
            var input = RDS.CreateDBInstanceInput(
                dbInstanceIdentifier: cluster.member, dbInstanceClass: order.instanceClass, engine: cluster.engine)
            input.dbClusterIdentifier = order.target
            input.dbParameterGroupName = Self.given(cluster.memberParameterGroup)
            input.publiclyAccessible = false
            input.autoMinorVersionUpgrade = false
            input.tags = order.tags.rdsTags
            if let member = cluster.members?.first { input.fill(from: member, tags: order.tags) }
            _ = try await client.send(RDS.createDBInstance, input)
        } catch let error as ClientError where error.code == "DBInstanceAlreadyExists" {
            let page = try await client.send(RDS.describeDBInstances, .init(dbInstanceIdentifier: cluster.member))
            let tags = [String: String](rdsTags: page.dbInstances?.first?.tagList)
            guard order.isMarked(tags) else { throw error }
        }
    }

    func takeClusterSnapshot(_ id: String, of source: String, tags: [String: String]) async throws -> Bool {
        do {
            var input = RDS.CreateDBClusterSnapshotInput(dbClusterSnapshotIdentifier: id, dbClusterIdentifier: source)
            input.tags = tags.rdsTags
            _ = try await client.send(RDS.createDBClusterSnapshot, input)
            return true
        } catch let error as ClientError where error.code == "DBClusterSnapshotAlreadyExistsFault" {
            return false
        }
    }

    func clusterSnapshot(_ id: String) async throws -> SnapshotFacts {
        let page = try await client.send(RDS.describeDBClusterSnapshots, .init(dbClusterSnapshotIdentifier: id))
        guard let facts = page.dbClusterSnapshots?.first.flatMap(SnapshotFacts.init(described:)) else {
            throw DrillProblem(
                phase: .snapshot, operation: "rds:DescribeDBClusterSnapshots",
                reason: "cluster snapshot \(id) not found")
        }
        return facts
    }

    /// Deletes the members, then the cluster with its automated backups and without a final snapshot: RDS deletes a
    /// cluster once all its members are being deleted. Members need no final snapshot, since they have no storage.
    func deleteCluster(_ id: String, members: [String]) async throws {
        for member in members {
            do {
                var input = RDS.DeleteDBInstanceInput(dbInstanceIdentifier: member)
                input.skipFinalSnapshot = true
                _ = try await client.send(RDS.deleteDBInstance, input)
            } catch let error as ClientError where error.code == "DBInstanceNotFound" {}
        }
        do {
            var input = RDS.DeleteDBClusterInput(dbClusterIdentifier: id)
            input.skipFinalSnapshot = true
            input.deleteAutomatedBackups = true
            _ = try await client.send(RDS.deleteDBCluster, input)
        } catch let error as ClientError where error.code == "DBClusterNotFoundFault" {}
    }

    func deleteClusterSnapshot(_ id: String) async throws {
        do {
            _ = try await client.send(RDS.deleteDBClusterSnapshot, .init(dbClusterSnapshotIdentifier: id))
        } catch let error as ClientError where error.code == "DBClusterSnapshotNotFoundFault" {}
    }

    func setClusterPassword(_ password: Redacted<String>, of id: String) async throws {
        var input = RDS.ModifyDBClusterInput(dbClusterIdentifier: id)
        input.masterUserPassword = password
        input.applyImmediately = true
        _ = try await client.send(RDS.modifyDBCluster, input)
    }
}

extension ClusterOrder {
    fileprivate var scaling: RDS.ServerlessV2ScalingConfiguration? {
        capacity.map { .init(minCapacity: $0.minimum, maxCapacity: $0.maximum) }
    }
}

extension RDS.CreateDBInstanceInput {
    /// A member as production has it.
    ///
    /// - Parameter marks: The tags of the cluster, among them those that say whose it is.
    fileprivate mutating func fill(from member: RestoreSettings.Member, tags marks: [String: String]) {
        dbInstanceClass = member.instanceClass
        promotionTier = member.promotionTier
        dbParameterGroupName = DrillCalls.given(member.parameterGroup)
        availabilityZone = member.zone
        caCertificateIdentifier = member.certificateAuthority
        monitoringInterval = member.monitoringInterval
        monitoringRoleArn = member.monitoringRole
        enablePerformanceInsights = member.performanceInsights
        performanceInsightsKMSKeyId = member.performanceInsightsKey
        performanceInsightsRetentionPeriod = member.performanceInsightsRetention
        autoMinorVersionUpgrade = member.minorVersionUpgrades
        preferredMaintenanceWindow = member.maintenanceWindow
        publiclyAccessible = member.publiclyAccessible ?? false
        let own = member.tags.map { $0.merging(marks.filter { $0.key.hasPrefix("drctl:") }) { $1 } }
        tags = (own ?? marks).rdsTags
    }
}
