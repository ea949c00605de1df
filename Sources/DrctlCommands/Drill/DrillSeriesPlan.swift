import AWSCore
import AWSNames
import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryRuntime

/// Finds the databases that a series drills: those of every policy, account and region, the oldest proof first.
struct DrillSeriesPlan: Sendable {
    let context: CommandContext
    let run: TargetRun
    let settings: DrillSettings
    /// Whether databases are drilled although their proof is recent enough.
    let isForced: Bool

    /// What the series is to do.
    ///
    /// - Throws: `CommandFailure` when there is no database at all, `CancellationError`.
    func opening(_ options: DrillOptions, width: Int) async throws -> DrillSeriesLedger.Opening {
        var queue = DrillQueue()
        var failed: [DrillSeries.Entry] = []
        let now = context.now()
        for planned in run.list.targets where planned.policy.drill != nil {
            let scope = DrillScope(account: planned.name.account, region: planned.name.region)
            do {
                for (candidate, proofs) in try await candidates(planned, scope) {
                    queue.add(candidate, of: planned.policy, proofs: proofs, isForced: isForced, now: now)
                }
            } catch let error as CancellationError {
                throw error
            } catch {
                let failure = CommandFailure(error)
                guard failure.status != .usage else { throw failure }
                failed.append(
                    .init(
                        DrillCandidate(policy: planned.name.policy, scope: scope, database: nil, kind: .instance),
                        .failed(failure.ofRun, exitCode: failure.status.rawValue)))
            }
        }
        guard !queue.due.isEmpty || !queue.rest.isEmpty || !failed.isEmpty else {
            throw CommandFailure(
                .refused, "there is nothing to drill: no policy with a `drill` section selects a database",
                hint: "compare `databases[].select` with the databases there and their tags")
        }
        let suffix = String(UUID().uuidString.lowercased().prefix(4))
        return DrillSeriesLedger.Opening(
            id: "series-\(now.description.filter { $0 != "-" && $0 != ":" }.prefix(15))Z-\(suffix)", at: now,
            queue: queue.due, rest: failed + queue.rest, options: options, width: width)
    }

    /// The databases of a target, each with what drills have proven so far. What cannot be believed proves nothing: then all
    /// are due.
    private func candidates(
        _ planned: PlannedTarget, _ scope: DrillScope
    ) async throws -> [(DrillCandidate, [DrillProof])] {
        let part = planned.policy.part(in: scope.region).policy
        // A database outside RDS is in no account, and is drilled once.
        let outside = scope.account == planned.policy.scope.accounts.first ? part.selfManaged : []
        guard !part.databases.isEmpty || !outside.isEmpty else { return [] }
        let session = try await run.sessions.session(for: planned)
        let selected = try await DrillSources(client: session.client).selected(by: part)
        guard !selected.ids.isEmpty || !outside.isEmpty else { return [] }
        let source = try context.evidence(EvidenceSource(place: settings.evidence), of: planned.policy)
        let store = try context.evidence(at: source.place, key: nil, client: session.client)
        let trust = try await context.trust(source, client: session.client)
        let reading = try await store.reading(of: planned.name.policy, by: trust, at: context.now())
        if case .unavailable(let failure) = reading.proven {
            context.console.say("\(planned.name.shown): every database counts as unproven: \(failure)")
        }
        let proofs = (reading.proven.value ?? []).map(DrillProof.init)
        let ofRDS = selected.ids.map { id in
            let kind: DatabaseKind = selected.clusters.contains(id) ? .cluster : .instance
            return (DrillCandidate(policy: planned.name.policy, scope: scope, database: id, kind: kind), proofs)
        }
        return ofRDS
            + outside.map { entry in
                var candidate = DrillCandidate(
                    policy: planned.name.policy, scope: scope, database: entry.database, kind: .instance)
                candidate.isOutsideRDS = true
                return (candidate, proofs)
            }
    }
}
