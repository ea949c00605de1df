import RecoveryModel

/// The two queries that ask a database's catalog for everything about the risks: what every database answers alike, and
/// what has to be asked table by table. Both return `[[risk, name, value], …]` as JSON.
enum SurveyQueries {
    /// - Parameter server: The version of the database, such as `15.18`.
    static func checks(server: String) -> [PlannedCheck] {
        let major = server.split(separator: ".").first.flatMap { Int($0) } ?? 0
        return [
            PlannedCheck(
                name: CheckName.catalogSurvey, origin: .builtIn, sql: catalog(major), expectation: .surveyed),
            PlannedCheck(
                name: CheckName.tableSurvey, origin: .builtIn, sql: tables, expectation: .surveyed, isGenerator: true),
        ]
    }

    /// Of one risk no more objects are kept than this.
    private static let limit = 500

    private static let list =
        #"coalesce(json_agg(json_build_array(risk, name, value) order by risk collate "C", name collate "C"), '[]')::text"#

    private static func catalog(_ major: Int) -> String {
        let pieces = RestoreRisk.ofCatalog.compactMap { risk in
            RiskRule.of(risk).catalog(major).map { "select '\(risk.rawValue)' as risk, \($0)" }
        }
        return """
            select \(list) from (select risk, name, value, row_number() over (partition by risk order by name collate "C") \
            as place from (\(pieces.joined(separator: " union all "))) every(risk, name, value)) facts \
            where place <= \(limit)
            """
    }

    private static let tables = """
        select 'select \(list.replacing("'", with: "''")) from (select null::text as risk, null::text as name, \
        null::text as value where false' || coalesce(string_agg(' union all ' || piece, '' order by piece collate "C"), '') \
        || ') facts where value <> ''ahead''' from (\(unloggedTables) union all \(sequences) union all \(jobs)) pieces
        """

    /// Whether there is a row in each unlogged table; its pages decide where the login may not read it.
    private static let unloggedTables = """
        select case when not has_table_privilege(c.oid, 'select') or not has_schema_privilege(n.oid, 'usage') \
        or row_security_active(c.oid) \
        then format('select %L, %L, %L', 'unlogged-tables', format('%I.%I', n.nspname, c.relname), \
        case when pg_relation_size(c.oid) > 0 then 'unreadable' else 'empty' end) \
        else format('select %L, %L, case when exists (select from %I.%I) then ''rows'' else ''empty'' end', \
        'unlogged-tables', format('%I.%I', n.nspname, c.relname), n.nspname, c.relname) end as piece \
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and c.relpersistence = 'u'
        """

    /// Whether each sequence would hand out a value that a column filled by it holds, also one that no column owns. A
    /// large column without an index is not read.
    private static let sequences = """
        select case when not has_table_privilege(o.tab, 'select') or not has_schema_privilege(n.oid, 'usage') \
        or not has_sequence_privilege(s.oid, 'select, usage') or (c.relpages > 10000 and not exists \
        (select from pg_index i where i.indrelid = o.tab and i.indkey[0] = o.col and i.indisvalid)) \
        then format('select %L, %L, %L', 'sequences', format('%I.%I', sn.nspname, s.relname), 'unread') \
        else format('select %L, %L, case when (select %s(%I) from %I.%I) %s coalesce(pg_sequence_last_value(%s), %s) \
        then ''behind'' else ''ahead'' end', 'sequences', format('%I.%I', sn.nspname, s.relname), \
        case when q.seqincrement > 0 then 'max' else 'min' end, a.attname, n.nspname, c.relname, \
        case when q.seqincrement > 0 then '>' else '<' end, s.oid, q.seqstart::numeric - q.seqincrement) end from ( \
        select d.objid as seq, d.refobjid as tab, d.refobjsubid as col from pg_depend d \
        where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') \
        and d.refobjsubid > 0 union select d.refobjid, t.adrelid, t.adnum from pg_depend d \
        join pg_attrdef t on t.oid = d.objid where d.classid = 'pg_attrdef'::regclass \
        and d.refclassid = 'pg_class'::regclass and d.deptype = 'n') o \
        join pg_class s on s.oid = o.seq and s.relkind = 'S' join pg_namespace sn on sn.oid = s.relnamespace \
        join pg_sequence q on q.seqrelid = s.oid \
        join pg_class c on c.oid = o.tab and c.relkind in ('r', 'p') and not c.relispartition \
        join pg_namespace n on n.oid = c.relnamespace \
        join pg_attribute a on a.attrelid = o.tab and a.attnum = o.col and a.atttypid in \
        ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype)
        """

    /// pg_cron's jobs, where the extension is in this database.
    ///
    /// https://github.com/citusdata/pg_cron
    private static let jobs = """
        select case when has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage') \
        then 'select ''cron-jobs'', coalesce(jobname, ''job '' || jobid), case when active then ''active'' \
        else ''inactive'' end from cron.job' else 'select ''cron-jobs'', ''cron.job'', ''unreadable''' end \
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'cron' and c.relname = 'job'
        """
}
