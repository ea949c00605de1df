import AWSCore
import AWSServices
import RecoveryModel

extension ChangeExecutor {
    /// - Returns: The settings that wait for the maintenance window, by name.
    func execute(_ change: DatabaseChange) async throws -> [String] {
        switch change {
        case .modify(let kind, let id, let settings): return try await modify(kind, id, settings)
        case .modifyMember(let id, _, let setting): return try await modify(.instance, id, [setting])
        case .createParameterGroup(let group, let family, let tags): try await create(group, family, tags)
        case .setParameter(let group, let name, let value, let isDynamic):
            let parameter = RDS.Parameter(
                parameterName: name, parameterValue: value.after,
                applyMethod: .init(rawValue: isDynamic ? "immediate" : "pending-reboot"))
            switch group.kind {
            case .instance:
                _ = try await client.send(
                    RDS.modifyDBParameterGroup, .init(dbParameterGroupName: group.name, parameters: [parameter]))
            case .cluster:
                _ = try await client.send(
                    RDS.modifyDBClusterParameterGroup,
                    .init(dbClusterParameterGroupName: group.name, parameters: [parameter]))
            }
        case .restart(let kind, let id, let members):
            try await waiting.untilAvailable(kind, id)
            switch kind {
            case .instance: try await reboot(id)
            case .cluster where members.isEmpty:
                try await accepting(["InvalidDBClusterStateFault"]) {
                    _ = try await client.send(RDS.rebootDBCluster, .init(dbClusterIdentifier: id))
                }
            case .cluster:
                // One after the other, so that some member always answers.
                for member in members {
                    try await reboot(member)
                    try await waiting.untilAvailable(.instance, member)
                }
            }
            try await waiting.untilAvailable(kind, id)
        case .unshareSnapshot(let kind, let id, _, let accounts): try await unshare(kind, id, from: accounts)
        case .replicateBackups(let replication): try await replicate(replication)
        }
        return []
    }

    /// Changes a database at once: a setting that waits for a maintenance window protects nothing yet. What is queued for
    /// that window would be made at once too, so then only what RDS never lets wait is sent; and what restarts the database
    /// is queued itself, unless its window is open or it was asked for now.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
    /// - Throws: `QueuedChange` after everything that could be set was set.
    private func modify(_ kind: DatabaseKind, _ id: String, _ settings: [DatabaseSetting]) async throws -> [String] {
        // RDS refuses changes while the database is busy with another one.
        let before = try await waiting.untilAvailable(kind, id)
        let pending = try before.pendingModifications.get()
        let parts = DatabaseModification(settings, pending: pending, timing: timing)
        if !parts.atOnce.isEmpty {
            try await send(kind, id, parts.atOnce, immediately: parts.isImmediate)
            try await waiting.untilSettled(kind, id, besides: pending) { database in
                parts.atOnce.allSatisfy { $0.isInForce(on: database) }
            }
        }
        if !parts.toQueue.isEmpty {
            try await send(kind, id, parts.toQueue, immediately: false)
            try await waiting.untilQueued(kind, id, parts.toQueue)
        }
        guard parts.held.isEmpty else {
            throw QueuedChange(
                settings: parts.held.map(\.name), queued: pending,
                window: before.maintenanceWindow.value??.description)
        }
        return parts.waiting.map(\.name)
    }

    /// One call for all of the settings. One whose answer was lost is under way: the wait that follows tells whether it is
    /// in force.
    private func send(
        _ kind: DatabaseKind, _ id: String, _ settings: [DatabaseSetting], immediately: Bool
    ) async throws {
        switch kind {
        case .instance:
            var input = RDS.ModifyDBInstanceInput(dbInstanceIdentifier: id)
            input.applyImmediately = immediately
            for setting in settings { setting.fill(&input) }
            try await accepting(["InvalidDBInstanceState", "InvalidDBInstanceStateFault"]) {
                _ = try await client.send(RDS.modifyDBInstance, input)
            }
        case .cluster:
            var input = RDS.ModifyDBClusterInput(dbClusterIdentifier: id)
            input.applyImmediately = immediately
            for setting in settings { try setting.fill(&input) }
            try await accepting(["InvalidDBClusterStateFault"]) {
                _ = try await client.send(RDS.modifyDBCluster, input)
            }
        }
    }

    /// A reboot whose answer was lost is under way when it is asked for again: the wait that follows tells its end.
    private func reboot(_ instance: String) async throws {
        try await accepting(["InvalidDBInstanceState", "InvalidDBInstanceStateFault"]) {
            _ = try await client.send(RDS.rebootDBInstance, .init(dbInstanceIdentifier: instance))
        }
    }

    /// A snapshot that was deleted meanwhile is as good: nobody restores it.
    private func unshare(_ kind: DatabaseKind, _ id: String, from accounts: [String]) async throws {
        do {
            switch kind {
            case .instance:
                _ = try await client.send(
                    RDS.modifyDBSnapshotAttribute,
                    .init(dbSnapshotIdentifier: id, attributeName: "restore", valuesToRemove: accounts))
            case .cluster:
                _ = try await client.send(
                    RDS.modifyDBClusterSnapshotAttribute,
                    .init(dbClusterSnapshotIdentifier: id, attributeName: "restore", valuesToRemove: accounts))
            }
        } catch let error as ClientError
            where ["DBSnapshotNotFound", "DBClusterSnapshotNotFoundFault"].contains(error.code ?? "")
        {}
    }

    /// A group that an interrupted run created is as good: the steps that follow set what it must hold.
    private func create(
        _ group: DatabaseChange.ParameterGroup, _ family: String, _ tags: [String: String]
    ) async throws {
        do {
            switch group.kind {
            case .instance:
                _ = try await client.send(
                    RDS.createDBParameterGroup,
                    .init(
                        dbParameterGroupName: group.name, dbParameterGroupFamily: family,
                        description: group.summary, tags: tags.rdsTags))
            case .cluster:
                _ = try await client.send(
                    RDS.createDBClusterParameterGroup,
                    .init(
                        dbClusterParameterGroupName: group.name, dbParameterGroupFamily: family,
                        description: group.summary, tags: tags.rdsTags))
            }
        } catch let error as ClientError where error.code == "DBParameterGroupAlreadyExists" {}
    }
}

/// Settings that cannot be made now without making at once what somebody else has queued for the maintenance window.
struct QueuedChange: Error, CustomStringConvertible {
    let settings: [String]
    let queued: [String]
    let window: String?

    var description: String {
        """
        \(settings.joined(separator: ", ")) would also make at once what is queued for the maintenance window\
        \(window.map { " \($0) UTC" } ?? ""): \(queued.joined(separator: ", ")); everything else of the step is done
        """
    }
}

/// A setting that RDS does not take for the kind of database: no plan holds one.
struct UnsupportedSetting: Error, CustomStringConvertible {
    let description: String
}

extension DatabaseSetting {
    /// Puts the setting into the call for an instance.
    fileprivate func fill(_ input: inout RDS.ModifyDBInstanceInput) {
        switch self {
        case .backupRetention(let days): input.backupRetentionPeriod = days.after
        case .backupWindow(let window): input.preferredBackupWindow = window.after.description
        case .maintenanceWindow(let window): input.preferredMaintenanceWindow = window.after.description
        case .deletionProtection(let flag): input.deletionProtection = flag.after
        case .copyTagsToSnapshots(let flag): input.copyTagsToSnapshot = flag.after
        case .publicAccess(let flag): input.publiclyAccessible = flag.after
        case .multiAZ(let flag): input.multiAZ = flag.after
        case .minorVersionUpgrades(let flag): input.autoMinorVersionUpgrade = flag.after
        case .iamAuthentication(let flag): input.enableIAMDatabaseAuthentication = flag.after
        case .logExports(let types):
            input.cloudwatchLogsExportConfiguration = .init(enableLogTypes: types.added)
        case .parameterGroup(let group): input.dbParameterGroupName = group.after
        case .storageLimit(let limit): input.maxAllocatedStorage = limit.after
        }
    }

    /// Puts the setting into the call for a cluster.
    ///
    /// - Throws: `UnsupportedSetting` for what a cluster has by its members only.
    fileprivate func fill(_ input: inout RDS.ModifyDBClusterInput) throws {
        switch self {
        case .backupRetention(let days): input.backupRetentionPeriod = days.after
        case .backupWindow(let window): input.preferredBackupWindow = window.after.description
        case .maintenanceWindow(let window): input.preferredMaintenanceWindow = window.after.description
        case .deletionProtection(let flag): input.deletionProtection = flag.after
        case .copyTagsToSnapshots(let flag): input.copyTagsToSnapshot = flag.after
        case .publicAccess, .multiAZ, .storageLimit:
            throw UnsupportedSetting(description: "a cluster has no \(name) of its own")
        case .minorVersionUpgrades(let flag): input.autoMinorVersionUpgrade = flag.after
        case .iamAuthentication(let flag): input.enableIAMDatabaseAuthentication = flag.after
        case .logExports(let types):
            input.cloudwatchLogsExportConfiguration = .init(enableLogTypes: types.added)
        case .parameterGroup(let group): input.dbClusterParameterGroupName = group.after
        }
    }
}

extension Edit<[String]> {
    /// What is there afterwards and was not before.
    fileprivate var added: [String] { after.filter { !(before ?? []).contains($0) } }
}
