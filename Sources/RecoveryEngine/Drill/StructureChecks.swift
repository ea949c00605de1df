import RecoveryModel

/// PostgreSQL's own verification of tables and indexes, by its extension amcheck.
///
/// Damaged pages answer some queries and not others: counts can agree while an index is corrupt.
/// https://www.postgresql.org/docs/current/amcheck.html
enum StructureChecks {
    private static let preparation = "create extension if not exists amcheck"

    /// The checks available on a server of this version; `verify_heapam` was added in PostgreSQL 14.
    static func all(server: String) -> [PlannedCheck] {
        let major = server.split(separator: ".").first.flatMap { Int($0) } ?? 0
        return major >= 14 ? [indexes, tables] : [indexes]
    }

    /// Returns the number of indexes; a corrupt one raises an error that names it.
    private static let indexes = PlannedCheck(
        name: "amcheck: indexes", origin: .builtIn,
        sql: """
            select count(bt_index_check(index => c.oid, heapallindexed => true)) from pg_index i \
            join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam \
            where a.amname = 'btree' and c.relkind = 'i' and i.indisvalid and i.indisready \
            and c.relpersistence <> 't'
            """,
        expectation: .measured, preparation: preparation)

    /// Returns the number of corruptions found.
    private static let tables = PlannedCheck(
        name: "amcheck: damages in tables", origin: .builtIn,
        sql: """
            select count(*) from pg_class c join pg_am a on a.oid = c.relam \
            cross join lateral verify_heapam(relation => c.oid) damage \
            where a.amname = 'heap' and c.relkind in ('r', 'm', 't') and c.relpersistence <> 't'
            """,
        expectation: .equal("0"), preparation: preparation)
}
