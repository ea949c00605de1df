import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

/// The changing calls of a recovery after its restore, each of which can be repeated safely. None of them deletes.
extension DrillCalls {
    /// Brings back the settings that a restore request cannot carry.
    func configure(_ settings: SettingsToRestore) async throws {
        if settings.kind == .cluster { return try await configureCluster(settings) }
        if settings.modifies {
            var input = RDS.ModifyDBInstanceInput(dbInstanceIdentifier: settings.id)
            input.applyImmediately = true
            input.backupRetentionPeriod = settings.backupRetention
            input.preferredBackupWindow = settings.backupWindow
            input.preferredMaintenanceWindow = settings.maintenanceWindow
            input.maxAllocatedStorage = settings.maxAllocatedStorage
            input.monitoringInterval = settings.monitoringInterval
            input.monitoringRoleArn = settings.monitoringRole
            input.enablePerformanceInsights = settings.performanceInsights
            input.performanceInsightsKMSKeyId = settings.performanceInsightsKey
            input.performanceInsightsRetentionPeriod = settings.performanceInsightsRetention
            input.databaseInsightsMode = settings.databaseInsights.map { RDS.DatabaseInsightsMode(rawValue: $0) }
            if settings.managesMasterSecret {
                input.manageMasterUserPassword = true
                input.masterUserSecretKmsKeyId = settings.masterSecretKey
            }
            _ = try await client.send(RDS.modifyDBInstance, input)
        }
        for role in settings.roles {
            do {
                _ = try await client.send(
                    RDS.addRoleToDBInstance,
                    .init(dbInstanceIdentifier: settings.id, roleArn: role.arn, featureName: role.feature))
            } catch let error as ClientError where error.code == "DBInstanceRoleAlreadyExists" {}
        }
    }

    /// Enables deletion protection, so that nobody deletes what may be needed still.
    func protect(_ id: String, resource: String?) async throws {
        guard let database = try await found(id, resource) else {
            throw missing(id)
        }
        guard database.deletionProtection != true else { return }
        switch kind {
        case .instance:
            var input = RDS.ModifyDBInstanceInput(dbInstanceIdentifier: id)
            (input.deletionProtection, input.applyImmediately) = (true, true)
            _ = try await client.send(RDS.modifyDBInstance, input)
        case .cluster:
            var input = RDS.ModifyDBClusterInput(dbClusterIdentifier: id)
            (input.deletionProtection, input.applyImmediately) = (true, true)
            _ = try await client.send(RDS.modifyDBCluster, input)
        }
    }

    /// Gives a database another name. One that has it already counts as success.
    ///
    /// - Parameter resource: The resource id that the database must have.
    func rename(_ id: String, to name: String, resource: String?) async throws {
        if let renamed = try await DatabaseListing.one(name, kind, client) {
            guard let resource, renamed.settings?.resourceID == resource else {
                throw problem("a database \(name) exists already")
            }
            return
        }
        guard let database = try await found(id, resource) else { throw missing(id) }
        guard database.status != "renaming" else { return }
        switch kind {
        case .instance:
            var input = RDS.ModifyDBInstanceInput(dbInstanceIdentifier: id)
            (input.newDBInstanceIdentifier, input.applyImmediately) = (name, true)
            _ = try await client.send(RDS.modifyDBInstance, input)
        case .cluster:
            var input = RDS.ModifyDBClusterInput(dbClusterIdentifier: id)
            (input.newDBClusterIdentifier, input.applyImmediately) = (name, true)
            _ = try await client.send(RDS.modifyDBCluster, input)
        }
    }

    /// The database of that name; throws when it is another one than was seen before.
    private func found(_ id: String, _ resource: String?) async throws -> InstanceFacts? {
        guard let database = try await DatabaseListing.one(id, kind, client) else { return nil }
        guard let resource, database.settings?.resourceID == resource else {
            throw problem("\(id) is not the database that this recovery has seen under that name")
        }
        return database
    }

    private func missing(_ id: String) -> DrillProblem { problem("no database \(id) exists") }

    private func problem(_ reason: String) -> DrillProblem {
        DrillProblem(
            phase: .switchover,
            operation: kind.pick(instance: "rds:ModifyDBInstance", cluster: "rds:ModifyDBCluster"), reason: reason)
    }
}
