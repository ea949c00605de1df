package import PostgresTools
import RecoveryEngine
package import RecoveryModel
import Synchronization

/// Runs a drill of a PostgreSQL outside RDS: restores a backup into a scratch database, asks it the policy's checks, and
/// drops it in any case.
package struct BackupDrillRunner: Sendable {
    package let store: any BackupStore
    package let trust: EvidenceTrust
    package let programs: BackupPrograms
    package let now: @Sendable () -> Instant
    package let progress: @Sendable (DrillProgress) -> Void

    package init(
        store: any BackupStore, trust: EvidenceTrust, programs: BackupPrograms, now: @escaping @Sendable () -> Instant,
        progress: @escaping @Sendable (DrillProgress) -> Void
    ) {
        self.store = store
        self.trust = trust
        self.programs = programs
        self.now = now
        self.progress = progress
    }

    /// How and where it restores.
    package struct Order: Sendable {
        /// To a database of the scratch server.
        package var restore: BackupRestoreOrder
        /// The address of the source's login; nil where that cannot be read on this machine.
        package var sourceAddress: String?
        /// Why policies protect the server for scratch databases; nil when they do not.
        package var protection: String?

        package init(_ restore: BackupRestoreOrder) { self.restore = restore }
    }

    /// The record of the drill, whatever became of it.
    ///
    /// - Parameter isRehearsal: Whether it ends before anything is changed.
    package func run(_ request: DrillRequest, _ order: Order, isRehearsal: Bool) async -> DrillRecord {
        let drill = RunningDrill(BackupDrill(request, place: store.place))
        do {
            try await prove(drill, order, isRehearsal: isRehearsal)
        } catch is CancellationError {
            drill.change { $0.interrupted() }
        } catch {
            let isOfBackup = error is BackupFailure || error is PipelineFailure
            drill.change { $0.failed(isOfBackup ? "restore" : "server", "\(error)", isOfBackup: isOfBackup) }
        }
        let end = now()
        return isRehearsal ? drill.value.rehearsal(at: end) : drill.value.record(at: end)
    }

    private func prove(_ drill: RunningDrill, _ order: Order, isRehearsal: Bool) async throws {
        enter(.preflight, drill)
        let request = drill.value.request
        let listing = try await BackupCatalogue(store, trust: trust).listing()
        let limit: Instant? = if case .pointInTime(let instant) = request.selection { instant } else { nil }
        let own = listing.backups(of: request.source, named: BackupNaming.beginning(of: request.source))
        let (chosen, reason) = BackupChoice.newest(own, of: request.source, at: limit)
        guard let backup = chosen, let manifest = backup.manifest?.manifest else {
            return drill.change { $0.noBackup("\(store.place): \(reason)") }
        }
        drill.change { $0.choose(manifest) }
        let restorer = BackupRestorer(store: store, programs: programs, now: now) { step in
            if case .notice(let text) = step { progress(.trouble(text)) }
        }
        var server = try await restorer.scratchServer(order.restore, manifest)
        server.sourceAddress = order.sourceAddress
        server.protection = order.protection
        drill.change { $0.guarded(GuardFinding.ofScratch(server, manifest)) }
        let tool = try await programs.tools.version()
        drill.change { $0.uses("pg_restore", tool) }
        guard drill.value.goesOn, !isRehearsal else { return }
        var restore = order.restore
        restore.leavesOwners = !manifest.roles.allSatisfy(server.target.roles.contains)
        let (login, version) = (restore, server.version)
        enter(.restore, drill)
        let left = request.deadline - (now().milliseconds - request.startedAt.milliseconds)
        try await within(milliseconds: left) {
            let (result, leftover) = await restorer.withScratch(request.target.id, of: backup, login) { login in
                drill.change { $0.restored(server: version, at: now()) }
                try await verify(drill, manifest, login)
            }
            if let leftover { drill.change { $0.left(request.target.id, leftover) } }
            try result.get()
        }
    }

    private func verify(_ drill: RunningDrill, _ manifest: BackupManifest, _ login: PostgresConnection) async throws {
        enter(.verify, drill)
        let request = drill.value.request
        let checks = CheckPlanner.planOfBackup(request, manifest)
        let settings = SessionSettings(
            applicationName: "drctl drill", statementTimeout: max(60, request.deadline / 1_000), readOnly: false)
        let questions = DatabaseQuestions(tools: programs.tools, settings: settings, now: now, progress: progress)
        var answers = try await questions.answers(checks.filter { $0.preparation == nil }, from: login)
        answers.observations += try await StructureQuestions(
            tools: programs.tools, settings: settings, progress: progress
        ).answers(checks.filter { $0.preparation != nil }, from: login)
        let all = answers
        drill.change { $0.answered(checks, all, at: now()) }
        if !request.smoke.isEmpty {
            enter(.smoke, drill)
            let result = try await CheckResult.smoke(request.smoke, against: login, tools: programs.tools)
            drill.change { $0.smoked(result) }
        }
        enter(.teardown, drill)
    }

    private func enter(_ phase: DrillPhase, _ drill: RunningDrill) {
        drill.change { $0.enter(phase, at: now()) }
        progress(.entered(phase))
    }

    /// Ends the body when it takes longer; what it has made is removed before this returns.
    private func within(milliseconds: Int, _ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return true
            }
            group.addTask {
                try await Task.sleep(for: .milliseconds(max(0, milliseconds)))
                return false
            }
            defer { group.cancelAll() }
            guard try await group.next() == false else { return }
            group.cancelAll()
            while (try? await group.next()) != nil {}
            try Task.checkCancellation()
            throw BackupFailure("it was not restored and verified within \(ElapsedText.of(milliseconds: milliseconds))")
        }
    }
}

/// A drill that several tasks tell what happens.
private final class RunningDrill: Sendable {
    private let drill: Mutex<BackupDrill>

    init(_ drill: BackupDrill) { self.drill = Mutex(drill) }

    var value: BackupDrill { drill.withLock { $0 } }

    func change(_ body: (inout BackupDrill) -> Void) { drill.withLock { body(&$0) } }
}

extension BackupRestorer {
    /// What a drill wants to know of the server that it would restore on.
    func scratchServer(_ order: BackupRestoreOrder, _ manifest: BackupManifest) async throws -> ScratchServer {
        let target = try await target(order, existing: nil, of: manifest)
        let address = "\(order.connection.host):\(order.connection.port)"
        return try await open(order) { session in
            let facts = try await session.rows(
                """
                select current_setting('server_version'), nullif(current_setting('drctl.environment', true), ''), \
                (select string_agg(split_part(c, '=', 2), ' ') from pg_db_role_setting s, unnest(s.setconfig) c \
                where lower(c) like 'drctl.environment=%')
                """)
            let version = (facts.first?.first ?? nil)?.split(separator: " ").first.map(String.init) ?? ""
            var server = ScratchServer(version: version, address: address, target: target)
            let marks = (facts.first?.dropFirst() ?? []).compactMap(\.self)
            server.environment = marks.isEmpty ? nil : marks.joined(separator: " ")
            server.systemIdentifier = target.systemIdentifier
            return server
        }
    }
}
