import RecoveryModel

/// The count of a table's rows and a sum over their columns, in one scan. The order of rows does not matter to a sum.
///
/// From PostgreSQL 14 on rows are hashed as they are, several times as fast as their text. Which of two values are equal
/// is decided by a type, though, and some call values equal that differ (`2.5` and `2.50`, `citext`): only types of which
/// each value has one form are hashed as they are, and the others as text.
struct TableChecksum {
    let table: String
    let columns: [String]
    /// The condition with its `where`, or nothing.
    let bound: String
    /// The server's major version.
    let major: Int
    /// In bytes: of a larger table, about one row in a hundred is read, by its key; nil to read all.
    var sampleAbove: Int?

    /// True when the answer of the query is the query to run.
    var isGenerator: Bool { major >= 14 }

    var sql: String { isGenerator ? hashed : text }

    private var from: String { SQLQuoting.table(table) + bound }

    /// A row's columns are kept apart by the record's own text form.
    private var text: String {
        let list = columns.map(SQLQuoting.identifier).joined(separator: ", ")
        return "select count(*) || ' ' || coalesce(sum(hashtextextended(row(\(list))::text, 0)), 0) from \(from)"
    }

    private var hashed: String {
        """
        select format(\(form), string_agg(format(case when a.atttypid in (\(Self.plain)) then '%I' \
        when a.atttypid in (\(Self.collated)) then '%I collate "C"' else '%I::text' end, c.name), ', ' \
        order by c.place), \(SQLQuoting.literal(name)), \(SQLQuoting.literal(bound)), \(sampleAbove == nil ? "''" : key)) \
        from unnest(array[\(columns.map(SQLQuoting.literal).joined(separator: ", "))]) with ordinality c(name, place) \
        left join pg_attribute a on a.attrelid = \(relation) and a.attname = c.name and not a.attisdropped
        """
    }

    /// The form of the query to run: columns, table, bound and key are filled in by the database.
    private var form: String {
        let whole = SQLQuoting.literal("select count(*) || ' ' || \(Self.sum) from %2$s%3$s")
        guard let sampleAbove else { return whole }
        let sampled = SQLQuoting.literal(
            """
            select count(*) || ' ' || \(Self.sum) || ' \(CheckSample.mark)' from (select generate_series(\
            floor(min(%4$I)::numeric / \(Self.step))::bigint, floor(max(%4$I)::numeric / \(Self.step))::bigint) \
            as drctl_place from %2$s limit 20000) drctl_places cross join lateral (select * from %2$s \
            where %4$I >= drctl_place * \(Self.step) and %4$I < drctl_place * \(Self.step) + \(Self.step / 100)) \
            drctl_rows%3$s
            """)
        return """
            case when \(key) is not null and greatest(pg_table_size(\(relation)), (select sum(pg_table_size(t.relid)) \
            from pg_partition_tree(\(relation)) t)) > \(sampleAbove) then \(sampled) else \(whole) end
            """
    }

    /// The name of the table's primary key, where that is one column of integers.
    private var key: String {
        """
        (select k.attname from pg_index i join pg_attribute k on k.attrelid = i.indrelid and k.attnum = i.indkey[0] \
        where i.indrelid = \(relation) and i.indisprimary and i.indnkeyatts = 1 and k.atttypid in \
        ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype))
        """
    }

    private var name: String { SQLQuoting.table(table) }
    private var relation: String { SQLQuoting.literal(name) + "::regclass" }

    private static let sum = "coalesce(sum(hash_record_extended(row(%1$s), 0)), 0)"
    /// A sample has the first hundredth of each stretch of so many keys: the same rows on source and copy, by the index.
    private static let step = 100_000

    private static let plain = types([
        "boolean", "smallint", "integer", "bigint", "oid", "uuid", "bytea", "date", "time without time zone",
        "timestamp without time zone", "timestamp with time zone",
    ])
    private static let collated = types(["text", "character varying"])

    private static func types(_ names: [String]) -> String { names.map { "'\($0)'::regtype" }.joined(separator: ", ") }
}
