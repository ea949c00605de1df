import AWSCore
import AWSNames
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// Runs the drills of a series side by side, within the quota of each region, and brings their results together.
struct DrillSeriesRun: Sendable {
    let context: CommandContext
    let run: TargetRun
    /// By the policy's name.
    let documents: [String: PolicyDocument]
    let settings: DrillSettings
    let progress: DrillSeriesLedger.Progress
    /// Nil for a dry run.
    let ledger: DrillSeriesLedger?

    private var opening: DrillSeriesLedger.Opening { progress.opening }

    /// Drills what is not done, notifies once, and closes the ledger. After an interruption the ledger stays open.
    ///
    /// - Throws: `CommandFailure` when drills of a policy are running on this machine, `CancellationError`.
    func result() async throws -> DrillSeries {
        let parts = try DrillSeriesParts(ledger == nil ? [] : opening.policies, context)
        defer { withExtendedLifetime(parts) {} }
        let waiting = opening.queue.indices.filter { progress.ended[$0] == nil }
        if ledger != nil, !waiting.isEmpty {
            context.console.say(
                "Series \(opening.id): \(CountText.of(waiting.count, "drill")) of \(opening.queue.count), "
                    + "at most \(opening.width) side by side")
        }
        var outcomes = progress.ended
        outcomes.merge(try await drilled(waiting, parts)) { $1 }
        let entries = opening.queue.enumerated().map { index, candidate in
            DrillSeries.Entry(
                candidate,
                outcomes[index]
                    ?? .failed(
                        RunFailure("stopped before it began", hint: "run the same command again"),
                        exitCode: DrillVerdict.interrupted.exitCode))
        }
        var series = DrillSeries(
            id: opening.id, startedAt: opening.at, endedAt: context.now(), entries: entries + opening.rest)
        guard let ledger, outcomes.count == opening.queue.count, !entries.contains(where: \.isInterrupted) else {
            return series
        }
        // Neither is cancelled: the result must be known.
        let done = series
        series.problems = await Task { await notify(done) }.value
        do {
            try ledger.append(.closed(at: context.now(), why: "every drill is over"))
        } catch {
            context.console.complain("\(error)")
        }
        return series
    }

    private func drilled(_ waiting: [Int], _ parts: DrillSeriesParts) async throws -> [Int: DrillSeries.Outcome] {
        let places = waiting.map { (index: $0, place: place(of: opening.queue[$0])) }
        let planned = DrillSchedule(places, width: opening.width, room: try await room(places))
        return await withTaskGroup(of: (Int, DrillSeries.Outcome).self) { group in
            var (schedule, outcomes) = (planned, [Int: DrillSeries.Outcome]())
            func begin() {
                while !Task.isCancelled, let index = schedule.next() {
                    group.addTask { (index, await outcome(of: index, parts)) }
                }
            }
            begin()
            while let (index, outcome) = await group.next() {
                outcomes[index] = outcome
                schedule.finish(index)
                begin()
            }
            return outcomes
        }
    }

    /// Where a drill restores.
    private func place(of candidate: DrillCandidate) -> DrillScope {
        var region = opening.options.copyRegion
        if region == nil, opening.options.selection == nil,
            case .copy(let named)? = documents[candidate.policy]?.policy.drill?.source
        {
            region = named
        }
        return DrillScope(account: candidate.scope.account, region: region ?? candidate.scope.region)
    }

    /// The instances that the quota of each place still allows; a place whose quota cannot be read has no limit here: each
    /// drill's own guard warns of it.
    private func room(_ places: [(index: Int, place: DrillScope)]) async throws -> [DrillScope: Int] {
        var room: [DrillScope: Int] = [:]
        for (index, place) in places {
            let candidate = opening.queue[index]
            guard room[place] == nil, let planned = planned(candidate) else { continue }
            do {
                let session = try await run.sessions.session(for: planned)
                let client = session.client.with { $0.region = place.region }
                let isAnyCluster = opening.queue.contains { $0.kind == .cluster }
                guard let quota = try await DrillQuota.read(client, isAnyCluster ? .cluster : .instance) else {
                    continue
                }
                room[place] = quota.limit - quota.used
            } catch let error as CancellationError {
                throw error
            } catch {
                // The drills say so themselves.
                continue
            }
        }
        return room
    }

    private func planned(_ candidate: DrillCandidate) -> PlannedTarget? {
        run.list.targets.first { $0.name == candidate.target }
    }

    /// Drills one database, or finishes the drill that a killed process has begun.
    private func outcome(of index: Int, _ parts: DrillSeriesParts) async -> DrillSeries.Outcome {
        let candidate = opening.queue[index]
        let outcome: DrillSeries.Outcome
        do {
            let record = try await record(of: index, candidate, parts)
            outcome = .drilled(record)
            context.console.say("\(candidate.database ?? ""): \(record.verdict.rawValue): \(record.summary)")
        } catch is CancellationError {
            outcome = .failed(RunFailure("interrupted"), exitCode: DrillVerdict.interrupted.exitCode)
        } catch {
            let failure = CommandFailure(error)
            outcome = .failed(failure.ofRun, exitCode: failure.status.rawValue)
            context.console.complain("\(candidate.database ?? ""): \(failure.message)", hint: failure.hint)
        }
        guard let ledger, !DrillSeries.Entry(candidate, outcome).isInterrupted else { return outcome }
        do {
            try ledger.append(.ended(index, outcome))
        } catch {
            // The drill is done and its evidence stored; a resumed series would ask its own ledger.
            context.console.complain("\(error)")
        }
        return outcome
    }

    private func record(
        of index: Int, _ candidate: DrillCandidate, _ parts: DrillSeriesParts
    ) async throws -> DrillRecord {
        guard let planned = planned(candidate), let document = documents[candidate.policy], let id = candidate.database
        else {
            throw CommandFailure(
                .refused, "\(candidate.target.shown) is no target of the policies any more",
                hint: "run the series with the policies, credentials and --region that it began with")
        }
        let session = try await run.sessions.session(for: planned)
        if candidate.isOutsideRDS == true {
            return try await outside(id, document, parts, session)
        }
        var part = document
        part.policy = document.policy.part(in: candidate.scope.region).policy
        let drills = Drills(
            context: context, document: part, settings: settings, session: session, series: parts, label: id)
        var options = opening.options
        options.instance = id
        guard let ledger else { return try await drills.rehearse(try await drills.request(options)) }
        if let (begun, machine) = try unfinished(progress.begun[index]) {
            try parts.begin(machine.request.id, of: candidate.policy)
            defer { parts.end(machine.request.id, of: candidate.policy) }
            return try await drills.resume(begun, machine)
        }
        let request = try await drills.request(options)
        try ledger.append(.begun(index, request.id))
        try parts.begin(request.id, of: candidate.policy)
        defer { parts.end(request.id, of: candidate.policy) }
        return try await drills.run(request)
    }

    /// Drills a database outside RDS. What a killed process has begun of one is not resumed, but begun again.
    private func outside(
        _ database: String, _ document: PolicyDocument, _ parts: DrillSeriesParts, _ session: AWSSession
    ) async throws -> DrillRecord {
        guard let entry = document.policy.selfManaged.first(where: { $0.database == database }) else {
            throw CommandFailure(.refused, "\(database) is not in `selfManaged` any more")
        }
        let drills = BackupDrills(
            context: context, document: document, entry: entry, settings: settings, series: parts)
        return try await drills.run(opening.options, ledger == nil, session: session)
    }

    /// The drill that a killed process has begun; nil when there is none, or a cleanup has removed what it had made.
    private func unfinished(_ drill: DrillID?) throws -> (DrillLedger, DrillMachine)? {
        guard let drill else { return nil }
        let ledger = DrillLedger(folder: context.drillFolder, drill: drill)
        guard try ledger.exists() else { return nil }
        let machine = try ledger.machine()
        return try machine.state != .finished && ledger.isClosed() ? nil : (ledger, machine)
    }

    /// Notifies each topic once, of the databases of its policies; returns what failed.
    private func notify(_ series: DrillSeries) async -> [String] {
        var problems: [String] = []
        let told = series.due.filter { documents[$0.candidate.policy]?.policy.notifications != nil }
        let groups = Dictionary(grouping: told) { entry in
            DrillAnnouncement.Topic(
                scope: entry.candidate.scope,
                name: documents[entry.candidate.policy]?.policy.notifications?.topic ?? "")
        }
        for (topic, entries) in groups.sorted(by: { $0.key < $1.key }) {
            do {
                guard let planned = planned(entries[0].candidate) else { continue }
                let session = try await run.sessions.session(for: planned)
                var part = series
                part.entries = entries
                try await DrillAnnouncement(client: session.client).notify(topic, of: part)
            } catch {
                problems.append("failed to notify topic \(topic.name): \(error)")
            }
        }
        for problem in problems { context.console.complain(problem) }
        return problems
    }
}

extension DrillSeries.Entry {
    /// True when it was stopped before its end: nothing is known of the database.
    var isInterrupted: Bool { exitCode == DrillVerdict.interrupted.exitCode }
}
