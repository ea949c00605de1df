import AWSCore
import AWSNames
import AWSServices
import RecoveryEngine
import RecoveryModel

/// Observes what other regions hold of the policy's databases: two bulk calls a region.
struct CopyCollector: Sendable {
    let observer: Observer
    /// The databases' own.
    let home: Region

    /// The copies in every region, by the id of the instance they are of.
    func collect(in regions: [Region]) async throws -> [Region: Collected<[String: [DatabaseInstance.Copy]]>] {
        try await withThrowingTaskGroup(
            of: (Region, Collected<[String: [DatabaseInstance.Copy]]>).self
        ) { group in
            for region in regions { group.addTask { (region, try await copies(in: region)) } }
            var found: [Region: Collected<[String: [DatabaseInstance.Copy]]>] = [:]
            for try await (region, copies) in group { found[region] = copies }
            return found
        }
    }

    private func copies(in region: Region) async throws -> Collected<[String: [DatabaseInstance.Copy]]> {
        let there = Observer(client: observer.client.with { $0.region = region })
        let home = home
        async let snapshots = there.list(RDS.describeDBSnapshotsPages, .init()) { page in
            (page.dbSnapshots ?? []).filter { $0.sourceRegion == home.rawValue }.compactMap(Self.copy)
        }
        async let backups = there.list(RDS.describeDBInstanceAutomatedBackupsPages, .init()) { page in
            (page.dbInstanceAutomatedBackups ?? []).filter { Self.region(of: $0.dbInstanceArn) == home }
                .compactMap(Self.copy)
        }
        let both = try await (snapshots, backups)
        return both.0.flatMap { snapshots in
            both.1.map { backups in
                Dictionary(grouping: snapshots + backups, by: \.instance).mapValues { entries in
                    entries.map(\.copy).sorted { $0.id < $1.id }
                }
            }
        }
    }

    private static func region(of arn: String?) -> Region? {
        let parts = (arn ?? "").split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 3 ? Region(String(parts[3])) : nil
    }

    private struct Entry: Sendable {
        var instance: String
        var copy: DatabaseInstance.Copy
    }

    private static func copy(_ snapshot: RDS.DBSnapshot) -> Entry? {
        guard let instance = snapshot.dbInstanceIdentifier,
            let seen = DatabaseInstance.Snapshot(described: snapshot)
        else { return nil }
        return Entry(
            instance: instance,
            copy: .init(id: seen.id, restorableTo: seen.status == "available" ? seen.createdAt : nil))
    }

    /// A replicated automated backup says where its instance is, not where itself is kept.
    private static func copy(_ backup: RDS.DBInstanceAutomatedBackup) -> Entry? {
        guard let instance = backup.dbInstanceIdentifier else { return nil }
        return Entry(
            instance: instance,
            copy: .init(
                id: backup.dbInstanceAutomatedBackupsArn ?? "automated backup",
                restorableTo: backup.restoreWindow?.latestTime.map { Instant(milliseconds: $0.milliseconds) }))
    }
}
