package import AWSCore
package import AWSNames
import AWSServices
import RecoveryEngine
package import RecoveryModel

/// What drills left behind, found by tags alone: works from any machine, with every ledger lost.
package struct DrillOrphans: Sendable {
    let client: AWSClient
    /// Set when it is not the policy's own region, so that people know where to look.
    package let region: Region?

    package init(client: AWSClient, region: Region? = nil) {
        self.client = client
        self.region = region
    }

    /// Every instance of the region that says it is a drill's.
    package func instances() async throws -> [InstanceFacts] {
        try await client.pages(RDS.describeDBInstancesPages, .init()).collect { $0.dbInstances ?? [] }
            .compactMap(InstanceFacts.init(described:)).filter { $0.tags[DrillTag.drill] != nil }
            .sorted { $0.id < $1.id }
    }

    /// What one drill still has, beyond what is on its way out.
    func leftovers(of drill: DrillID) async throws -> [Leftover] {
        let own = try await instances().filter { $0.tags[DrillTag.drill] == drill.rawValue && $0.status != "deleting" }
        let snapshots = try await snapshots().filter { $0.tags[DrillTag.drill] == drill.rawValue }
        return own.map(leftover) + snapshots.map { Leftover(kind: .snapshot, id: $0.id, region: region) }
    }

    /// Removes what the filter names and the guard allows, and waits until it is gone.
    package func remove(
        protected: [String], now: Instant, expiredOnly: Bool, drill: DrillID?, policy: String?, dryRun: Bool,
        pause: Duration, limit: Duration
    ) async throws -> DrillCleanupReport {
        var report = DrillCleanupReport()
        for instance in try await instances() {
            guard drill.map({ $0.rawValue == instance.tags[DrillTag.drill] }) ?? true,
                policy.map({ $0 == instance.tags[DrillTag.policy] }) ?? true
            else { continue }
            let refusal =
                expiredOnly
                ? TeardownGuard.refusalAsExpired(of: instance, protected: protected, now: now)
                : TeardownGuard.refusal(of: instance, protected: protected)
            if let refusal {
                report.kept.append(
                    DrillCleanupReport.Kept(leftover: leftover(instance), reason: refusal, isFailure: false))
            } else if dryRun {
                report.kept.append(
                    DrillCleanupReport.Kept(
                        leftover: leftover(instance), reason: "would be removed", isFailure: false))
            } else {
                await remove(instance, pause: pause, limit: limit, into: &report)
            }
        }
        try await removeSnapshots(
            now: now, expiredOnly: expiredOnly, drill: drill, policy: policy, dryRun: dryRun, into: &report)
        return report
    }

    private func remove(
        _ instance: InstanceFacts, pause: Duration, limit: Duration, into report: inout DrillCleanupReport
    ) async {
        let leftover = self.leftover(instance)
        let deadline = ContinuousClock.now + limit
        var reason = "it is still there"
        while ContinuousClock.now < deadline {
            do {
                let page = try await client.send(RDS.describeDBInstances, .init(dbInstanceIdentifier: instance.id))
                if page.dbInstances?.first?.dbInstanceStatus != "deleting" {
                    try await DrillCalls(client: client).deleteInstance(instance.id)
                }
            } catch let error as ClientError where error.code == "DBInstanceNotFound" {
                report.removed.append(leftover)
                return
            } catch let error as ClientError where error.isTransient {
                reason = "\(error)"
            } catch {
                reason = "\(error)"
                break
            }
            guard (try? await Task.sleep(for: pause)) != nil else { break }
        }
        report.kept.append(DrillCleanupReport.Kept(leftover: leftover, reason: reason, isFailure: true))
    }

    private struct TaggedSnapshot {
        var id: String
        var tags: [String: String]
    }

    private func snapshots() async throws -> [TaggedSnapshot] {
        try await client.pages(RDS.describeDBSnapshotsPages, .init(snapshotType: "manual")).collect {
            $0.dbSnapshots ?? []
        }.compactMap { snapshot in
            snapshot.dbSnapshotIdentifier.map { TaggedSnapshot(id: $0, tags: .init(rdsTags: snapshot.tagList)) }
        }.filter { $0.id.hasPrefix(DrillNaming.prefix) && $0.tags[DrillTag.drill] != nil }
    }

    private func removeSnapshots(
        now: Instant, expiredOnly: Bool, drill: DrillID?, policy: String?, dryRun: Bool,
        into report: inout DrillCleanupReport
    ) async throws {
        for snapshot in try await snapshots() {
            guard drill.map({ $0.rawValue == snapshot.tags[DrillTag.drill] }) ?? true,
                policy.map({ $0 == snapshot.tags[DrillTag.policy] }) ?? true
            else { continue }
            let leftover = Leftover(kind: .snapshot, id: snapshot.id, region: region)
            let expires = snapshot.tags[DrillTag.expires].flatMap { Instant($0) }
            if expiredOnly, expires.map({ $0 > now }) ?? true {
                report.kept.append(
                    DrillCleanupReport.Kept(leftover: leftover, reason: "it has not expired", isFailure: false))
            } else if dryRun {
                report.kept.append(
                    DrillCleanupReport.Kept(leftover: leftover, reason: "would be removed", isFailure: false))
            } else {
                do {
                    try await DrillCalls(client: client).deleteSnapshot(snapshot.id)
                    report.removed.append(leftover)
                } catch let error as ClientError {
                    report.kept.append(DrillCleanupReport.Kept(leftover: leftover, reason: "\(error)", isFailure: true))
                }
            }
        }
    }

    private func leftover(_ instance: InstanceFacts) -> Leftover {
        Leftover(
            kind: .instance, id: instance.id, region: region,
            costPerDay: DrillCost.perDay(
                instanceClass: instance.instanceClass, storageGiB: instance.allocatedStorage))
    }
}
