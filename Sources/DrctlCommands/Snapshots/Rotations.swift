import AWSNames
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// The rotations of one run.
struct Rotations: Sendable {
    let context: CommandContext
    /// What is kept besides the months of each policy.
    let extra: RetentionRules
    /// Only these databases; all when empty.
    let databases: [String]
    let isForReal: Bool
    let patience: RotationRunner.Patience

    /// Refuses policies that ask for no rotation, before AWS is asked.
    ///
    /// - Throws: `CommandFailure`.
    func require(_ loaded: LoadedPolicies) throws {
        let entries = loaded.documents.flatMap(\.policy.databases)
        guard loaded.unread.isEmpty, !entries.contains(where: RotatedDatabase.isMeant) else { return }
        let planned = entries.contains { $0.backups.monthlyKeep != nil }
        throw CommandFailure(
            .usage, "the policies ask for no snapshots to rotate",
            hint: planned
                ? "their monthly recovery points are AWS Backup's (`backups.awsBackup`)"
                : "write `monthly: {keep: 12}` in the `backups` of a database")
    }

    /// Refuses a name that is none of the databases.
    ///
    /// - Throws: `CommandFailure`.
    func requireDatabases(_ run: Run<TargetRotation>) throws {
        let known = Set(run.values.flatMap(\.rotations).map(\.database))
        // Targets that failed may have it.
        guard run.failures.isEmpty else { return }
        for name in databases where !known.contains(name) {
            throw CommandFailure(
                .usage, "--database \(name): no database of that name has snapshots to rotate",
                hint: Spelling.hint(for: name, in: known.sorted())
                    ?? "nothing was changed for it; `databases[].backups.monthly` asks for a rotation")
        }
    }

    /// Decides for all databases of a target, checks the quotas, and does it where it is asked for.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, `CancellationError`.
    func rotation(of open: OpenTarget) async throws -> TargetRotation {
        let session = open.session
        let target = Target(open.policy, account: session.account, region: session.region)
        let client = context.patient(session.client)
        let collector = InventoryCollector(
            client: client, account: session.account, region: session.region, progress: open.reading)
        let seen = ControlContext(
            target, try await collector.collect(target, at: context.now(), only: [.database, .cluster, .key]))
        let observation = RotationObservation(client: client, home: session.region)
        let all = RotatedDatabase.all(seen, besides: extra)
        let chosen = databases.isEmpty ? all : all.filter { databases.contains($0.database.id) }
        let now = context.now()
        @Sendable func look(_ rotated: RotatedDatabase, _ lists: RotationLists? = nil) async throws -> RotationFacts {
            try await observation.facts(
                rotated, policy: target.policy.name, account: session.account, tags: target.tags, lists: lists)
        }
        let lists = try await observation.lists(for: chosen)
        var plans = try await concurrentMap(chosen) { rotated in
            do {
                return RotationDecision.plan(try await look(rotated, lists), by: rotated.rules, at: now)
            } catch let failure as CollectionFailure {
                var plan = SnapshotRotation(database: rotated.database.id, kind: rotated.database.kind)
                plan.obstacles = ["could not be read: \(failure)"]
                return plan
            }
        }
        let regions = Set(plans.flatMap(\.steps).filter { $0.action != .delete }.map(\.region))
        let refusals = RotationQuota.refusals(plans, try await observation.quotas(in: regions))
        if isForReal, refusals.isEmpty {
            let shown = plans
            plans = try await concurrentMap(Array(chosen.indices)) { index in
                let (plan, rotated) = (shown[index], chosen[index])
                guard !plan.steps.isEmpty || !plan.unfinished.isEmpty else { return plan.untouched }
                let console = context.console
                return try await RotationRunner(
                    client: client, rules: rotated.rules, patience: patience, now: context.now,
                    tell: { console.say("  \(plan.database): \($0)") }, look: { try await look(rotated) }
                ).run(plan)
            }
        }
        var result = TargetRotation(plans, refusals: refusals)
        result.rotations += RotatedDatabase.unseen(seen).filter {
            databases.isEmpty || databases.contains($0.database)
        }
        return result
    }
}

extension SnapshotRotation {
    /// The same where nothing was to be done.
    fileprivate var untouched: SnapshotRotation {
        var same = self
        same.done = []
        return same
    }
}
