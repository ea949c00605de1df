import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// One policy's drills in one session: makes requests, runs them, keeps the evidence.
struct Drills: Sendable {
    let context: CommandContext
    let document: PolicyDocument
    let settings: DrillSettings
    let session: AWSSession

    private var policy: RecoveryPolicy { document.policy }

    /// Everything about the drill, fixed.
    ///
    /// - Throws: `CommandFailure` with every problem of the policy's drill section.
    func request(_ options: DrillOptions) async throws -> DrillRequest {
        let selected = try await DrillSources(client: session.client).selected(by: policy)
        let suffix = String(UUID().uuidString.lowercased().prefix(4))
        var here = DrillRequestBuilder.Circumstances(
            scope: DrillScope(account: session.account, region: session.region), now: context.now(), suffix: suffix,
            selected: selected.ids,
            policyDigest: document.digest)
        here.clusters = selected.clusters
        let past =
            (try? await context.evidence(at: settings.evidence, key: nil, client: session.client).drills(
                of: policy.name)) ?? []
        // Another database's restores say nothing of this one's.
        let source = options.instance ?? (here.selected.count == 1 ? here.selected.first : nil)
        here.expectedRestore = DrillHistory(past.map(\.record).filter { $0.source == source }).usualRestore
        here.event = try await event(options, here)
        switch DrillRequestBuilder.request(policy, options: options, here) {
        case .success(let request): return request
        case .failure(let problems): throw CommandFailure(.invalidPolicy, problems.description)
        }
    }

    /// The event that the drill goes back before; nil when the selection names none, or the instance is not known.
    private func event(
        _ options: DrillOptions, _ here: DrillRequestBuilder.Circumstances
    ) async throws -> SourceEvent? {
        guard options.copyRegion == nil, case .before(let text)? = options.selection ?? policy.drill?.source,
            let instance = options.instance ?? (here.selected.count == 1 ? here.selected.first : nil)
        else { return nil }
        let kind: DatabaseKind = here.clusters.contains(instance) ? .cluster : .instance
        return try await session.event(text, of: instance, kind, now: here.now)
    }

    /// Looks at everything that a drill would look at, and ends before anything is changed.
    func rehearse(_ request: DrillRequest) async throws -> DrillRecord {
        let facts = try await DrillPreflight(try environment(request)).facts(for: request)
        var machine = DrillMachine(request)
        _ = machine.handle(.started, at: context.now())
        let actions = machine.handle(.factsGathered(facts), at: context.now())
        if case .finish(let record)? = actions.first { return record }
        return machine.rehearsal(at: context.now())
    }

    /// Runs a drill, and keeps its evidence whatever came of it.
    func run(_ request: DrillRequest) async throws -> DrillRecord {
        let lock = try context.lockDrills(of: policy.name, for: request.id)
        defer { withExtendedLifetime(lock) {} }
        let store = try await context.evidence(settings, client: session.client)
        context.console.say("Drill \(request.id) of \(request.source)\(request.elsewhere.map { " in \($0)" } ?? "")")
        let ledger = DrillLedger(folder: context.drillFolder, drill: request.id)
        let runner = DrillRunner(request, ledger: ledger, environment: try environment(request))
        return await keep(try await runner.run(), ledger, in: store)
    }

    /// Goes on with a drill whose process ended.
    func resume(_ ledger: DrillLedger, _ machine: DrillMachine) async throws -> DrillRecord {
        let lock = try context.lockDrills(of: policy.name, for: machine.request.id)
        defer { withExtendedLifetime(lock) {} }
        let store = try await context.evidence(settings, client: session.client)
        context.console.say("Resuming drill \(machine.request.id) during \(machine.phase.rawValue)")
        let runner = DrillRunner(machine.request, ledger: ledger, environment: try environment(machine.request))
        return await keep(try await runner.resume(machine), ledger, in: store, mayBeKept: true)
    }

    /// Runs a drill and plays it again in every way that must go red.
    func selftest(_ request: DrillRequest) async throws -> (record: DrillRecord, report: SelftestReport) {
        let lock = try context.lockDrills(of: policy.name, for: request.id)
        defer { withExtendedLifetime(lock) {} }
        context.console.say("Selftest by drill \(request.id) of \(request.source)")
        let ledger = DrillLedger(folder: context.drillFolder, drill: request.id)
        let runner = DrillRunner(request, ledger: ledger, environment: try environment(request))
        let outcome = try await runner.selftest()
        context.end(ledger, "a selftest keeps no evidence")
        return outcome
    }

    private func environment(_ request: DrillRequest) throws -> DrillEnvironment {
        try context.drillEnvironment(settings, session, request, of: policy)
    }

    /// Keeps evidence, then tells the topic: an alarm must not be calmed by a drill that nobody can show. Neither is
    /// cancelled, since the drill is over and must be known of.
    ///
    /// - Parameter mayBeKept: True when a process that was killed may have kept the evidence already.
    private func keep(
        _ record: DrillRecord, _ ledger: DrillLedger, in store: EvidenceStore, mayBeKept: Bool = false
    ) async -> DrillRecord {
        guard record.verdict != .refused else {
            let told = await tell(record)
            context.end(ledger, "refused: nothing to keep")
            return told
        }
        return await Task {
            var kept = record
            kept.versions["drctl"] = Drctl.version
            var end: String?
            do {
                let place = try await add(kept, ledger, to: store, mayBeKept: mayBeKept)
                context.console.say("Evidence: \(place)")
                end = "evidence is kept in \(place)"
            } catch {
                context.console.complain(
                    "the evidence was not kept: \(error)",
                    hint: "when there is room again, keep it by drctl drill resume \(kept.drill)")
                kept.problems.append(DrillProblem(phase: .teardown, operation: "evidence", reason: "\(error)"))
                // A drill that nobody can show has not proven anything.
                if kept.verdict == .verified {
                    kept.verdict = .failed
                    kept.summary = "verified, and the evidence could not be kept: \(error)"
                }
            }
            kept = await tell(kept)
            if let end { context.end(ledger, end) }
            return kept
        }.value
    }

    /// Tells who waits for it; what could not be told is among the record's problems afterwards.
    private func tell(_ record: DrillRecord) async -> DrillRecord {
        var told = record
        for trouble in await DrillAnnouncement(client: session.client).announce(
            record, topic: policy.notifications?.topic)
        {
            told.problems.append(DrillProblem(phase: .teardown, operation: "announce", reason: trouble))
            context.console.complain(trouble)
        }
        return told
    }

    private func add(
        _ record: DrillRecord, _ ledger: DrillLedger, to store: EvidenceStore, mayBeKept: Bool
    ) async throws -> String {
        let log = DrillLog.lines(try ledger.request(), try ledger.events()).map(\.line).joined()
        let files = { (record: DrillRecord) in
            ["report.html": record.html, "report.md": record.markdown, "drill.log": log]
        }
        if mayBeKept, let place = try await store.complete(record.drill, policy: policy.name, files: files) {
            return place
        }
        return try await store.add(
            record, kind: "drill", policy: policy.name, at: record.endedAt,
            freshUntil: policy.drill?.every.map { record.endedAt + $0 }, files: files(record))
    }
}
