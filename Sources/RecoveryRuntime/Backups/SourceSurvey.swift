import PostgresTools
import RecoveryEngine
import RecoveryModel

/// What has to be known of a database before it is dumped, asked within the snapshot that the dump reads.
struct SourceSurvey: Sendable {
    var server: BackedUpServer
    var databaseBytes: Int
    /// By quoted name; the counts come later.
    var tables: [(count: TableCount, bytes: Int)]
    var roles: [String]
    var readsPasswords: Bool
    var schemaVersion: String?

    /// More tables than this are not locked twice: a server has places for some thousand locks.
    static let mostLocked = 2_000

    /// Whether the tables are too many to be locked by several sessions.
    var isLarge: Bool { tables.count > Self.mostLocked }

    /// - Throws: `BackupFailure` when the login may not read everything; `PostgresError`.
    static func make(_ session: inout PsqlSession, schemaVersionQuery: String?) async throws -> SourceSurvey {
        let facts = try await session.rows(
            """
            select current_setting('server_version'), current_setting('server_version_num'), pg_is_in_recovery(), \
            pg_database_size(oid), pg_encoding_to_char(encoding), datcollate, datctype, \
            case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, \
            (select rolsuper from pg_roles where rolname = current_user) \
            from pg_database where datname = current_database()
            """)
        guard let row = facts.first, row.count == 9, let number = row[1].flatMap({ Int($0) }) else {
            throw BackupFailure("the server has not answered what it is")
        }
        var server = BackedUpServer(
            version: String(row[0]?.split(separator: " ").first ?? ""), number: number, encoding: row[4] ?? "",
            collation: row[5] ?? "", characterType: row[6] ?? "", lsn: row[7], isReplica: row[2] == "t")
        server.systemIdentifier =
            try? await session.guardedRows("select system_identifier from pg_control_system()").first?.first ?? nil
        let tables = try await tables(&session)
        var survey = SourceSurvey(
            server: server, databaseBytes: row[3].flatMap { Int($0) } ?? 0, tables: tables,
            roles: try await session.rows(rolesQuery).compactMap { $0.first ?? nil }, readsPasswords: row[8] == "t")
        if let schemaVersionQuery { survey.schemaVersion = try await version(&session, schemaVersionQuery) }
        return survey
    }

    /// The answer of a query for the schema's version.
    static func version(_ session: inout PsqlSession, _ query: String) async throws -> String? {
        let rows: [[String?]]
        do {
            rows = try await session.guardedRows(try ReadOnlyStatement(query).text)
        } catch {
            throw BackupFailure("the query for the schema version failed: \(error)")
        }
        guard rows.count == 1, rows[0].count == 1 else {
            throw BackupFailure("the query for the schema version returns more or less than one value")
        }
        return rows[0][0]
    }

    /// Runs a statement that has to wait for whoever is changing a table, and names the table when that takes too long.
    private static func waiting(_ session: inout PsqlSession, _ sql: String) async throws -> [[String?]] {
        do {
            return try await session.guardedRows(sql)
        } catch let error as PostgresError where error.state == "55P03" {
            let names = try await session.rows(
                """
                select distinct n.nspname || '.' || c.relname from pg_locks l join pg_class c on c.oid = l.relation \
                join pg_namespace n on n.oid = c.relnamespace where l.mode = 'AccessExclusiveLock' \
                and c.relkind in ('r', 'p') \
                and l.database = (select oid from pg_database where datname = current_database()) order by 1
                """
            ).compactMap { $0.first ?? nil }
            throw BackupFailure(
                "somebody is changing \(names.isEmpty ? "a table" : CountText.list(names)) for longer than ten seconds",
                hint: "back up again when that is done")
        }
    }

    /// Every table with rows of its own; those that an extension brings belong to it.
    private static func tables(_ session: inout PsqlSession) async throws -> [(count: TableCount, bytes: Int)] {
        let rows = try await waiting(
            &session,
            """
            select n.nspname, c.relname, c.relkind, pg_table_size(c.oid), \
            case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'select') \
            else has_table_privilege(c.oid, 'select') end and has_schema_privilege(n.oid, 'usage'), \
            c.relkind = 'r' and row_security_active(c.oid) \
            from pg_class c join pg_namespace n on n.oid = c.relnamespace \
            where c.relkind in ('r', 'S') and c.relpersistence <> 't' and n.nspname <> 'information_schema' \
            and n.nspname !~ '^pg_' and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass \
            and d.objid = c.oid and d.deptype = 'e') order by 1, 2
            """)
        var tables: [(TableCount, Int)] = []
        var closed: [String] = []
        var filtered: [String] = []
        for row in rows {
            let name = TableCount(schema: row[0] ?? "", table: row[1] ?? "", rows: 0)
            if row[4] != "t" { closed.append("\(name)") }
            if row[5] == "t" { filtered.append("\(name)") }
            if row[2] == "r" { tables.append((name, row[3].flatMap { Int($0) } ?? 0)) }
        }
        guard closed.isEmpty else {
            throw BackupFailure(
                "the login may not read \(CountText.list(Array(closed.prefix(20))))"
                    + (closed.count > 20 ? " and \(closed.count - 20) more" : "")
                    + ": a backup without it would have a hole",
                hint: "grant it to the login, for example with pg_read_all_data (PostgreSQL 14 and newer)")
        }
        guard filtered.isEmpty else {
            throw BackupFailure(
                "row-level security hides rows of \(CountText.list(Array(filtered.prefix(20)))) from the login",
                hint: "use a login with BYPASSRLS, or the owner")
        }
        return tables
    }

    /// Owners and those with privileges; the bootstrap superuser's objects are recorded nowhere but in themselves.
    private static let rolesQuery = """
        select distinct name from (select r.rolname::text as name from pg_shdepend d \
        join pg_roles r on r.oid = d.refobjid and d.refclassid = 'pg_authid'::regclass \
        where d.dbid = (select oid from pg_database where datname = current_database()) \
        union all select pg_get_userbyid(c.relowner) from pg_class c join pg_namespace n on n.oid = c.relnamespace \
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' \
        union all select pg_get_userbyid(p.proowner) from pg_proc p join pg_namespace n on n.oid = p.pronamespace \
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as roles where name !~ '^pg_' order by 1
        """

    /// Keeps all tables from being emptied, changed or dropped until the transaction ends: neither would be in the snapshot.
    func lock(_ session: inout PsqlSession) async throws {
        guard !isLarge else { return }
        for start in stride(from: 0, to: tables.count, by: 200) {
            let names = tables[start..<min(start + 200, tables.count)].map(\.count.quoted)
            _ = try await Self.waiting(
                &session, "lock table only " + names.joined(separator: ", only ") + " in access share mode")
        }
    }
}
