import PostgresTools
import RecoveryModel

/// Reads every page of a restored copy, after which it has its full speed and is known to be intact.
struct DatabaseWarming: Sendable {
    let tools: ClientTools
    /// The settings of a session that may create extensions.
    let settings: SessionSettings
    let progress: @Sendable (DrillProgress) -> Void

    private struct Relation: Sendable {
        var id: String
        var name: String
        var bytes: Int
        var isTable: Bool
    }

    /// Lists tables, their TOAST tables and indexes outside the system schemas, largest first.
    private static let list = """
        with own as (select c.oid, c.relname, n.nspname, c.reltoastrelid, c.relkind from pg_class c \
        join pg_namespace n on n.oid = c.relnamespace where n.nspname not like 'pg\\_%' \
        and n.nspname <> 'information_schema' and c.relkind in ('r', 'm') and c.relpersistence <> 't'), \
        stored as (select oid, format('%I.%I', nspname, relname) as name, true as is_table from own union all \
        select reltoastrelid, format('%I.%I (large values)', nspname, relname), false from own \
        where reltoastrelid <> 0) \
        select oid, name, is_table, pg_relation_size(oid) from stored union all \
        select i.indexrelid, format('%s (index %s)', s.name, c.relname), false, pg_relation_size(i.indexrelid) \
        from stored s join pg_index i on i.indrelid = s.oid join pg_class c on c.oid = i.indexrelid \
        order by 4 desc, 2
        """

    /// Reads everything. Throws when the session is lost or cannot be established.
    func warm(_ copy: PostgresConnection) async throws -> Warming {
        let progress = progress
        return try await PsqlSession.open(copy, settings: settings, tools: tools) { session in
            let started = ContinuousClock.now
            var warming = try await Self.method(&session)
            let relations = try await session.rows(Self.list).compactMap(Self.relation)
                .filter { warming.method == .prewarm || $0.isTable }
            let total = relations.reduce(0) { $0 + $1.bytes }
            for relation in relations {
                progress(.warming(relation: relation.name, done: warming.bytes, of: total))
                do {
                    warming.bytes += try await Self.read(relation, by: warming.method, &session)
                    warming.relations += 1
                } catch let error as PostgresError where error.kind != .connectionLost && error.kind != .tool {
                    warming.failures.append(Warming.Failure(relation: relation.name, reason: error.description))
                }
            }
            warming.milliseconds = Int(started.duration(to: .now) / .milliseconds(1))
            return warming
        }
    }

    private static func method(_ session: inout PsqlSession) async throws -> Warming {
        do {
            _ = try await session.rows("create extension if not exists pg_prewarm")
            return Warming(method: .prewarm)
        } catch let error as PostgresError where error.kind == .statement {
            // The planner would otherwise read an index instead of the table where the index contains the columns.
            for plan in ["enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"] {
                _ = try await session.rows("set \(plan) = off")
            }
            return Warming(
                method: .sequentialScan, remark: "indexes were not read, because pg_prewarm is not available: \(error)")
        }
    }

    /// Reads a relation and returns the number of bytes.
    private static func read(
        _ relation: Relation, by method: Warming.Method, _ session: inout PsqlSession
    ) async throws -> Int {
        switch method {
        case .prewarm:
            let sql = "select pg_prewarm(\(relation.id), 'buffer') * current_setting('block_size')::bigint"
            return try await session.value(sql).flatMap { Int($0) } ?? 0
        case .sequentialScan:
            // The text of a row includes its TOASTed values, so that they are read too.
            let name = relation.name
            _ = try await session.value("select coalesce(sum(octet_length(t::text)), 0) from only \(name) t")
            let size =
                "select pg_relation_size(\(relation.id)) + coalesce((select pg_relation_size(reltoastrelid) "
                + "from pg_class where oid = \(relation.id) and reltoastrelid <> 0), 0)"
            return try await session.value(size).flatMap { Int($0) } ?? 0
        }
    }

    private static func relation(_ row: [String?]) -> Relation? {
        guard row.count == 4, let id = row[0], let name = row[1], let bytes = row[3].flatMap({ Int($0) }) else {
            return nil
        }
        return Relation(id: id, name: name, bytes: bytes, isTable: row[2] == "t")
    }
}
