package import RecoveryModel

/// The SQL of the marker table: its definition, the rows written to it, and the queries that read it.
///
/// A drill's label exists at most once, so that every write can be repeated: by a resumed drill, or by a server that
/// still executes the statement of a killed client.
package struct MarkerTable: Hashable, Sendable {
    /// The side of the instant on which a row is.
    package enum Label: String, Sendable { case before, after }

    /// As the policy writes it: `schema.table`.
    package let name: String
    private var quoted: String { SQLQuoting.table(name) }
    private var parts: (schema: String, table: String) {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        return (parts.first ?? "", parts.last ?? "")
    }

    package init(_ name: String) { self.name = name }

    /// The statements that create the table.
    package var definition: String {
        """
        create schema if not exists \(SQLQuoting.identifier(parts.schema)); \
        create table \(quoted) (drill text not null, label text not null, marked_at timestamptz not null, \
        primary key (drill, label));
        """
    }

    /// The statements that let a login use the table.
    package func grants(to login: String) -> String {
        let role = SQLQuoting.identifier(login)
        return """
            grant usage on schema \(SQLQuoting.identifier(parts.schema)) to \(role); \
            grant select, insert on \(quoted) to \(role);
            """
    }

    /// The columns that the table must have, in the form that `question` returns.
    package static let columns = "drill text, label text, marked_at timestamp with time zone"

    /// One record about the table, for `MarkerTableFacts(record:)`; from the catalog alone, which every login can read.
    package var question: String {
        """
        select current_user, pg_is_in_recovery(), c.relkind::text || c.relpersistence::text, \
        (select string_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attname) \
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), \
        exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indimmediate and i.indisvalid \
        and i.indpred is null and i.indexprs is null \
        and (select string_agg(a.attname, ' ' order by a.attname) from pg_attribute a \
        where a.attrelid = c.oid and a.attnum = any (i.indkey)) = 'drill label'), \
        exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) \
        or exists (select from pg_rewrite r where r.ev_class = c.oid), \
        row_security_active(c.oid), \
        concat_ws(', ', case when not has_schema_privilege(n.oid, 'usage') then 'usage of its schema' end, \
        case when not has_table_privilege(c.oid, 'select') then 'select' end, \
        case when not has_table_privilege(c.oid, 'insert') then 'insert' end) \
        from (values (1)) one left join (pg_class c join pg_namespace n on n.oid = c.relnamespace \
        and n.nspname = \(SQLQuoting.literal(parts.schema))) on c.relname = \(SQLQuoting.literal(parts.table))
        """
    }

    /// Writes the row before the instant unless it exists.
    package func insertion(before drill: DrillID) -> String {
        """
        insert into \(quoted) (drill, label, marked_at) \
        values (\(SQLQuoting.literal(drill.rawValue)), 'before', clock_timestamp()) on conflict (drill, label) do nothing
        """
    }

    /// Writes the row after the instant unless it exists. The statement itself checks that the server's clock has
    /// passed the instant, whenever and by whomever it is sent.
    package func insertion(after instant: Instant, of drill: DrillID) -> String {
        """
        insert into \(quoted) (drill, label, marked_at) select \(SQLQuoting.literal(drill.rawValue)), 'after', \
        clock_timestamp() where clock_timestamp() > '\(instant)'::timestamptz on conflict (drill, label) do nothing
        """
    }

    /// One record: the time in the row before, the time in the row after, and the next whole second of the server's
    /// clock.
    package func rows(of drill: DrillID) -> String {
        """
        select \(time(.before, drill)), \(time(.after, drill)), \
        date_trunc('second', clock_timestamp()) + interval '1 second'
        """
    }

    /// Waits on the server, by the server's clock.
    package static func wait(until instant: Instant) -> String {
        "select pg_sleep_until('\(instant)'::timestamptz + interval '5 milliseconds')"
    }

    private func time(_ label: Label, _ drill: DrillID) -> String {
        "(select max(marked_at) from \(quoted) where \(condition(label, drill)))"
    }

    private func condition(_ label: Label, _ drill: DrillID) -> String {
        "drill = \(SQLQuoting.literal(drill.rawValue)) and label = '\(label.rawValue)'"
    }
}

extension MarkerTable {
    /// The checks of the drill's own rows on the copy: the row before the instant exists as it was written, and the row
    /// after it does not exist, although the source has it.
    package static func checks(_ marking: Marking, of drill: DrillID) -> [PlannedCheck] {
        let table = MarkerTable(marking.table)
        let name = "marker before T"
        return [
            PlannedCheck(
                name: name, origin: .policy,
                sql: "select count(*) || coalesce(' ' || max(marked_at), '') from \(table.quoted) "
                    + "where \(table.condition(.before, drill))",
                expectation: .equal("1 \(marking.before)")),
            PlannedCheck(
                name: "marker after T", origin: .policy,
                sql: "select count(*) from \(table.quoted) where \(table.condition(.after, drill))",
                expectation: .equal("0"), absenceBeside: name),
        ]
    }

    /// The checks of earlier drills' rows around another point in time, on source and copy. A missing table counts as
    /// an empty one, since the instant may be older than the table.
    package func checks(around instant: Instant) -> [PlannedCheck] {
        let name = "markers of earlier drills"
        return [
            PlannedCheck(
                name: name, origin: .policy,
                sql: ifExists(
                    "select count(*) || coalesce(' ' || max(marked_at), '') from \(quoted) "
                        + "where marked_at <= '\(instant)'::timestamptz"),
                expectation: .sameAsSource, isGenerator: true),
            PlannedCheck(
                name: "\(name): none after T", origin: .policy,
                sql: ifExists("select count(*) from \(quoted) where marked_at > '\(instant)'::timestamptz"),
                expectation: .equal("0"), isGenerator: true, absenceBeside: name),
        ]
    }

    private func ifExists(_ query: String) -> String {
        """
        select case when exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace \
        where n.nspname = \(SQLQuoting.literal(parts.schema)) and c.relname = \(SQLQuoting.literal(parts.table))) \
        then \(SQLQuoting.literal(query)) else 'select 0' end
        """
    }
}
