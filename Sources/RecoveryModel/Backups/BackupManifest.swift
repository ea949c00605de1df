/// What a backup of a PostgreSQL outside RDS contains, and what its restore has to give back.
///
/// It holds names and counts, never a value of the data.
package struct BackupManifest: Hashable, Sendable, Codable {
    /// Raised when a member changes its meaning.
    package static let currentVersion = 1
    /// The object that it is stored in, beside the parts; a backup exists as soon as it does.
    package static let fileName = "manifest.json"

    package var version = Self.currentVersion
    /// With time and schema version, unique in its place.
    package var name: String
    package var database: String
    /// The time of the snapshot that everything in the backup was read from.
    package var takenAt: Instant
    /// How long it took until the last part was stored.
    package var milliseconds: Int
    /// The answer of the query; nil where none was given.
    package var schemaVersion: String?
    package var schemaVersionQuery: String?
    package var server: BackedUpServer
    /// The versions of the programs that made it, by name.
    package var tools: [String: String]
    /// The size of the database on the server.
    package var databaseBytes: Int
    package var encryption: BackupEncryption
    package var parts: [BackupPart]
    /// Every table with its exact count of rows in the snapshot, sorted.
    package var tables: [TableCount]
    /// The roles that own something or were granted something, which a restore with owners needs.
    package var roles: [String]
    /// Whether the globals include passwords of roles, which only a superuser may read.
    package var globalsHavePasswords: Bool

    package init(
        name: String, database: String, takenAt: Instant, server: BackedUpServer, encryption: BackupEncryption
    ) {
        self.name = name
        self.database = database
        self.takenAt = takenAt
        self.server = server
        self.encryption = encryption
        milliseconds = 0
        tools = [:]
        databaseBytes = 0
        parts = []
        tables = []
        roles = []
        globalsHavePasswords = false
    }

    /// All rows.
    package var rows: Int { tables.reduce(0) { $0 + $1.rows } }
    /// All parts, as they are stored.
    package var bytes: Int { parts.reduce(0) { $0 + $1.bytes } }
}

/// The server that a backup was taken from.
package struct BackedUpServer: Hashable, Sendable, Codable {
    /// Such as `15.18`.
    package var version: String
    /// PostgreSQL's `server_version_num`, such as 150018.
    package var number: Int
    /// What no other cluster has; nil where the login may not read it.
    package var systemIdentifier: String?
    package var encoding: String
    package var collation: String
    package var characterType: String
    /// The position in the write-ahead log at the snapshot.
    package var lsn: String?
    package var isReplica: Bool

    package init(
        version: String, number: Int, systemIdentifier: String? = nil, encoding: String, collation: String,
        characterType: String, lsn: String? = nil, isReplica: Bool = false
    ) {
        self.version = version
        self.number = number
        self.systemIdentifier = systemIdentifier
        self.encoding = encoding
        self.collation = collation
        self.characterType = characterType
        self.lsn = lsn
        self.isReplica = isReplica
    }

    /// The major version, such as 15.
    package var major: Int { number / 10_000 }
}

/// What keeps a backup from being read by others.
package struct BackupEncryption: Hashable, Sendable, Codable {
    /// How.
    package enum Method: String, Hashable, Sendable, Codable {
        /// By the program age, before anything leaves the machine.
        case age
        /// By S3 with a key of KMS.
        case kms
    }

    package var method: Method
    /// The recipients of age, or the key of KMS.
    package var recipients: [String]

    package init(_ method: Method, _ recipients: [String]) {
        self.method = method
        self.recipients = recipients
    }
}

/// One stored object of a backup.
package struct BackupPart: Hashable, Sendable, Codable {
    /// What is in it.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Roles and tablespaces, as SQL.
        case globals
        /// Definitions, in pg_dump's custom format: those that come before the data, and those that come after.
        case definitions
        /// Rows, sequences and large objects, in pg_dump's custom format.
        case data
    }

    package var kind: Kind
    /// In the folder of the backup.
    package var name: String
    package var bytes: Int
    /// In hex, of the bytes as they are stored.
    package var sha256: String

    package init(kind: Kind, name: String, bytes: Int, sha256: String) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
        self.sha256 = sha256
    }
}

/// A table and its rows.
package struct TableCount: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package var schema: String
    package var table: String
    package var rows: Int

    package init(schema: String, table: String, rows: Int) {
        self.schema = schema
        self.table = table
        self.rows = rows
    }

    /// The quoted name, as a statement has it.
    package var quoted: String { SQLQuoting.identifier(schema) + "." + SQLQuoting.identifier(table) }

    /// For people, with quotes only where they are needed.
    package var description: String { [schema, table].map(Self.shown).joined(separator: ".") }

    private static func shown(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        return isPlain && !name.isEmpty ? name : SQLQuoting.identifier(name)
    }

    /// By schema and name.
    package static func < (left: TableCount, right: TableCount) -> Bool {
        (left.schema, left.table, left.rows) < (right.schema, right.table, right.rows)
    }
}
