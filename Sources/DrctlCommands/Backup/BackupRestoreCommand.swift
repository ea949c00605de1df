package import ArgumentParser
import Glibc
import PostgresTools
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl backup restore`: a backup into a database.
package struct BackupRestoreCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore a backup into a new database, or in place of one",
        discussion: """
            The data goes into a database of its own, is compared with the manifest, and takes its name then. With --into, a
            database that has the name is kept under another one.

              $ drctl backup restore --from backups --identity key.txt --database-url-file server
              $ drctl backup restore --into knowledge_base --from backups --identity key.txt --database-url-file server
            """)

    @OptionGroup package var global: BackupVerbOptions
    @OptionGroup package var chosen: BackupPolicyOptions
    @OptionGroup package var source: BackupSourceOptions
    @OptionGroup package var keys: IdentityOptions
    @OptionGroup package var server: ServerOptions

    @Argument(help: "The backup (default: the newest).")
    package var name: String?

    @Option(
        help: ArgumentHelp("The database to restore to (default: a new one beside it).", valueName: "name"))
    package var into: String?

    @Option(help: ArgumentHelp("The name of the database that is replaced, instead of typing it.", valueName: "name"))
    package var confirm: String?

    @Option(
        name: .customLong("accept-schema-version"),
        help: ArgumentHelp("Replace a database of this other schema version.", valueName: "version"))
    package var acceptSchemaVersion: String?

    @Option(
        help: ArgumentHelp(
            "Only the rows of this table, with the definitions but without indexes; may be repeated.", valueName: "name"
        ))
    package var table: [String] = []

    @Flag(name: .customLong("schema-only"), help: "Only the definitions, without any row.")
    package var schemaOnly = false

    @Flag(name: .customLong("no-owner"), help: "Leave owners and privileges out.")
    package var noOwner = false

    @Option(help: ArgumentHelp("How many sessions restore at a time.", valueName: "count"))
    package var jobs = 1

    package init() {}

    package mutating func validate() throws {
        if !(1...64).contains(jobs) { throw ValidationError("--jobs must be between 1 and 64") }
        if let into, into.utf8.isEmpty || into.utf8.count > 63 {
            throw ValidationError("--into must be a name of 1 to 63 bytes")
        }
        if schemaOnly, !table.isEmpty { throw ValidationError("use only one of --table and --schema-only") }
        if into != nil, schemaOnly || !table.isEmpty {
            throw ValidationError("a part of a backup takes no database's place: omit --into")
        }
        if into == nil, confirm != nil { throw ValidationError("--confirm requires --into") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let programs = try context.backupPrograms()
        let trust = try context.backupTrust(source)
        let owner = try context.selfManagedPolicy(chosen)
        let entry = owner?.entry
        let database = chosen.database ?? entry?.database
        let result = try await context.withBackups(
            source.from ?? entry?.backups?.to, option: "--from", needsAWS: server.secret != nil
        ) { access in
            let backup = try await BackupCatalogue(access.store, trust: trust).find(name, of: database)
            guard let manifest = backup.manifest?.manifest else { throw CommandFailure(.failed, "no manifest") }
            var order = BackupRestoreOrder(try await context.serverLogin(server, client: access.client))
            order.identity = context.identity(keys)
            order.jobs = jobs
            order.leavesOwners = noOwner
            order.part = try part(of: manifest)
            let restorer = BackupRestorer(
                store: access.store, programs: programs, now: context.now, progress: { context.tellBackup($0) })
            var target = try await restorer.target(order, existing: into, of: manifest)
            if let owner {
                let source = try? await context.serverLogin(owner.entry.source.options, client: access.client)
                let production = replaced(order, target)?.production(
                    by: owner.all, owner.policy, owner.entry, source: source.map { "\($0.host):\($0.port)" },
                    of: manifest)
                target.existing?.production = production
            }
            if let existing = target.existing, existing.name == order.connection.database {
                throw CommandFailure(
                    .refused, "the login connects to database \(existing.name), which would be replaced",
                    hint: "name another database of the server in the URL, such as postgres")
            }
            try allow(manifest, into: target, context)
            return try await restore(backup, manifest, order, restorer, target, context)
        }
        try context.renderForCertain(Report(result))
        return .success
    }

    /// What of the backup is asked for.
    ///
    /// - Throws: `CommandFailure` for a table that the backup does not have.
    private func part(of manifest: BackupManifest) throws -> BackupRestoreOrder.Part {
        if schemaOnly { return .definitions }
        guard !table.isEmpty else { return .everything }
        return .tables(
            try table.map { name in
                let found = manifest.tables.filter { "\($0)" == name || $0.table == name }
                if let exact = found.first(where: { "\($0)" == name }) ?? (found.count == 1 ? found.first : nil) {
                    return exact
                }
                throw CommandFailure(
                    .usage,
                    found.isEmpty
                        ? "the backup has no table \(name); nothing was changed"
                        : "the backup has several tables \(name): \(CountText.list(found.map { "\($0)" }))",
                    hint: Spelling.hint(for: name, in: manifest.tables.map { "\($0)" }))
            })
    }

    /// The database that would be replaced, where it is; nil for a new one.
    private func replaced(_ order: BackupRestoreOrder, _ target: RestoreTarget) -> ReplacedDatabase? {
        guard let existing = target.existing else { return nil }
        var replaced = ReplacedDatabase(
            name: existing.name, host: order.connection.host, port: order.connection.port)
        replaced.secret = server.secret
        replaced.systemIdentifier = target.systemIdentifier
        return replaced
    }

    private func restore(
        _ backup: StoredBackup, _ manifest: BackupManifest, _ order: BackupRestoreOrder, _ restorer: BackupRestorer,
        _ target: RestoreTarget, _ context: CommandContext
    ) async throws -> RestoreResult {
        let start = context.now()
        let scratch = BackupNaming.scratch(at: start, random: .random(in: .min ... .max))
        context.console.say("Restoring \(backup.name)")
        try await restorer.restore(backup, order, to: scratch)
        let name = into ?? BackupNaming.beside(manifest.database, "restored", at: start)
        let replaced = target.existing.map { BackupNaming.beside($0.name, "replaced", at: start) }
        do {
            try await restorer.rename(scratch, to: name, replacing: replaced, order)
        } catch {
            throw CommandFailure(
                .failed,
                "the restored data is complete in database \(scratch), and was not renamed to \(name): \(error)",
                hint: "rename it yourself, or drop it")
        }
        var result = RestoreResult(backup: backup.name, place: restorer.store.place, database: name)
        result.replaced = replaced
        (result.tables, result.rows) = (manifest.tables.count, manifest.rows)
        result.schemaVersion = manifest.schemaVersion
        switch order.part {
        case .everything: break
        case .tables(let tables):
            (result.tables, result.rows) = (tables.count, tables.reduce(0) { $0 + $1.rows })
            result.remarks.append("indexes, constraints, triggers and the rows of all other tables were left out")
        case .definitions:
            result.rows = 0
            result.remarks.append("no row was restored")
        }
        if noOwner { result.remarks.append("owners and privileges were left out") }
        result.milliseconds = context.now().milliseconds - start.milliseconds
        return result
    }

    /// Asks for the name of what is replaced, and refuses what the gate refuses.
    private func allow(_ manifest: BackupManifest, into target: RestoreTarget, _ context: CommandContext) throws {
        var consent = RestoreConsent()
        consent.confirmed = confirm
        consent.leavesOwners = noOwner
        consent.acceptedSchemaVersion = acceptSchemaVersion
        if let existing = target.existing, confirm == nil, !existing.isProduction, existing.production == nil,
            !context.options.noInput, isatty(STDIN_FILENO) == 1
        {
            consent.confirmed = try context.console.ask { write in
                try TerminalInput.shared.visibleLine(
                    "Database \(existing.name) would be replaced by \(manifest.name).\nType its name: ", write: write)
            }?.filter { $0 != "\n" }
        }
        let objections = RestoreGate.objections(to: manifest, into: target, by: consent)
        guard let first = objections.first else { return }
        for objection in objections.dropFirst() {
            context.console.complain(objection.reason, hint: objection.cure)
        }
        throw CommandFailure(.refused, first.reason + "; nothing was changed", hint: first.cure)
    }
}
