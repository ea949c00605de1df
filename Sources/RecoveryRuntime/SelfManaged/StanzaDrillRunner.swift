import FoundationEssentials
package import PostgresTools
import RecoveryEngine
package import RecoveryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs a drill of a PostgreSQL that pgBackRest backs up: restores the cluster into a new folder, starts a server on it that
/// replays the archived log, asks it the policy's checks, and stops and deletes it in any case.
package struct StanzaDrillRunner: Sendable {
    package let program: PgBackRest
    package let policy: SelfManagedPolicy.PgBackRest
    package let tools: ClientTools
    package let now: @Sendable () -> Instant
    package let progress: @Sendable (DrillProgress) -> Void

    package init(
        program: PgBackRest, policy: SelfManagedPolicy.PgBackRest, tools: ClientTools,
        now: @escaping @Sendable () -> Instant, progress: @escaping @Sendable (DrillProgress) -> Void
    ) {
        self.program = program
        self.policy = policy
        self.tools = tools
        self.now = now
        self.progress = progress
    }

    /// The record of the drill, whatever became of it.
    ///
    /// - Parameters:
    ///   - drill: Where a server may be started.
    ///   - isRehearsal: Whether it ends before anything is changed.
    package func run(
        _ request: DrillRequest, in drill: SelfManagedPolicy.StanzaDrill, isRehearsal: Bool
    ) async -> DrillRecord {
        let running = RunningDrill(BackupDrill(request, place: "pgBackRest's stanza \(policy.stanza)"))
        do {
            try await prove(running, drill, isRehearsal: isRehearsal)
        } catch {
            running.fail(with: error)
        }
        let end = now()
        return isRehearsal ? running.value.rehearsal(at: end) : running.value.record(at: end)
    }

    private func prove(
        _ drill: RunningDrill, _ place: SelfManagedPolicy.StanzaDrill, isRehearsal: Bool
    ) async throws {
        drill.enter(.preflight, at: now(), progress)
        let request = drill.value.request
        let stanza = try await StanzaReader(program).stanza(PgBackRest.Stanza(policy))
        let limit: Instant? = if case .pointInTime(let instant) = request.selection { instant } else { nil }
        let (chosen, reason) = StanzaChoice.choose(stanza, named: policy.stanza, at: limit, now: request.startedAt)
        guard let stanza, let chosen, case .stanza(let backup, _) = chosen else {
            return drill.change { $0.noBackup(reason) }
        }
        drill.change { $0.choose(chosen) }
        let programs = await ScratchCluster.programs(major: chosen.major, beside: tools)
        var scratch = ScratchPlace.observed(place.folder, target: "\(place.folder)/\(request.target.id)")
        scratch.programs = programs
        let seen = scratch
        drill.change { $0.guarded(GuardFinding.ofPlace(seen, backup)) }
        guard drill.value.goesOn, !isRehearsal, let programs else { return }
        drill.enter(.restore, at: now(), progress)
        var order = PgBackRest.Stanza(policy)
        // The repository that was judged, and no other.
        order.repository = stanza.repository
        let chosenStanza = order
        try await drill.withinDeadline(from: now()) {
            try await withFolder(seen.target, drill) {
                let cluster = ScratchCluster(programs: programs, folder: seen.target)
                let control = try await restore(backup, until: limit, as: chosenStanza, into: cluster)
                try await cluster.run(
                    control, until: limit, as: place.user, database: request.source, tools: tools
                ) { login in
                    try await replayed(drill, login)
                    try await DrilledAnswers(tools: tools, now: now, progress: progress).judge(drill, login)
                }
            }
        }
    }

    /// Makes the folder, and deletes it in any case, also when this task is cancelled.
    ///
    /// - Throws: `BackupFailure` when it exists already; what the body throws.
    private func withFolder(
        _ path: String, _ drill: RunningDrill, _ body: () async throws -> Void
    ) async throws {
        // Never with what is between: the policy's folder has to be there, and this one must not.
        guard mkdir(path, 0o700) == 0 else {
            throw BackupFailure("\(path) could not be made: \(String(cString: strerror(errno)))")
        }
        let result: Result<Void, any Error>
        do {
            for name in ["data", "tablespaces", "lock", "log"] {
                guard mkdir("\(path)/\(name)", 0o700) == 0 else {
                    throw BackupFailure("\(path)/\(name) could not be made: \(String(cString: strerror(errno)))")
                }
            }
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            drill.change { $0.left(folder: path, "\(error)") }
        }
        try result.get()
    }

    /// Restores the files; what they are of.
    private func restore(
        _ backup: BackRestStanza.Backup, until: Instant?, as stanza: PgBackRest.Stanza, into cluster: ScratchCluster
    ) async throws -> ScratchCluster.Control {
        try await program.restore(
            PgBackRest.Restore(
                backup: backup.label, until: until.map(ScratchCluster.time), folder: cluster.folder), of: stanza)
        let control = try await cluster.control()
        guard control.systemIdentifier == backup.systemIdentifier else {
            throw BackupFailure(
                "what was restored is cluster \(control.systemIdentifier), and the backup is of \(backup.systemIdentifier)"
            )
        }
        return control
    }

    /// Notes how far the log was replayed.
    private func replayed(_ drill: RunningDrill, _ login: PostgresConnection) async throws {
        let settings = SessionSettings(applicationName: "drctl drill")
        let facts = try await PsqlSession.open(login, settings: settings, tools: tools) { session in
            try await session.rows(
                """
                select current_setting('server_version'), \
                (extract(epoch from pg_last_xact_replay_timestamp()) * 1000)::bigint, pg_is_in_recovery()
                """)
        }
        guard let row = facts.first, row.count == 3, row[2] == "f" else {
            throw BackupFailure("the server did not end its recovery")
        }
        let version = row[0]?.split(separator: " ").first.map(String.init) ?? ""
        let commit = row[1].flatMap { Int($0) }.map { Instant(milliseconds: $0) }
        drill.change {
            $0.replayed(server: version, lastCommit: commit, at: now())
        }
    }
}
