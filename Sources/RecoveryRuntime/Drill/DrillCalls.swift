import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// The changing calls of a drill, each of which can be repeated safely.
struct DrillCalls: Sendable {
    let client: AWSClient
    /// The kind of database: clusters have separate operations.
    let kind: DatabaseKind

    /// Requests the restore; an existing instance with the drill's tag counts as success.
    func restore(_ order: RestoreOrder) async throws {
        if let cluster = order.cluster { return try await restoreCluster(order, cluster) }
        do {
            if let snapshot = order.point.snapshot {
                try await restore(order, snapshot: snapshot)
            } else {
                try await restore(order, at: order.point.time)
            }
        } catch let error as ClientError where error.code == "DBInstanceAlreadyExists" {
            let page = try await client.send(RDS.describeDBInstances, .init(dbInstanceIdentifier: order.target))
            let tags = [String: String](rdsTags: page.dbInstances?.first?.tagList)
            guard order.isMarked(tags) else { throw error }
        }
    }

    private func restore(_ order: RestoreOrder, snapshot: String) async throws {
        var input = RDS.RestoreDBInstanceFromDBSnapshotInput(dbInstanceIdentifier: order.target)
        input.dbSnapshotIdentifier = snapshot
        input.dbInstanceClass = order.instanceClass
        input.dbSubnetGroupName = order.subnetGroup
        input.vpcSecurityGroupIds = order.securityGroups
        input.dbParameterGroupName = Self.given(order.parameterGroup)
        input.optionGroupName = Self.given(order.optionGroup)
        input.multiAZ = order.settings?.multiAZ ?? false
        input.publiclyAccessible = order.publiclyAccessible ?? false
        input.deletionProtection = order.deletionProtection ?? false
        input.autoMinorVersionUpgrade = order.settings?.minorVersionUpgrades ?? false
        input.copyTagsToSnapshot = order.settings?.copiesTags ?? false
        input.storageType = order.settings?.storageType
        input.iops = order.iops
        input.storageThroughput = order.storageThroughput
        input.port = order.settings?.port
        input.caCertificateIdentifier = order.settings?.certificateAuthority
        input.networkType = order.settings?.networkType
        input.enableCloudwatchLogsExports = order.logExports
        input.enableIAMDatabaseAuthentication = order.iamAuthentication
        input.tags = order.tags.rdsTags
        _ = try await client.send(RDS.restoreDBInstanceFromDBSnapshot, input)
    }

    private func restore(_ order: RestoreOrder, at instant: Instant) async throws {
        var input = RDS.RestoreDBInstanceToPointInTimeInput(targetDBInstanceIdentifier: order.target)
        input.sourceDBInstanceIdentifier = order.deletedSource == nil ? order.source : nil
        // A replica in another region is named by its ARN.
        if let backup = order.deletedSource {
            if backup.hasPrefix("arn:") {
                input.sourceDBInstanceAutomatedBackupsArn = backup
            } else {
                input.sourceDbiResourceId = backup
            }
        }
        input.restoreTime = Timestamp(milliseconds: instant.milliseconds)
        input.dbInstanceClass = order.instanceClass
        input.dbSubnetGroupName = order.subnetGroup
        input.vpcSecurityGroupIds = order.securityGroups
        input.dbParameterGroupName = Self.given(order.parameterGroup)
        input.optionGroupName = Self.given(order.optionGroup)
        input.multiAZ = order.settings?.multiAZ ?? false
        input.publiclyAccessible = order.publiclyAccessible ?? false
        input.deletionProtection = order.deletionProtection ?? false
        input.autoMinorVersionUpgrade = order.settings?.minorVersionUpgrades ?? false
        input.copyTagsToSnapshot = order.settings?.copiesTags ?? false
        input.storageType = order.settings?.storageType
        input.iops = order.iops
        input.storageThroughput = order.storageThroughput
        input.port = order.settings?.port
        input.caCertificateIdentifier = order.settings?.certificateAuthority
        input.networkType = order.settings?.networkType
        input.enableCloudwatchLogsExports = order.logExports
        input.enableIAMDatabaseAuthentication = order.iamAuthentication
        input.tags = order.tags.rdsTags
        _ = try await client.send(RDS.restoreDBInstanceToPointInTime, input)
    }

    /// Nil for RDS's default groups, which it uses anyway and some of which cannot be named in a call.
    static func given(_ group: String?) -> String? {
        group.flatMap { $0.hasPrefix("default.") || $0.hasPrefix("default:") ? nil : $0 }
    }

    /// Requests a snapshot.
    ///
    /// - Returns: False when one of that name is there already: it may be another's.
    func takeSnapshot(_ id: String, of source: String, tags: [String: String]) async throws -> Bool {
        if kind == .cluster { return try await takeClusterSnapshot(id, of: source, tags: tags) }
        do {
            var input = RDS.CreateDBSnapshotInput(dbSnapshotIdentifier: id, dbInstanceIdentifier: source)
            input.tags = tags.rdsTags
            _ = try await client.send(RDS.createDBSnapshot, input)
            return true
        } catch let error as ClientError where error.code == "DBSnapshotAlreadyExists" {
            return false
        }
    }

    /// Requests a copy of another account's snapshot.
    ///
    /// - Returns: False when a snapshot of that name is there already: it may be another's.
    func copySnapshot(_ id: String, from arn: String, key: String?, tags: [String: String]) async throws -> Bool {
        do {
            var input = RDS.CopyDBSnapshotInput(sourceDBSnapshotIdentifier: arn, targetDBSnapshotIdentifier: id)
            input.kmsKeyId = key
            input.tags = tags.rdsTags
            _ = try await client.send(RDS.copyDBSnapshot, input)
            return true
        } catch let error as ClientError where error.code == "DBSnapshotAlreadyExists" {
            return false
        }
    }

    /// Why a snapshot is not the drill's; nil when it is, or is not there.
    func refusal(ofSnapshot id: String, _ request: DrillRequest) async throws -> String? {
        do {
            let tags: [RDS.Tag]?
            var original: String?
            if kind == .cluster {
                let page = try await client.send(
                    RDS.describeDBClusterSnapshots, .init(dbClusterSnapshotIdentifier: id))
                guard let found = page.dbClusterSnapshots?.first else { return nil }
                tags = found.tagList
            } else {
                let page = try await client.send(RDS.describeDBSnapshots, .init(dbSnapshotIdentifier: id))
                guard let found = page.dbSnapshots?.first else { return nil }
                (tags, original) = (found.tagList, found.sourceDBSnapshotIdentifier)
            }
            return TeardownGuard.refusal(ofSnapshot: id, tags: .init(rdsTags: tags), original: original, request)
        } catch let error as ClientError where error.saysNoSuchSnapshot {
            return nil
        }
    }

    /// The snapshot as RDS describes it now.
    func snapshot(_ id: String) async throws -> SnapshotFacts {
        if kind == .cluster { return try await clusterSnapshot(id) }
        let found = try await client.send(RDS.describeDBSnapshots, .init(dbSnapshotIdentifier: id)).dbSnapshots
        guard let facts = found?.first.flatMap(SnapshotFacts.init(described:)) else {
            throw DrillProblem(
                phase: .snapshot, operation: "rds:DescribeDBSnapshots", reason: "snapshot \(id) not found")
        }
        return facts
    }

    /// Deletes an instance with its automated backups and without a final snapshot, so that nothing of a drill is left.
    /// An already deleted instance counts as success.
    func deleteInstance(_ id: String) async throws {
        do {
            var input = RDS.DeleteDBInstanceInput(dbInstanceIdentifier: id)
            input.skipFinalSnapshot = true
            input.deleteAutomatedBackups = true
            _ = try await client.send(RDS.deleteDBInstance, input)
        } catch let error as ClientError where error.code == "DBInstanceNotFound" {}
    }

    /// Deletes a snapshot. An already deleted snapshot counts as success.
    func deleteSnapshot(_ id: String) async throws {
        if kind == .cluster { return try await deleteClusterSnapshot(id) }
        do {
            _ = try await client.send(RDS.deleteDBSnapshot, .init(dbSnapshotIdentifier: id))
        } catch let error as ClientError where error.code == "DBSnapshotNotFound" {}
    }

    /// Sets another master password immediately.
    func setPassword(_ password: Redacted<String>, of id: String) async throws {
        if kind == .cluster { return try await setClusterPassword(password, of: id) }
        var input = RDS.ModifyDBInstanceInput(dbInstanceIdentifier: id)
        input.masterUserPassword = password
        input.applyImmediately = true
        _ = try await client.send(RDS.modifyDBInstance, input)
    }
}

extension RestoreOrder {
    /// True when the tags are of what this order restores.
    func isMarked(_ tags: [String: String]) -> Bool {
        [DrillTag.drill, DrillTag.recovery].allSatisfy { self.tags[$0] == tags[$0] }
    }

    private var takesIOPS: Bool { settings?.takesIOPS(allocatedStorage: allocatedStorage) ?? false }

    var iops: Int? { takesIOPS ? settings?.iops : nil }

    fileprivate var storageThroughput: Int? { takesIOPS ? settings?.storageThroughput : nil }

    var logExports: [String]? {
        settings.flatMap { $0.logExports.isEmpty ? nil : $0.logExports }
    }
}

extension ClientError {
    /// The description without the operation, for texts that name the operation already.
    var reason: String {
        let (text, operation) = ("\(self)", "\(operation): ")
        return text.hasPrefix(operation) ? String(text.dropFirst(operation.count)) : text
    }

    /// True when a later retry can succeed.
    var isTransient: Bool {
        switch cause {
        case .transport, .deadline: return true
        case .service(let error):
            return error.status >= 500 || error.status == 429 || error.code.contains("Throttl")
                || [
                    "InvalidDBInstanceState", "InvalidDBInstanceStateFault", "InvalidDBClusterStateFault",
                    "InvalidDBSnapshotState", "InvalidDBSnapshotStateFault", "InvalidDBClusterSnapshotStateFault",
                    "RequestLimitExceeded", "SlowDown",
                ]
                .contains(error.code)
        case .input, .endpoint, .credentials, .response: return false
        }
    }
}

extension ClientError {
    /// True when an instance snapshot or cluster snapshot was not found.
    var saysNoSuchSnapshot: Bool { code == "DBSnapshotNotFound" || code == "DBClusterSnapshotNotFoundFault" }
}
