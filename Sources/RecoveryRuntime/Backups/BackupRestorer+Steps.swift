import PostgresTools
import RecoveryModel

extension BackupRestorer {
    /// A new database with the encoding and collation of the one that was backed up.
    func create(_ database: String, for manifest: BackupManifest, _ order: BackupRestoreOrder) async throws {
        let server = manifest.server
        try await open(order, readOnly: false) { session in
            _ = try await session.rows(
                """
                create database \(SQLQuoting.identifier(database)) template template0 \
                encoding \(SQLQuoting.literal(server.encoding)) lc_collate \(SQLQuoting.literal(server.collation)) \
                lc_ctype \(SQLQuoting.literal(server.characterType))
                """)
            _ = try await session.rows(
                "comment on database \(SQLQuoting.identifier(database)) is "
                    + SQLQuoting.literal("drctl: being restored from \(manifest.name)"))
        }
    }

    /// Definitions before the rows, the rows some parts at a time, and what is built of them.
    func restore(
        _ reading: BackupReading, _ order: BackupRestoreOrder, _ unpacking: [Program], _ login: ProgramLogin,
        to database: String
    ) async throws {
        let parts = reading.manifest.parts
        guard let definitions = parts.first(where: { $0.kind == .definitions }) else {
            throw BackupFailure("\(reading.backup.name) has no definitions")
        }
        @Sendable func program(_ section: String) -> Program {
            programs.restore(section, to: database, login, leavesOwners: order.leavesOwners)
        }
        let start = now()
        // What several sessions restore has to be a file; without memory for one, a single session does it.
        let archive = order.jobs > 1 ? MemoryFile("definitions.dump") : nil
        if let archive {
            let source = try await reading.source(definitions)
            try await ProgramPipeline(unpacking).run(from: source) { try archive.append($0) }
            try await ProgramPipeline([
                programs.restore(
                    "pre-data", to: database, login, leavesOwners: order.leavesOwners, archive: archive.path, jobs: 1)
            ]).run()
        } else {
            try await ProgramPipeline(unpacking + [program("pre-data")]).run(
                from: try await reading.source(definitions))
        }
        let data = parts.filter { $0.kind == .data }.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }
        switch order.part {
        case .definitions: break
        case .everything:
            _ = try await concurrentMap(data, width: max(1, order.jobs)) { part in
                try await ProgramPipeline(unpacking + [program("data")]).run(from: try await reading.source(part))
            }
        case .tables(let tables):
            for part in data {
                for table in tables {
                    let one = programs.restore(table, to: database, login, leavesOwners: order.leavesOwners)
                    // It reads no further than the table's rows, which are counted afterwards.
                    var pipeline = ProgramPipeline(unpacking + [one])
                    pipeline.mayEndEarly = true
                    try await pipeline.run(from: try await reading.source(part))
                }
            }
        }
        progress(.notice("data restored in \(ElapsedText.of(milliseconds: now().milliseconds - start.milliseconds))"))
        // Indexes and constraints of tables without their rows would say what does not hold.
        if case .tables = order.part { return }
        if let archive {
            try await ProgramPipeline([
                programs.restore(
                    "post-data", to: database, login, leavesOwners: order.leavesOwners, archive: archive.path,
                    jobs: order.jobs)
            ]).run()
        } else {
            try await ProgramPipeline(unpacking + [program("post-data")]).run(
                from: try await reading.source(definitions))
        }
    }

    /// Holds the restored rows and schema version to the manifest, as far as they were restored.
    func compare(_ manifest: BackupManifest, _ order: BackupRestoreOrder, _ database: String) async throws {
        var manifest = manifest
        switch order.part {
        case .everything: break
        case .tables(let tables): (manifest.tables, manifest.schemaVersionQuery) = (tables, nil)
        case .definitions:
            manifest.schemaVersionQuery = nil
            for index in manifest.tables.indices { manifest.tables[index].rows = 0 }
        }
        try await compareAll(manifest, order, database)
    }

    private func compareAll(_ manifest: BackupManifest, _ order: BackupRestoreOrder, _ database: String) async throws {
        let problems = try await open(order, database: database) { session in
            var problems: [String] = []
            for table in manifest.tables {
                let rows = try await session.value("select count(*) from only \(table.quoted)").flatMap { Int($0) }
                guard rows != table.rows else { continue }
                problems.append(
                    "\(table) has \(rows.map { CountText.of($0, "row") } ?? "no count") and had \(CountText.number(table.rows))"
                )
            }
            if let query = manifest.schemaVersionQuery {
                let version = try await session.snapshot { try await SourceSurvey.version(&$0, query) }
                if version != manifest.schemaVersion {
                    problems.append(
                        "the schema version is \(version ?? "none") and was \(manifest.schemaVersion ?? "none")")
                }
            }
            return problems
        }
        guard problems.isEmpty else {
            throw BackupFailure("what was restored is not what was backed up: " + problems.joined(separator: "; "))
        }
    }
}
