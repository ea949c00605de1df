import AWSCore
import AWSServices
import RecoveryEngine
package import RecoveryModel

extension DrillFactsCollector {
    /// Of a deleted source, the automated backups that AWS has retained; of a live one, nothing is to be found.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html
    func findBackups(_ mission: RecoveryMission, _ facts: inout DrillFacts) async throws {
        facts.isSourceLive = facts.source != nil
        guard facts.source == nil else { return }
        var lost = mission.database
        do {
            let backups = try await RetainedBackup.all(of: lost.id, lost.kind, environment.client)
            switch RetainedBackup.choose(backups, resource: lost.settings?.resourceID, of: lost.id) {
            case .success(let backup):
                lost.earliestRestorable = backup.earliest
                lost.latestRestorable = backup.latest
                // Backups that were retained can be restored from, whatever retention is known.
                lost.backupRetentionDays = max(1, lost.backupRetentionDays ?? 1)
                facts.retainedBackup = backup.resource
            case .failure(let refusal): facts.backupFailure = refusal.reason
            }
        } catch let error as ClientError {
            facts.backupFailure = "the retained backups of \(lost.id) could not be read: \(error)"
        }
        facts.source = lost
    }
}

/// The automated backups of a deleted database.
struct RetainedBackup: Hashable, Sendable {
    /// Why none of them is meant.
    struct Obstacle: Error {
        let reason: String
    }

    var resource: String
    var earliest: Instant?
    var latest: Instant?

    /// All of a name: several databases may have had it one after another.
    ///
    /// - Throws: `ClientError`.
    static func all(of id: String, _ kind: DatabaseKind, _ client: AWSClient) async throws -> [RetainedBackup] {
        switch kind {
        case .instance: try await ofInstances(id, client)
        case .cluster: try await ofClusters(id, client)
        }
    }

    /// A cluster that is deleted is found by a filter: the parameter takes existing clusters alone.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.Retaining.html
    private static func ofClusters(_ id: String, _ client: AWSClient) async throws -> [RetainedBackup] {
        let filter = RDS.Filter(name: "db-cluster-id", values: [id])
        return try await client.pages(
            RDS.describeDBClusterAutomatedBackupsPages, .init(filters: [filter])
        ).collect { $0.dbClusterAutomatedBackups ?? [] }.compactMap { backup in
            guard backup.status == "retained", let resource = backup.dbClusterResourceId else { return nil }
            return RetainedBackup(resource, backup.restoreWindow)
        }
    }

    private static func ofInstances(_ id: String, _ client: AWSClient) async throws -> [RetainedBackup] {
        try await client.pages(
            RDS.describeDBInstanceAutomatedBackupsPages, .init(dbInstanceIdentifier: id)
        ).collect { $0.dbInstanceAutomatedBackups ?? [] }.compactMap { backup in
            guard backup.status == "retained", let resource = backup.dbiResourceId else { return nil }
            return RetainedBackup(resource, backup.restoreWindow)
        }
    }

    private init(_ resource: String, _ window: RDS.RestoreWindow?) {
        func instant(_ time: Timestamp?) -> Instant? { time.map { Instant(milliseconds: $0.milliseconds) } }
        self.resource = resource
        (earliest, latest) = (instant(window?.earliestTime), instant(window?.latestTime))
    }

    /// Those of the database that the inventory knows, else the only ones.
    static func choose(
        _ backups: [RetainedBackup], resource: String?, of id: String
    ) -> Result<RetainedBackup, Obstacle> {
        if let resource {
            guard let own = backups.first(where: { $0.resource == resource }) else {
                return .failure(.init(reason: "no automated backup of \(id) (\(resource)) was retained"))
            }
            return .success(own)
        }
        guard let first = backups.first else {
            return .failure(.init(reason: "no automated backup of \(id) was retained"))
        }
        guard backups.count == 1 else {
            return .failure(
                .init(
                    reason: "the automated backups of \(backups.count) databases called \(id) were retained, and no "
                        + "inventory says which is meant"))
        }
        return .success(first)
    }
}

extension DrillSources {
    /// Whether a deleted database can be restored to a point in time.
    ///
    /// - Throws: `ClientError`.
    package func hasRetainedBackup(_ id: String, _ kind: DatabaseKind, resource: String?) async throws -> Bool {
        let backups = try await RetainedBackup.all(of: id, kind, client)
        return (try? RetainedBackup.choose(backups, resource: resource, of: id).get())?.latest != nil
    }
}
