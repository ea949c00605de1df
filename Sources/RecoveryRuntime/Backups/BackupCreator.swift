package import PostgresTools
import RecoveryEngine
package import RecoveryModel

/// How far a backup is, for people.
package enum BackupProgress: Sendable {
    /// So many bytes are stored.
    case stored(bytes: Int, elapsed: Int)
    /// Something that happened, or that a reader should know.
    case notice(String)
}

/// What is to be backed up, and how.
package struct BackupOrder: Sendable {
    package var connection: PostgresConnection
    package var encryption: BackupEncryption
    /// How many sessions read rows at a time.
    package var jobs = 1
    package var schemaVersionQuery: String?

    package init(_ connection: PostgresConnection, _ encryption: BackupEncryption) {
        self.connection = connection
        self.encryption = encryption
    }
}

/// Makes a backup of one database, of one snapshot of it, at constant memory.
///
/// Nothing leaves the machine, and nothing touches a disk, before it is encrypted; the programs are joined by pipes. The
/// manifest is written last: before it, there is no backup.
package struct BackupCreator: Sendable {
    package let store: any BackupStore
    package let programs: BackupPrograms
    package let version: String
    package let now: @Sendable () -> Instant
    /// Signs the manifest; nil without a key.
    package let sign: (@Sendable (String) throws -> SignedEvidence.Signature)?
    package let progress: @Sendable (BackupProgress) -> Void

    package init(
        store: any BackupStore, programs: BackupPrograms, version: String, now: @escaping @Sendable () -> Instant,
        sign: (@Sendable (String) throws -> SignedEvidence.Signature)?,
        progress: @escaping @Sendable (BackupProgress) -> Void
    ) {
        self.store = store
        self.programs = programs
        self.version = version
        self.now = now
        self.sign = sign
        self.progress = progress
    }

    /// Twenty days: a session with a snapshot waits as long as its dump takes.
    private static let longest = 1_728_000

    /// - Throws: `BackupFailure`, `PostgresError`, `PipelineFailure`, what the store throws; then nothing of it is left.
    package func create(_ order: BackupOrder) async throws -> BackupResult {
        let started = now()
        // A role that may only write backups can neither see nor remove what others have left.
        let abandoned = (try? await store.removeAbandoned()) ?? 0
        if abandoned > 0 {
            progress(.notice("removed \(CountText.of(abandoned, "object")) that a killed backup had left"))
        }
        var tools = try await programs.versions()
        tools["drctl"] = version
        if order.encryption.method == .kms { tools["age"] = nil }
        let login = try ProgramLogin(order.connection, readOnly: true)
        let settings = SessionSettings(applicationName: "drctl backup", statementTimeout: Self.longest)
        let versions = tools
        return try await PsqlSession.open(order.connection, settings: settings, tools: programs.tools) { session in
            try await session.sharedSnapshot { inside, snapshot in
                guard let snapshot else { throw BackupFailure("the server exports no snapshot") }
                let survey = try await SourceSurvey.make(&inside, schemaVersionQuery: order.schemaVersionQuery)
                try requireTools(versions, survey.server)
                try await survey.lock(&inside)
                let name = BackupNaming.backup(
                    of: order.connection.database, at: started, schemaVersion: survey.schemaVersion,
                    random: .random(in: .min ... .max))
                var manifest = BackupManifest(
                    name: name, database: order.connection.database, takenAt: started, server: survey.server,
                    encryption: order.encryption)
                manifest.tools = versions
                manifest.databaseBytes = survey.databaseBytes
                manifest.roles = survey.roles
                manifest.schemaVersion = survey.schemaVersion
                manifest.schemaVersionQuery = order.schemaVersionQuery
                manifest.globalsHavePasswords = survey.readsPasswords
                do {
                    async let parts = store(survey, order, login, snapshot, as: name)
                    manifest.tables = try await counts(survey, &inside)
                    manifest.parts = try await parts
                    manifest.milliseconds = now().milliseconds - started.milliseconds
                    let signed = try SignedManifest(manifest, sign: sign)
                    guard
                        try await store.create(
                            "\(name)/\(BackupManifest.fileName)", Array(try signed.text().utf8))
                    else { throw BackupFailure("\(store.place)/\(name) exists already") }
                    return BackupResult(place: store.place, stored: signed, remarks: remarks(survey, versions))
                } catch {
                    await removeParts(of: name)
                    throw error
                }
            }
        }
    }

    private func requireTools(_ versions: [String: String], _ server: BackedUpServer) throws {
        let dump = versions["pg_dump"] ?? ""
        guard let major = Int(dump.prefix { $0.isNumber }), major >= server.major else {
            throw BackupFailure(
                "pg_dump \(dump) is older than the server, which has version \(server.version)",
                hint: "install the client programs of version \(server.major), or name their folder with DRCTL_PG_BIN")
        }
    }

    private func remarks(_ survey: SourceSurvey, _ versions: [String: String]) -> [String] {
        var remarks: [String] = []
        if !survey.readsPasswords {
            remarks.append("the roles are backed up without their passwords, which only a superuser may read")
        }
        let (tools, server) = (versions["pg_dump"].flatMap { Int($0.prefix { $0.isNumber }) } ?? 0, survey.server.major)
        if RestoreGate.isTooNew(tools, for: server) {
            remarks.append(
                "pg_restore \(tools), which this backup needs, restores to no server of version \(server): back up with the "
                    + "programs of version \(server) (DRCTL_PG_BIN)")
        }
        return remarks
    }

    /// Counts in the snapshot of the dump, while it runs.
    private func counts(_ survey: SourceSurvey, _ session: inout PsqlSession) async throws -> [TableCount] {
        var counts: [TableCount] = []
        for (table, _) in survey.tables {
            var counted = table
            // Of a table that is not locked for good no lock stays: a server has places for some thousand.
            let query = "select count(*) from only \(table.quoted)"
            let answer: [[String?]]
            if survey.isLarge {
                answer = try await session.passingRows(query)
            } else {
                answer = try await session.rows(query)
            }
            guard let rows = answer.first?.first?.flatMap({ Int($0) }) else {
                throw BackupFailure("\(table) was not counted")
            }
            counted.rows = rows
            counts.append(counted)
        }
        return counts.sorted()
    }

    /// Also when this task is cancelled: half a backup is of no use to anybody.
    private func removeParts(of name: String) async {
        let store = store
        await Task {
            for object in (try? await store.names()) ?? [] where object.hasPrefix(name + "/") {
                try? await store.delete(object)
            }
        }.value
    }
}
