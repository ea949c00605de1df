package import AWSCore
import AWSServices
package import RecoveryModel

/// Which instances a policy's selectors mean now.
package struct DrillSources: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// Ids that exist or are named, sorted; drills' own instances are never among them.
    package func selected(by policy: RecoveryPolicy) async throws -> [String] {
        let selectors = policy.databases.map(\.select)
        // Named instances need no look: preflight tells when one is not there.
        guard selectors.contains(where: { !$0.tags.isEmpty }) else { return Set(selectors.flatMap(\.ids)).sorted() }
        let instances = try await client.pages(RDS.describeDBInstancesPages, .init()).collect { $0.dbInstances ?? [] }
            .compactMap(InstanceFacts.init(described:)).filter { $0.tags[DrillTag.drill] == nil }
        let matching = instances.filter { instance in
            selectors.contains { select in
                (select.ids.isEmpty || select.ids.contains(instance.id))
                    && select.tags.allSatisfy { instance.tags[$0.key] == $0.value }
            }
        }
        return Set(matching.map(\.id) + selectors.filter(\.tags.isEmpty).flatMap(\.ids)).sorted()
    }

    /// One instance with its window, and its snapshots.
    package func described(_ id: String) async throws -> (instance: InstanceFacts, snapshots: [SnapshotFacts])? {
        async let page = client.pages(
            RDS.describeDBInstancesPages, .init(dbInstanceIdentifier: id)
        ).collect { $0.dbInstances ?? [] }
        async let snapshots = client.pages(
            RDS.describeDBSnapshotsPages, .init(dbInstanceIdentifier: id)
        ).collect { $0.dbSnapshots ?? [] }
        async let backups = try? client.send(RDS.describeDBInstanceAutomatedBackups, .init(dbInstanceIdentifier: id))
        guard var instance = try await page.first.flatMap(InstanceFacts.init(described:)) else { return nil }
        let window = await backups?.dbInstanceAutomatedBackups?.first { $0.status == "active" }?.restoreWindow
        instance.earliestRestorable = window?.earliestTime.map { Instant(milliseconds: $0.milliseconds) }
        return (instance, try await snapshots.compactMap(SnapshotFacts.init(described:)))
    }
}
