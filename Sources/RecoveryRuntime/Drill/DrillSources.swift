package import AWSCore
import AWSServices
package import RecoveryModel

/// The databases that a policy's selectors match now.
package struct DrillSources: Sendable {
    /// The selected databases; what drills or AWS Backup restored for a test is never among them by its tags.
    package struct Selected: Sendable, Equatable {
        package var ids: [String]
        /// The ids of clusters.
        package var clusters: Set<String>
    }

    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    package func selected(by policy: RecoveryPolicy) async throws -> Selected {
        let databases = policy.databases
        let named = Self.named(by: databases.filter(\.select.tags.isEmpty))
        // Named databases need no call: preflight reports one that does not exist.
        guard databases.contains(where: { !$0.select.tags.isEmpty }) else { return named }
        var clusters = named.clusters
        let listing = try await DatabaseListing.all(client)
        func matching(_ kind: DatabaseKind, _ found: [InstanceFacts]) -> [String] {
            found.filter { !TestRestore.made($0.id, tags: $0.tags) && $0.cluster == nil }.filter { database in
                databases.contains { policy in
                    policy.kind == kind && !policy.select.tags.isEmpty
                        && (policy.select.ids.isEmpty || policy.select.ids.contains(database.id))
                        && policy.select.tags.allSatisfy { database.tags[$0.key] == $0.value }
                }
            }.map(\.id)
        }
        clusters.formUnion(matching(.cluster, listing.clusters))
        let ids = Set(named.ids).union(matching(.instance, listing.instances)).union(clusters)
        return Selected(ids: ids.sorted(), clusters: clusters)
    }

    /// Those that entries name by their ids, whatever tags they ask for besides.
    package static func named(by entries: [DatabasePolicy]) -> Selected {
        Selected(
            ids: Set(entries.flatMap(\.select.ids)).sorted(),
            clusters: Set(entries.filter { $0.kind == .cluster }.flatMap(\.select.ids)))
    }

    /// One database with its restorable window and custom endpoints, and its snapshots.
    package func described(
        _ id: String, _ kind: DatabaseKind
    ) async throws -> (instance: InstanceFacts, snapshots: [SnapshotFacts])? {
        async let snapshots = DatabaseListing.snapshots(of: id, kind, client)
        guard var instance = try await DatabaseListing.whole(id, kind, client) else { return nil }
        if kind == .instance {
            let backups = try? await client.send(
                RDS.describeDBInstanceAutomatedBackups, .init(dbInstanceIdentifier: id))
            let window = backups?.dbInstanceAutomatedBackups?.first { $0.status == "active" }?.restoreWindow
            instance.earliestRestorable = window?.earliestTime.map { Instant(milliseconds: $0.milliseconds) }
        }
        return (instance, try await snapshots)
    }
}
