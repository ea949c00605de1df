import AWSCore
import AWSServices
import RecoveryEngine
import RecoveryModel

/// What a recovered cluster gets after its restore: members have theirs since they were created.
extension DrillCalls {
    func configureCluster(_ settings: SettingsToRestore) async throws {
        // Before the modification, while the cluster is available: RDS takes neither of one that is being modified.
        for role in settings.roles {
            do {
                var input = RDS.AddRoleToDBClusterInput(dbClusterIdentifier: settings.id, roleArn: role.arn)
                input.featureName = role.feature.isEmpty ? nil : role.feature
                _ = try await client.send(RDS.addRoleToDBCluster, input)
            } catch let error as ClientError where error.code == "DBClusterRoleAlreadyExists" {}
        }
        for endpoint in settings.endpoints ?? [] { try await add(endpoint, to: settings.id) }
        if settings.modifies {
            var input = RDS.ModifyDBClusterInput(dbClusterIdentifier: settings.id)
            input.applyImmediately = true
            input.engineVersion = settings.engineVersion
            input.backupRetentionPeriod = settings.backupRetention
            input.preferredBackupWindow = settings.backupWindow
            input.preferredMaintenanceWindow = settings.maintenanceWindow
            input.databaseInsightsMode = settings.databaseInsights.map { RDS.DatabaseInsightsMode(rawValue: $0) }
            input.enablePerformanceInsights = settings.performanceInsights
            input.performanceInsightsKMSKeyId = settings.performanceInsightsKey
            input.performanceInsightsRetentionPeriod = settings.performanceInsightsRetention
            if settings.managesMasterSecret {
                input.manageMasterUserPassword = true
                input.masterUserSecretKmsKeyId = settings.masterSecretKey
            }
            _ = try await client.send(RDS.modifyDBCluster, input)
        }
    }

    /// Adds a custom endpoint; one of that name that is the cluster's counts as success.
    private func add(_ endpoint: RestoreSettings.Endpoint, to cluster: String) async throws {
        do {
            var input = RDS.CreateDBClusterEndpointInput(
                dbClusterIdentifier: cluster, dbClusterEndpointIdentifier: endpoint.id, endpointType: endpoint.type)
            input.staticMembers = endpoint.members.isEmpty ? nil : endpoint.members
            input.excludedMembers = endpoint.excludedMembers
            _ = try await client.send(RDS.createDBClusterEndpoint, input)
        } catch let error as ClientError where error.code == "DBClusterEndpointAlreadyExistsFault" {
            let own = try await DatabaseListing.endpoints(of: cluster, client)
            guard own.contains(where: { $0.id == endpoint.id }) else { throw error }
        }
    }
}
