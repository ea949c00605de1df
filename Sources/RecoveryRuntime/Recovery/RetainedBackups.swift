import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
package import RecoveryModel

extension DrillFactsCollector {
    /// Of a deleted source, the automated backups that AWS has retained; of a live one, nothing is to be found.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html
    func findBackups(_ mission: RecoveryMission, _ facts: inout DrillFacts) async throws {
        // In another place a database of the name is another one, or was recovered before.
        if mission.home != nil { facts.source = nil }
        facts.isSourceLive = facts.source != nil
        guard facts.source == nil else { return }
        var lost = mission.database
        // RDS replicates them between regions of one account alone.
        guard mission.home?.account == nil else {
            facts.backupFailure = "RDS replicates no automated backups to another account"
            facts.source = lost
            return
        }
        do {
            let backups = try await RetainedBackup.all(
                of: lost.id, lost.kind, environment.client, from: mission.home?.region)
            switch RetainedBackup.choose(backups, resource: lost.settings?.resourceID, of: lost.id) {
            case .success(let backup):
                lost.earliestRestorable = backup.earliest
                lost.latestRestorable = backup.latest
                // Backups that were retained can be restored from, whatever retention is known.
                lost.backupRetentionDays = max(1, lost.backupRetentionDays ?? 1)
                facts.retainedBackup = backup.arn ?? backup.resource
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
    /// Of a replica in another region, by which alone it can be restored there.
    var arn: String?
    /// Of a replica.
    var key: String?
    var earliest: Instant?
    var latest: Instant?

    /// All of a name: several databases may have had it one after another.
    ///
    /// - Parameter home: For those that are replicated from there; nil for those of databases of this region.
    /// - Throws: `ClientError`.
    static func all(
        of id: String, _ kind: DatabaseKind, _ client: AWSClient, from home: Region? = nil
    ) async throws -> [RetainedBackup] {
        switch kind {
        case .instance: try await ofInstances(id, client, from: home)
        // Aurora replicates none.
        case .cluster: home == nil ? try await ofClusters(id, client) : []
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

    private static func ofInstances(
        _ id: String, _ client: AWSClient, from home: Region?
    ) async throws -> [RetainedBackup] {
        try await client.pages(
            RDS.describeDBInstanceAutomatedBackupsPages, .init(dbInstanceIdentifier: id)
        ).collect { $0.dbInstanceAutomatedBackups ?? [] }.compactMap { backup in
            guard let resource = backup.dbiResourceId else { return nil }
            var found = RetainedBackup(resource, backup.restoreWindow)
            let here = client.settings.region?.rawValue
            guard let home else {
                // A replica of another region's database is none of this name's.
                return backup.status == "retained" && (backup.region ?? here) == here ? found : nil
            }
            guard backup.region == home.rawValue, home.rawValue != here, found.latest != nil else { return nil }
            (found.arn, found.key) = (backup.dbInstanceAutomatedBackupsArn, backup.kmsKeyId)
            return found.arn == nil ? nil : found
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

extension DrillSources {
    /// What a place holds of a database of another region or account: whether its log is replicated there, and the key of the copy
    /// that would be restored.
    package struct Copies: Sendable {
        package var hasWindow: Bool
        package var key: String?
    }

    /// - Parameters:
    ///   - snapshot: The id of the copy that is to be restored; nil for the newest state.
    ///   - resource: By which the database is known; nil when nobody knows it.
    /// - Throws: `ClientError`.
    package func copies(
        of id: String, _ kind: DatabaseKind, from home: RecoveryMission.Home, snapshot: String?, resource: String?
    ) async throws -> Copies {
        async let all = home.account == nil ? RetainedBackup.all(of: id, kind, client, from: home.region) : []
        let snapshots = try await DatabaseListing.snapshots(of: id, kind, client).filter { $0.status == "available" }
        let replicas = try await all
        let replica = try? RetainedBackup.choose(replicas, resource: resource, of: id).get()
        if let snapshot {
            return Copies(
                hasWindow: replica != nil, key: snapshots.first { $0.id == snapshot }?.encryptionKey)
        }
        let newest = snapshots.filter { $0.isCopy(of: id, from: home) }.max {
            ($0.createdAt?.milliseconds ?? 0) < ($1.createdAt?.milliseconds ?? 0)
        }
        return Copies(hasWindow: replica != nil, key: replica.map(\.key) ?? newest?.encryptionKey)
    }
}
