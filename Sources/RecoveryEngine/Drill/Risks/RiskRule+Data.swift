import RecoveryModel

extension RiskRule {
    /// Unlogged tables are not in the log, so that recovery truncates them.
    ///
    /// https://www.postgresql.org/docs/current/sql-createtable.html
    static let unloggedTables = RiskRule(
        title: "unlogged tables", expected: "no unlogged table with rows",
        meaning: "unlogged tables are empty after a restore",
        cure: "`alter table … set logged` keeps their rows",
        judge: { sides in
            sides.alarms(.failed) { name, source, copy in
                switch (source, copy) {
                case ("rows"?, "rows"?): nil
                case ("rows"?, _): "rows on the source, none in the copy"
                case ("unreadable"?, _): "rows on the source, which the login may not read"
                default: nil
                }
            }
                + sides.alarms(.warned) { name, source, copy in
                    switch (source, copy) {
                    case ("rows"?, "rows"?): "restored this time; a crash before the snapshot empties it"
                    case ("empty"?, _), (nil, _?): "empty now"
                    default: nil
                    }
                }
        })

    /// A snapshot holds every database of the instance, and the checks read one.
    static let otherDatabases = RiskRule(
        title: "other databases", expected: "no database that no check reads",
        meaning: "a restore brings these databases back, and nothing shows that their data is right",
        cure: "drill them too, with a policy that has `--database` and checks of its own",
        catalog: { _ in
            // Relations with an owner are entered in this shared catalog, whichever database they are in.
            let owned = """
                from pg_shdepend s where s.dbid = d.oid and s.classid = 'pg_class'::regclass and s.deptype = 'o'
                """
            return """
                d.datname::text, (select count(*) \(owned)) || ' ' || coalesce(case when \
                has_database_privilege(d.oid, 'connect') then pg_database_size(d.oid) end::text, '-') \
                from pg_database d where d.datallowconn and not d.datistemplate \
                and d.datname not in (current_database(), 'rdsadmin') \
                and (d.datname <> 'postgres' or exists (select \(owned)))
                """
        },
        judge: { sides in
            sides.alarms(.failed) { _, source, copy in
                guard let source else { return nil }
                guard let copy else { return "missing in the copy" }
                return relations(source) > 0 && relations(copy) == 0 ? "without tables in the copy" : nil
            }
                + sides.alarms(.warned) { _, source, copy in
                    guard let copy, source == nil || relations(source ?? "") == 0 || relations(copy) > 0 else {
                        return nil
                    }
                    let size = copy.split(separator: " ").last.flatMap { Int($0) }.map { ByteCount(bytes: $0).shown }
                    return "\(CountText.of(relations(copy), "relation"))"
                        + (size.map { ", \($0)" } ?? "")
                }
        })

    /// The number of relations in a fact about a database.
    private static func relations(_ value: String) -> Int { value.split(separator: " ").first.flatMap { Int($0) } ?? 0 }

    /// A sequence that is behind hands out values that the column holds already.
    static let sequences = RiskRule(
        title: "sequences behind their column", expected: "every sequence ahead of its column",
        meaning: "inserts fail with duplicate keys, or overwrite what refers to them",
        cure: "`select setval(…)` beyond the column's maximum",
        judge: { sides in
            sides.alarms(.failed) { _, source, copy in
                copy == "behind" && source != "behind" ? "behind in the copy only" : nil
            }
                + sides.alarms(.warned) { _, source, copy in
                    switch copy {
                    case "behind" where source == "behind": "behind, on the source too"
                    case "unread": "not checked: no privilege, or no index on the column"
                    default: nil
                    }
                }
        })

    static let largeObjects = RiskRule(
        title: "large objects", expected: "as many as on the source",
        meaning: "rows refer to large objects that are not there",
        cure: "compare the columns of type oid or lo with `pg_largeobject_metadata`",
        catalog: { _ in "'count', count(*)::text from pg_largeobject_metadata having count(*) > 0" },
        judge: { sides in
            let (source, copy) = (count(sides.source), count(sides.copy))
            guard source != copy else { return [] }
            // Some come and go between the recovery point and the question; all of them do not.
            let got = "\(CountText.number(copy)) of \(CountText.number(source))"
            return [Alarm(verdict: copy == 0 ? .failed : .warned, got: got)]
        })

    private static func count(_ side: [String: String]) -> Int { side["count"].flatMap { Int($0) } ?? 0 }

    static let preparedTransactions = RiskRule(
        title: "prepared transactions", expected: "none in the copy",
        meaning: "a prepared transaction keeps its locks after a restore, and its rows are not visible",
        cure: "commit or roll back what `pg_prepared_xacts` lists",
        catalog: { _ in
            "'count', count(*)::text from pg_prepared_xacts where database = current_database() having count(*) > 0"
        },
        judge: { sides in
            let copy = count(sides.copy)
            return copy == 0 ? [] : [Alarm(verdict: .warned, got: CountText.number(copy))]
        })

    /// A count by a login that row-level security restricts says nothing of the rows that it does not see.
    static let hiddenRows = RiskRule(
        title: "rows hidden from the login", expected: "no table with hidden rows",
        meaning: "row-level security hides rows from the login, and its counts say nothing about them",
        cure: "verify with the tables' owner or a role with `bypassrls`",
        catalog: { _ in
            """
            format('%I.%I', n.nspname, c.relname), 'hidden' from pg_class c \
            join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and c.relrowsecurity \
            and row_security_active(c.oid) and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
            """
        },
        judge: { sides in
            sides.copy.isEmpty
                ? [] : [Alarm(verdict: .warned, got: CountText.list(sides.copy.keys.sorted().prefix(5).map(\.self)))]
        })
}
