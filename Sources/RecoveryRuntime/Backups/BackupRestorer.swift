package import PostgresTools
package import RecoveryEngine
package import RecoveryModel

/// How a backup is restored.
package struct BackupRestoreOrder: Sendable {
    /// To a database of the server that is not restored to, such as `postgres`.
    package var connection: PostgresConnection
    /// The file with age's key.
    package var identity: String?
    /// How many sessions write at a time.
    package var jobs = 1
    /// Without owners and privileges.
    package var leavesOwners = false
    /// What of the backup is restored.
    package var part = Part.everything

    /// What of a backup is restored.
    package enum Part: Sendable, Equatable {
        case everything
        /// The definitions that come before the rows, and the rows of these tables.
        case tables([TableCount])
        /// All definitions, and no row.
        case definitions
    }

    package init(_ connection: PostgresConnection) { self.connection = connection }
}

/// Restores a backup into a database of its own, which takes its name when it is complete: whatever has that name is
/// untouched until then.
package struct BackupRestorer: Sendable {
    package let store: any BackupStore
    package let programs: BackupPrograms
    package let now: @Sendable () -> Instant
    package let progress: @Sendable (BackupProgress) -> Void

    package init(
        store: any BackupStore, programs: BackupPrograms, now: @escaping @Sendable () -> Instant,
        progress: @escaping @Sendable (BackupProgress) -> Void
    ) {
        self.store = store
        self.programs = programs
        self.now = now
        self.progress = progress
    }

    private static let longest = 1_728_000

    /// What is known of the server, and of the database whose name would be taken.
    ///
    /// - Throws: `BackupFailure`, `PostgresError`.
    package func target(
        _ order: BackupRestoreOrder, existing name: String?, of manifest: BackupManifest
    ) async throws -> RestoreTarget {
        let tool = try await programs.tools.version()
        var target = try await open(order) { session in
            let number =
                try await session.value("select current_setting('server_version_num')").flatMap { Int($0) } ?? 0
            let roles = try await session.rows("select rolname from pg_roles").compactMap { $0.first ?? nil }
            var target = RestoreTarget(
                serverNumber: number, toolMajor: Int(tool.prefix { $0.isNumber }) ?? 0, roles: Set(roles))
            do {
                target.systemIdentifier =
                    try await session.rows("select system_identifier from pg_control_system()").first?.first ?? nil
            } catch let error as PostgresError where error.kind == .statement {
                // A login that may not read it leaves the question to addresses.
                target.systemIdentifier = nil
            }
            guard let name else { return target }
            let found = try await session.rows(
                """
                select d.oid, (select string_agg(environment, ' ') from ( \
                select split_part(c, '=', 2) as environment from pg_db_role_setting s, unnest(s.setconfig) c \
                where s.setdatabase = d.oid and lower(c) like 'drctl.environment=%' \
                union all select nullif(current_setting('drctl.environment', true), '')) given) \
                from pg_database d where d.datname = \(SQLQuoting.literal(name))
                """)
            guard let row = found.first else { return target }
            target.existing = .init(name: name, environment: row[1])
            return target
        }
        if let existing = target.existing, let query = manifest.schemaVersionQuery, !existing.isProduction {
            // A database that cannot answer, such as an empty one, has no version: it has to be accepted as such.
            let version = try? await open(order, database: existing.name) { session in
                try await session.snapshot { try await SourceSurvey.version(&$0, query) }
            }
            target.existing?.schemaVersion = (version ?? nil) ?? "none"
        }
        return target
    }

    /// Restores into a new database of this name, and compares it with the manifest; the database is gone after a failure.
    ///
    /// - Throws: `BackupFailure` also when a row is missing; `PipelineFailure`, `PostgresError`, what the store throws.
    package func restore(_ backup: StoredBackup, _ order: BackupRestoreOrder, to database: String) async throws {
        do {
            try await fill(database, from: backup, order)
        } catch {
            if let failure = await drop(database, order) { progress(.notice(failure)) }
            throw error
        }
    }

    /// Restores into a scratch database, hands the login to it to the body, and drops it in any case, also when this task
    /// is cancelled.
    ///
    /// - Returns: What the body returned or threw, and why the database could not be dropped.
    package func withScratch<Value: Sendable>(
        _ scratch: String, of backup: StoredBackup, _ order: BackupRestoreOrder,
        _ body: @Sendable (PostgresConnection) async throws -> Value
    ) async -> (result: Result<Value, any Error>, leftover: String?) {
        let result: Result<Value, any Error>
        do {
            try await fill(scratch, from: backup, order)
            var login = order.connection
            login.database = scratch
            result = .success(try await body(login))
        } catch {
            result = .failure(error)
        }
        return (result, await drop(scratch, order))
    }

    /// Creates the database, restores into it and compares it with the manifest.
    private func fill(_ database: String, from backup: StoredBackup, _ order: BackupRestoreOrder) async throws {
        let reading = try BackupReading(store, backup)
        let identity = try reading.identity(order.identity)
        let unpacking = try programs.unpacking(identity: identity)
        try await create(database, for: reading.manifest, order)
        let login = try ProgramLogin(order.connection, readOnly: false)
        try await restore(reading, order, unpacking, login, to: database)
        try await compare(reading.manifest, order, database)
    }

    /// Drops a database of drctl's own, also when this task is cancelled; returns why it could not be dropped.
    package func drop(_ database: String, _ order: BackupRestoreOrder) async -> String? {
        await Task { () -> String? in
            do {
                try await open(order, readOnly: false) { session in
                    _ = try await session.rows(
                        "drop database if exists \(SQLQuoting.identifier(database)) with (force)")
                }
                return nil
            } catch {
                return "database \(database) was not dropped and has to be dropped manually: \(error)"
            }
        }.value
    }

    func open<Value: Sendable>(
        _ order: BackupRestoreOrder, database: String? = nil, readOnly: Bool = true,
        _ body: @Sendable (inout PsqlSession) async throws -> Value
    ) async throws -> Value {
        var connection = order.connection
        if let database { connection.database = database }
        let settings = SessionSettings(
            applicationName: "drctl backup", statementTimeout: Self.longest, readOnly: readOnly)
        return try await PsqlSession.open(connection, settings: settings, tools: programs.tools, body)
    }
}
