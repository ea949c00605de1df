package import PostgresTools
import RecoveryEngine
package import RecoveryModel

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
        } catch {
            drill.fail(with: error)
        }
        let end = now()
        return isRehearsal ? drill.value.rehearsal(at: end) : drill.value.record(at: end)
    }

    private func prove(_ drill: RunningDrill, _ order: Order, isRehearsal: Bool) async throws {
        drill.enter(.preflight, at: now(), progress)
        let request = drill.value.request
        let listing = try await BackupCatalogue(store, trust: trust).listing()
        let limit: Instant? = if case .pointInTime(let instant) = request.selection { instant } else { nil }
        let own = listing.backups(of: request.source, named: BackupNaming.beginning(of: request.source))
        let (chosen, reason) = BackupChoice.newest(own, of: request.source, at: limit)
        guard let backup = chosen, let manifest = backup.manifest?.manifest else {
            return drill.change { $0.noBackup("\(store.place): \(reason)") }
        }
        drill.change { $0.choose(.dump(manifest)) }
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
        drill.enter(.restore, at: now(), progress)
        try await drill.withinDeadline(from: now()) {
            let (result, leftover) = await restorer.withScratch(request.target.id, of: backup, login) { login in
                drill.change { $0.restored(server: version, at: now()) }
                try await DrilledAnswers(tools: programs.tools, now: now, progress: progress).judge(drill, login)
            }
            if let leftover { drill.change { $0.left(request.target.id, leftover) } }
            try result.get()
        }
    }
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
