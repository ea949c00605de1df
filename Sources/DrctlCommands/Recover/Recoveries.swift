import AWSCore
import AWSNames
import Files
import FoundationEssentials
import Glibc
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// The recoveries of one policy in one session: creates requests, runs them and stores the evidence.
struct Recoveries: Sendable {
    let context: CommandContext
    let document: PolicyDocument
    let settings: DrillSettings
    let target: OpenTarget

    private var policy: RecoveryPolicy { document.policy }
    private var session: AWSSession { target.session }
    private var scope: DrillScope { DrillScope(account: session.account, region: session.region) }
    /// The database's own place, where it is recovered in another.
    private var home: RecoveryMission.Home? {
        let account = target.name.account == session.account ? nil : target.name.account
        guard account != nil || target.name.region != session.region else { return nil }
        return RecoveryMission.Home(region: target.name.region, account: account)
    }

    /// The request of a recovery, with every setting of production resolved.
    ///
    /// - Parameter wanted: The database; nil when the policy has only one.
    /// - Throws: `CommandFailure` with all problems, `ClientError`.
    func request(_ wanted: String?, _ options: RecoveryOptions) async throws -> DrillRequest {
        let sources = DrillSources(client: session.client)
        let (selected, unseen) = try await selected()
        let inventory = try await context.knownInventory(
            of: policy, in: DrillScope(account: target.name.account, region: target.name.region),
            evidence: settings.evidence, client: target.home.client)
        let id = try database(wanted, selected, inventory, unseen)
        let kept = inventory?.inventory.databases.first { $0.id == id }
        let kind: DatabaseKind =
            selected.ids.contains(id)
            ? (selected.clusters.contains(id) ? .cluster : .instance) : kept?.kind ?? .instance
        let live = home == nil ? try await sources.described(id, kind)?.instance : nil
        var known = RecoveryRequestBuilder.Known(database: nil, origin: .policy, isLive: live != nil, hasWindow: false)
        if let live {
            (known.database, known.origin) = (live, .live)
            known.hasWindow = RestorableWindow(of: live).isOpen
        } else if let home {
            known = try await whatIsKnown(
                of: id, kind, in: home, kept.flatMap { kept in inventory.map { (kept, $0.at) } }, options)
        } else {
            if let kept, let inventory { (known.database, known.origin) = (kept, .inventory(at: inventory.at)) }
            known.hasWindow = try await sources.hasRetainedBackup(id, kind, resource: kept?.settings?.resourceID)
        }
        let entry = try entry(of: id, kind, known.database)
        var here = DrillRequestBuilder.Circumstances(
            scope: scope, now: context.now(), suffix: String(UUID().uuidString.lowercased().prefix(4)),
            selected: selected.ids, policyDigest: document.digest)
        if case .before(let text)? = options.selection {
            here.event = try await session.event(text, of: id, kind, now: here.now)
        }
        let past = try await pastDrills()
        here.expectedRestore = DrillHistory(past.filter { $0.source == id }).usualRestore
        switch RecoveryRequestBuilder.request(policy, id, entry, known, options: options, here) {
        case .success(var request):
            // Its drills were of the database where it was.
            let own = DrillScope(account: target.name.account, region: target.name.region)
            request.earlier = EarlierDrill.history(of: DrilledDatabase(own, kind, id), in: past)
            return request
        case .failure(let problems): throw CommandFailure(.usage, problems.description)
        }
    }

    /// The databases that the policy selects, where they are; where their place does not say which have its tags, those
    /// that it names, and why.
    private func selected() async throws -> (DrillSources.Selected, unseen: String?) {
        guard let home else { return (try await DrillSources(client: session.client).selected(by: policy), nil) }
        let named = DrillSources.named(by: policy.databases)
        guard policy.databases.contains(where: { !$0.select.tags.isEmpty }) else { return (named, nil) }
        guard let client = client(of: home) else { return (named, Self.unasked) }
        do {
            return (try await DrillSources(client: client).selected(by: policy), nil)
        } catch let error as ClientError {
            return (named, "\(error)")
        }
    }

    /// Why a place is not asked.
    private static let unasked = "scope.assumeRole names no role to ask it with"

    /// With which the database's own place is asked; nil where no role of its account is named.
    private func client(of home: RecoveryMission.Home) -> AWSClient? {
        home.account == nil ? session.client.with { $0.region = home.region } : target.former
    }

    /// What is known of a database of another region or account: by that place while it answers, else by the inventory.
    private func whatIsKnown(
        of id: String, _ kind: DatabaseKind, in home: RecoveryMission.Home,
        _ kept: (database: InstanceFacts, at: Instant)?,
        _ options: RecoveryOptions
    ) async throws -> RecoveryRequestBuilder.Known {
        var known = RecoveryRequestBuilder.Known(database: nil, origin: .policy, isLive: false, hasWindow: false)
        var was = home
        let client = client(of: home)
        do {
            let live = try await client.map(DrillSources.init)?.described(id, kind)?.instance
            if let live { (known.database, known.origin, was.status) = (live, .live, live.status) }
            if client == nil { was.failure = Self.unasked }
        } catch let error as ClientError {
            was.failure = "\(error)"
        }
        known.home = was
        if known.database == nil, let kept { (known.database, known.origin) = (kept.database, .inventory(at: kept.at)) }
        var snapshot: String?
        if case .snapshot(let id)? = options.selection { snapshot = id }
        let copies = try await DrillSources(client: session.client).copies(
            of: id, kind, from: home, snapshot: snapshot, resource: known.database?.settings?.resourceID)
        known.hasWindow = copies.hasWindow
        known.database = known.database?.moved(to: scope, from: home, key: copies.key)
        return known
    }

    /// The database that is to be recovered, which the policy selects or its inventory has.
    ///
    /// - Parameter unseen: Why it is not known which databases the policy selects by their tags.
    private func database(
        _ wanted: String?, _ selected: DrillSources.Selected, _ inventory: KeptInventoryLink?, _ unseen: String?
    ) throws -> String {
        let ids = Set(selected.ids).union(inventory?.inventory.databases.map(\.id) ?? []).sorted()
        if let wanted {
            guard ids.contains(wanted) else {
                if let unseen {
                    throw CommandFailure(
                        .refused, "whether policy \(policy.name) selects \(wanted) by its tags is not known: \(unseen)",
                        hint: "name it by its id in the policy")
                }
                throw CommandFailure(
                    .refused, "policy \(policy.name) names no database \(wanted), so it is not recovered",
                    hint: Spelling.hint(for: wanted, in: ids) ?? "it selects \(CountText.list(ids))")
            }
            return wanted
        }
        if let unseen {
            throw CommandFailure(
                .usage, "which databases policy \(policy.name) selects by their tags is not known: \(unseen)",
                hint: ids.isEmpty
                    ? "no inventory has one: name them by their ids in the policy" : "choose one with --instance ID")
        }
        guard let only = ids.first, ids.count == 1 else {
            throw CommandFailure(
                .usage,
                ids.isEmpty
                    ? "policy \(policy.name) selects no database, and no inventory has one"
                    : "policy \(policy.name) selects \(CountText.list(ids))",
                hint: ids.isEmpty ? nil : "choose one with --instance ID")
        }
        return only
    }

    private func entry(of id: String, _ kind: DatabaseKind, _ facts: InstanceFacts?) throws -> DatabasePolicy {
        let named = policy.databases.first { $0.select.ids.contains(id) }
        let tagged = policy.databases.first { entry in
            entry.kind == kind && entry.select.ids.isEmpty && !TestRestore.made(id, tags: facts?.tags ?? [:])
                && entry.select.tags.allSatisfy { facts?.tags[$0.key] == $0.value }
        }
        guard let entry = named ?? tagged else {
            throw CommandFailure(.refused, "no entry of policy \(policy.name) selects \(id)")
        }
        return entry
    }

    /// The drills that can be believed, whose figures the recovered data is compared with.
    private func pastDrills() async throws -> [DrillRecord] {
        let source = try context.evidence(EvidenceSource(place: settings.evidence), of: policy)
        let trust = try await context.trust(source, client: target.home.client)
        let store = try context.evidence(at: source.place, key: nil, client: target.home.client)
        let doubt: String
        do {
            switch try await store.reading(of: policy.name, by: trust, at: context.now()).proven {
            case .known(let proven): return proven
            case .unavailable(let failure): doubt = "\(failure)"
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            doubt = CommandFailure(error).message
        }
        // A recovery goes on without them.
        context.console.complain("the data is not compared with earlier drills: \(doubt)")
        return []
    }

    /// Checks every guard, and says what would be done.
    func rehearse(_ request: DrillRequest) async throws -> (record: DrillRecord, order: RestoreOrder?) {
        let facts = try await DrillPreflight(try environment(request)).facts(for: request)
        var machine = DrillMachine(request)
        _ = machine.handle(.started, at: context.now())
        let actions = machine.handle(.factsGathered(facts), at: context.now())
        if case .finish(let record)? = actions.first { return (record, nil) }
        return (machine.rehearsal(at: context.now()), machine.order)
    }

    /// Runs a recovery and stores its evidence, whatever its verdict.
    func run(_ request: DrillRequest) async throws -> DrillRecord {
        let lock = try context.lockDrills(of: policy.name, for: request.id)
        defer { withExtendedLifetime(lock) {} }
        let unfinished = try context.unfinishedRecoveries(of: policy.name)
        // Of those that are over only the evidence is missing, which must not keep another recovery from running.
        for (ledger, machine) in unfinished where machine.state == .finished {
            let end = try ledger.events().last?.at ?? context.now()
            _ = try await keep(machine.record(at: end), ledger, mayBeKept: true)
        }
        if let open = unfinished.first(where: { $0.machine.state != .finished }) {
            throw CommandFailure(
                .refused, "recovery \(open.machine.request.id) of \(open.machine.request.source) is not finished",
                hint: "continue it with `drctl recover resume`")
        }
        context.console.say("Recovery \(request.id) of \(request.source) as \(request.target.id)")
        let ledger = DrillLedger(folder: context.recoveryFolder, drill: request.id)
        let runner = DrillRunner(request, ledger: ledger, environment: try environment(request))
        return try await keep(try await runner.run(), ledger)
    }

    /// Continues a recovery whose process ended.
    func resume(_ ledger: DrillLedger, _ machine: DrillMachine) async throws -> DrillRecord {
        let lock = try context.lockDrills(of: policy.name, for: machine.request.id)
        defer { withExtendedLifetime(lock) {} }
        context.console.say("Resuming recovery \(machine.request.id) during \(machine.phase.rawValue)")
        let runner = DrillRunner(machine.request, ledger: ledger, environment: try environment(machine.request))
        return try await keep(try await runner.resume(machine), ledger, mayBeKept: true)
    }

    private func environment(_ request: DrillRequest) throws -> DrillEnvironment {
        try context.drillEnvironment(settings, session, request, of: policy)
    }

    /// Stores the evidence, then notifies. A recovery that was interrupted has none yet: it is to be continued.
    private func keep(
        _ record: DrillRecord, _ ledger: DrillLedger, mayBeKept: Bool = false
    ) async throws -> DrillRecord {
        guard record.verdict != .interrupted else { return record }
        guard record.verdict != .refused else {
            context.end(ledger, "refused: no evidence to store")
            return record
        }
        return await Task {
            var kept = record
            kept.versions["drctl"] = Drctl.version
            var anchor: EvidenceAnchor?
            do {
                let store = try await context.evidence(settings, of: policy, client: target.home.client)
                let stored = try await add(kept, ledger, to: store, mayBeKept: mayBeKept)
                anchor = stored.anchor
                context.console.say("Evidence: \(stored.place)")
                context.console.say("Anchor:   \(stored.anchor)")
                context.end(ledger, "evidence is stored in \(stored.place)")
            } catch {
                // What was recovered is recovered: the ledger stays open until its evidence is stored.
                context.console.complain(
                    "failed to store the evidence: \(error)",
                    hint: "fix the cause, then run `drctl recover resume` to store it")
                kept.problems.append(DrillProblem(phase: .switchover, operation: "evidence", reason: "\(error)"))
            }
            // The next disaster finds the database by what it is now.
            try? await context.keepInventory(
                of: [record.kind: [record.source]], target, evidence: EvidenceSource(place: settings.evidence),
                key: settings.signingKey)
            for trouble in await DrillAnnouncement(client: session.client).announce(
                kept, topic: policy.notifications?.topic, anchor: anchor)
            {
                kept.problems.append(DrillProblem(phase: .switchover, operation: "announce", reason: trouble))
                context.console.complain(trouble)
            }
            return kept
        }.value
    }

    private func add(
        _ record: DrillRecord, _ ledger: DrillLedger, to store: EvidenceStore, mayBeKept: Bool
    ) async throws -> EvidenceStore.Stored {
        let log = DrillLog.lines(try ledger.request(), try ledger.events()).map(\.line).joined()
        let files = { (record: DrillRecord) in
            ["report.html": record.html, "report.md": record.markdown, "recovery.log": log]
        }
        if mayBeKept,
            let stored = try await store.complete(record.drill, policy: policy.name, at: context.now(), files: files)
        {
            return stored
        }
        return try await store.add(
            record, kind: RecoveryMission.evidenceKind, policy: policy.name, at: context.now(), freshUntil: nil,
            files: files(record))
    }
}

extension CommandContext {
    /// The folder of recoveries' ledgers: commands about drills leave it alone.
    var recoveryFolder: Folder { Folder(stateFolder).folder("recoveries") }

    /// Recoveries of a policy that nobody has brought to their end, newest last.
    ///
    /// - Throws: `FileFailure` when nobody can know.
    func unfinishedRecoveries(of policy: String) throws -> [OpenLedgers.Open] {
        try openLedgers(in: recoveryFolder).of(policy)
    }

    /// Asks for the typed identifier of the database; without a terminal it must have been given.
    ///
    /// - Throws: `CommandFailure` when it is not confirmed.
    func confirm(_ database: String, given: String?, _ question: String) throws {
        if let given {
            guard given == database else {
                throw CommandFailure(
                    .refused, "--confirm names \(given), and the database is \(database); nothing was changed")
            }
            return
        }
        guard !options.noInput, isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(
                .refused, "\(question) needs a confirmation; nothing was changed",
                hint: "give --confirm \(database) where nobody can type it")
        }
        let answer = try console.ask { write in
            try TerminalInput.shared.visibleLine("\(question)\nType \(database) to go on: ", write: write) ?? ""
        }
        guard answer.filter({ !$0.isWhitespace }) == database else {
            throw CommandFailure(.refused, "not confirmed; nothing was changed")
        }
    }
}
