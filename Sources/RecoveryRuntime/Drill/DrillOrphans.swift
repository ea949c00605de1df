package import AWSCore
package import AWSNames
import AWSServices
import RecoveryEngine
package import RecoveryModel

/// The resources that drills left behind, found by tags alone, so that it works on any machine and without a ledger.
package struct DrillOrphans: Sendable {
    let client: AWSClient
    /// The region, set when it is not the policy's own, for display.
    package let region: Region?

    package init(client: AWSClient, region: Region? = nil) {
        self.client = client
        self.region = region
    }

    /// All instances and clusters in the region with a drill's tags; a drill's cluster includes its members.
    package func instances() async throws -> [InstanceFacts] {
        let listing = try await DatabaseListing.all(client)
        let clusters = listing.clusters.filter { $0.tags[DrillTag.drill] != nil }
        let whole = Set(clusters.map(\.id))
        let alone = listing.instances.filter { instance in
            instance.tags[DrillTag.drill] != nil && !(instance.cluster.map(whole.contains) ?? false)
        }
        return (clusters + alone).sorted { $0.id < $1.id }
    }

    /// The resources of one drill that exist and are not being deleted.
    func leftovers(of drill: DrillID) async throws -> [Leftover] {
        let own = try await instances().filter { $0.tags[DrillTag.drill] == drill.rawValue && $0.status != "deleting" }
        let snapshots = try await snapshots().filter { $0.tags[DrillTag.drill] == drill.rawValue }
        return own.map(leftover) + snapshots.map(leftover)
    }

    /// Deletes what the filter selects and the guard allows, and waits until it is deleted.
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
                        leftover: leftover(instance), reason: "would be deleted", isFailure: false))
            } else {
                await remove(instance, pause: pause, limit: limit, into: &report)
            }
        }
        try await removeSnapshots(
            now: now, expiredOnly: expiredOnly, drill: drill, policy: policy, dryRun: dryRun, pause: pause,
            limit: limit,
            into: &report)
        return report
    }

    private func remove(
        _ instance: InstanceFacts, pause: Duration, limit: Duration, into report: inout DrillCleanupReport
    ) async {
        let leftover = self.leftover(instance)
        let deadline = ContinuousClock.now + limit
        var reason = "timed out waiting for its deletion"
        let calls = DrillCalls(client: client, kind: instance.kind)
        while ContinuousClock.now < deadline {
            do {
                guard let now = try await DatabaseListing.one(instance.id, instance.kind, client) else {
                    report.removed.append(leftover)
                    return
                }
                if now.status != "deleting" { try await delete(now, calls) }
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

    private func delete(_ instance: InstanceFacts, _ calls: DrillCalls) async throws {
        guard instance.kind == .cluster else { return try await calls.deleteInstance(instance.id) }
        // A member that somebody has added to the cluster since it was listed is not deleted.
        let foreign = instance.members.filter { $0.tags[DrillTag.drill] != instance.tags[DrillTag.drill] }
        guard foreign.isEmpty else {
            let names = foreign.map(\.id).joined(separator: ", ")
            throw DrillProblem(
                phase: .teardown, operation: "cleanup", reason: "it has members that are not the drill's: \(names)")
        }
        try await calls.deleteCluster(
            instance.id, members: instance.members.filter { $0.status != "deleting" }.map(\.id))
    }

    private struct TaggedSnapshot {
        var id: String
        var kind: DatabaseKind
        var tags: [String: String]
    }

    private func snapshots() async throws -> [TaggedSnapshot] {
        async let clusters = client.pages(
            RDS.describeDBClusterSnapshotsPages, .init(snapshotType: "manual")
        ).collect { $0.dbClusterSnapshots ?? [] }
        let own = try await client.pages(RDS.describeDBSnapshotsPages, .init(snapshotType: "manual")).collect {
            $0.dbSnapshots ?? []
        }.compactMap { snapshot in
            snapshot.dbSnapshotIdentifier.map {
                TaggedSnapshot(id: $0, kind: .instance, tags: .init(rdsTags: snapshot.tagList))
            }
        }
        let ofClusters = try await clusters.compactMap { snapshot in
            snapshot.dbClusterSnapshotIdentifier.map {
                TaggedSnapshot(id: $0, kind: .cluster, tags: .init(rdsTags: snapshot.tagList))
            }
        }
        return (own + ofClusters).filter { $0.id.hasPrefix(DrillNaming.prefix) && $0.tags[DrillTag.drill] != nil }
    }

    private func removeSnapshots(
        now: Instant, expiredOnly: Bool, drill: DrillID?, policy: String?, dryRun: Bool, pause: Duration,
        limit: Duration, into report: inout DrillCleanupReport
    ) async throws {
        for snapshot in try await snapshots() {
            guard drill.map({ $0.rawValue == snapshot.tags[DrillTag.drill] }) ?? true,
                policy.map({ $0 == snapshot.tags[DrillTag.policy] }) ?? true
            else { continue }
            let leftover = self.leftover(snapshot)
            let expires = snapshot.tags[DrillTag.expires].flatMap { Instant($0) }
            if expiredOnly, expires.map({ $0 > now }) ?? true {
                report.kept.append(
                    DrillCleanupReport.Kept(leftover: leftover, reason: "not expired yet", isFailure: false))
            } else if dryRun {
                report.kept.append(
                    DrillCleanupReport.Kept(leftover: leftover, reason: "would be deleted", isFailure: false))
            } else {
                await remove(
                    snapshot: leftover, DrillCalls(client: client, kind: snapshot.kind), pause: pause, limit: limit,
                    into: &report)
            }
        }
    }

    /// Retries until the snapshot is complete, since only then can it be deleted.
    private func remove(
        snapshot leftover: Leftover, _ calls: DrillCalls, pause: Duration, limit: Duration,
        into report: inout DrillCleanupReport
    ) async {
        let deadline = ContinuousClock.now + limit
        var reason = "timed out waiting for its deletion"
        while ContinuousClock.now < deadline {
            do {
                try await calls.deleteSnapshot(leftover.id)
                report.removed.append(leftover)
                return
            } catch {
                reason = "\(error)"
                guard (error as? ClientError)?.isTransient == true else { break }
            }
            guard (try? await Task.sleep(for: pause)) != nil else { break }
        }
        report.kept.append(DrillCleanupReport.Kept(leftover: leftover, reason: reason, isFailure: true))
    }

    private func leftover(_ instance: InstanceFacts) -> Leftover {
        Leftover(
            kind: .init(instance.kind), id: instance.id, region: region,
            costPerDay: DrillCost.perDay(
                instanceClass: instance.instanceClass, storageGiB: instance.allocatedStorage,
                capacity: instance.capacity))
    }

    private func leftover(_ snapshot: TaggedSnapshot) -> Leftover {
        Leftover(kind: .init(snapshotOf: snapshot.kind), id: snapshot.id, region: region)
    }
}
