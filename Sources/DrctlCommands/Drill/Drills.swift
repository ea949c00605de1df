import AWSNames
import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// The drills of one policy in one session: creates requests, runs them and stores the evidence.
struct Drills: Sendable {
    let context: CommandContext
    let document: PolicyDocument
    let settings: DrillSettings
    let session: AWSSession
    /// Of a drill that is one of several: they share locks, take turns at the evidence, and notify together.
    var series: DrillSeriesParts?
    /// The values of an export, which are proven in the place of Secrets Manager's; nil without one.
    var exported: [String: Redacted<String>]?
    /// What progress is told of, where several drills tell theirs.
    var label: String?

    private var policy: RecoveryPolicy { document.policy }

    /// The drill's request, with all parameters resolved.
    ///
    /// - Throws: `CommandFailure` with all problems of the policy's drill section.
    func request(_ options: DrillOptions) async throws -> DrillRequest {
        let selected = try await DrillSources(client: session.client).selected(by: policy)
        try selected.require(options.instance, of: policy)
        let suffix = String(UUID().uuidString.lowercased().prefix(4))
        var here = DrillRequestBuilder.Circumstances(
            scope: DrillScope(account: session.account, region: session.region), now: context.now(), suffix: suffix,
            selected: selected.ids,
            policyDigest: document.digest)
        here.clusters = selected.clusters
        let past = try await pastDrills()
        // The restores of another database say nothing about this one.
        let source = options.instance ?? (here.selected.count == 1 ? here.selected.first : nil)
        here.expectedRestore = DrillHistory(past.records.filter { $0.source == source }).usualRestore
        here.event = try await event(options, here)
        switch DrillRequestBuilder.request(policy, options: options, here) {
        case .success(var request):
            let source = DrilledDatabase(request.scope, request.kind, request.source)
            if exported != nil { request.secrets = Set(policy.databases.flatMap(\.secrets)).sorted() }
            (request.earlier, request.historyDoubt) = (EarlierDrill.history(of: source, in: past.proven), past.doubt)
            return request
        case .failure(let problems): throw CommandFailure(.invalidPolicy, problems.description)
        }
    }

    /// The policy's drills so far: all that can be read, for estimates, and those that can be believed, for verdicts.
    ///
    /// - Throws: `CommandFailure` when what to trust cannot be read.
    private func pastDrills() async throws -> (records: [DrillRecord], proven: [DrillRecord], doubt: String?) {
        let source = try context.evidence(EvidenceSource(place: settings.evidence), of: policy)
        let trust = try await context.trust(source, client: session.client)
        do {
            let store = try context.evidence(at: source.place, key: nil, client: session.client)
            let reading = try await store.reading(of: policy.name, by: trust, at: context.now())
            let records = reading.drills.map(\.record)
            switch reading.proven {
            case .known(let proven): return (records, proven, nil)
            case .unavailable(let failure): return (records, [], failure.reason)
            }
        } catch {
            return ([], [], "the evidence could not be read: \(error)")
        }
    }

    /// The event before which the drill restores; nil when the selection names none or the instance is ambiguous.
    private func event(
        _ options: DrillOptions, _ here: DrillRequestBuilder.Circumstances
    ) async throws -> SourceEvent? {
        guard options.copyRegion == nil, case .before(let text)? = options.selection ?? policy.drill?.source,
            let instance = options.instance ?? (here.selected.count == 1 ? here.selected.first : nil)
        else { return nil }
        let kind: DatabaseKind = here.clusters.contains(instance) ? .cluster : .instance
        return try await session.event(text, of: instance, kind, now: here.now)
    }

    /// Performs a dry run: preflight only, without any change.
    func rehearse(_ request: DrillRequest) async throws -> DrillRecord {
        let facts = try await DrillPreflight(try environment(request)).facts(for: request)
        var machine = DrillMachine(request)
        _ = machine.handle(.started, at: context.now())
        let actions = machine.handle(.factsGathered(facts), at: context.now())
        if case .finish(let record)? = actions.first { return record }
        return machine.rehearsal(at: context.now())
    }

    /// Runs a drill and stores its evidence, whatever its verdict.
    func run(_ request: DrillRequest) async throws -> DrillRecord {
        let lock = try lock(for: request.id)
        defer { withExtendedLifetime(lock) {} }
        let store = try await context.evidence(settings, of: policy, client: session.client)
        try await context.requireSigner(of: store, policy.name)
        context.console.say("Drill \(request.id) of \(request.source)\(request.elsewhere.map { " in \($0)" } ?? "")")
        let ledger = DrillLedger(folder: context.drillFolder, drill: request.id)
        let runner = DrillRunner(request, ledger: ledger, environment: try environment(request))
        return await keep(try await runner.run(), ledger, in: store)
    }

    /// Resumes a drill whose process ended.
    func resume(_ ledger: DrillLedger, _ machine: DrillMachine) async throws -> DrillRecord {
        let lock = try lock(for: machine.request.id)
        defer { withExtendedLifetime(lock) {} }
        let store = try await context.evidence(settings, of: policy, client: session.client)
        context.console.say("Resuming drill \(machine.request.id) during \(machine.phase.rawValue)")
        let runner = DrillRunner(machine.request, ledger: ledger, environment: try environment(machine.request))
        return await keep(try await runner.resume(machine), ledger, in: store, mayBeKept: true)
    }

    /// Runs a drill and replays it with each simulated fault.
    func selftest(_ request: DrillRequest) async throws -> (record: DrillRecord, report: SelftestReport) {
        let lock = try context.lockDrills(of: policy.name, for: request.id)
        defer { withExtendedLifetime(lock) {} }
        context.console.say("Selftest with drill \(request.id) of \(request.source)")
        let ledger = DrillLedger(folder: context.drillFolder, drill: request.id)
        let runner = DrillRunner(request, ledger: ledger, environment: try environment(request))
        let outcome = try await runner.selftest()
        context.end(ledger, "a selftest stores no evidence")
        return outcome
    }

    /// Nil in a series, which holds the lock of the policy itself.
    private func lock(for drill: DrillID) throws -> DrillLock? {
        series == nil ? try context.lockDrills(of: policy.name, for: drill) : nil
    }

    private func environment(_ request: DrillRequest) throws -> DrillEnvironment {
        var environment = try context.drillEnvironment(settings, session, request, of: policy)
        environment.login.exported = exported
        if let label {
            let console = context.console
            environment.progress = { console.tell($0, of: label) }
        }
        return environment
    }

    /// Stores the evidence, then notifies: a drill without evidence must not clear an alarm. Neither is cancelled,
    /// since the drill is finished and its result must be known.
    ///
    /// - Parameter mayBeKept: True when a killed process may have stored the evidence already.
    private func keep(
        _ record: DrillRecord, _ ledger: DrillLedger, in store: EvidenceStore, mayBeKept: Bool = false
    ) async -> DrillRecord {
        guard record.verdict != .refused else {
            let announced = await announce(record, nil)
            context.end(ledger, "refused: no evidence to store")
            return announced
        }
        return await Task {
            var kept = record
            kept.versions["drctl"] = Drctl.version
            var end: String?
            var anchor: EvidenceAnchor?
            do {
                let stored = try await add(kept, ledger, to: store, mayBeKept: mayBeKept)
                anchor = stored.anchor
                context.console.say("Evidence: \(stored.place)")
                context.console.say("Anchor:   \(stored.anchor)")
                end = "evidence is stored in \(stored.place)"
            } catch {
                context.console.complain(
                    "failed to store the evidence: \(error)",
                    hint: "fix the cause, then run `drctl drill resume \(kept.drill)` to store it")
                kept.problems.append(DrillProblem(phase: .teardown, operation: "evidence", reason: "\(error)"))
                // A drill without evidence proves nothing.
                if kept.verdict == .verified {
                    kept.verdict = .failed
                    kept.summary = "verified, but the evidence could not be stored: \(error)"
                }
            }
            kept = await announce(kept, anchor)
            if let end { context.end(ledger, end) }
            return kept
        }.value
    }

    /// Publishes metrics and notifies the topic; failures are added to the record's problems.
    private func announce(_ record: DrillRecord, _ anchor: EvidenceAnchor?) async -> DrillRecord {
        var announced = record
        for trouble in await DrillAnnouncement(client: session.client).announce(
            record, topic: series == nil ? policy.notifications?.topic : nil, anchor: anchor)
        {
            announced.problems.append(DrillProblem(phase: .teardown, operation: "announce", reason: trouble))
            context.console.complain(trouble)
        }
        return announced
    }

    private func add(
        _ record: DrillRecord, _ ledger: DrillLedger, to store: EvidenceStore, mayBeKept: Bool
    ) async throws -> EvidenceStore.Stored {
        guard let series else { return try await addNow(record, ledger, to: store, mayBeKept: mayBeKept) }
        return try await series.evidence.take {
            try await addNow(record, ledger, to: store, mayBeKept: mayBeKept)
        }
    }

    private func addNow(
        _ record: DrillRecord, _ ledger: DrillLedger, to store: EvidenceStore, mayBeKept: Bool
    ) async throws -> EvidenceStore.Stored {
        let log = DrillLog.lines(try ledger.request(), try ledger.events()).map(\.line).joined()
        let files = { (record: DrillRecord) in
            ["report.html": record.html, "report.md": record.markdown, "drill.log": log]
        }
        if mayBeKept,
            let stored = try await store.complete(
                record.drill, policy: policy.name, at: context.now(), files: files)
        {
            return stored
        }
        return try await store.add(
            record, kind: DrillRecord.evidenceKind, policy: policy.name, at: context.now(),
            freshUntil: policy.drill?.every.map { record.endedAt + $0 }, files: files(record))
    }
}
