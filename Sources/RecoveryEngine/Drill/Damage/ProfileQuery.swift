import RecoveryModel

/// The query for a database's `DataProfile`. It is bounded whatever the database holds: of the 40 largest tables, about
/// 512 pages each, and of those 100 rows with the first 200 characters of 24 columns. The sample depends on the position
/// of rows only, so that two questions to unchanged data have one answer.
enum ProfileQuery {
    static let check = PlannedCheck(
        name: CheckName.dataProfile, origin: .builtIn, sql: sql, expectation: .profiled, isGenerator: true)

    private static let sql = """
        select 'select coalesce(json_agg(json_build_array(t, r, c) order by t collate "C"), ''[]'')::text from \
        (select null::text as t, null::bigint as r, null::json as c where false' \
        || coalesce(string_agg(' union all ' || format(\(SQLQuoting.literal(figures)), \
        format('%I.%I', nspname, relname), format('%I.%I', nspname, relname), \
        case when pages > 512 then format('tablesample system (%s) repeatable (1)', round(51200.0 / pages, 6)) else '' end, \
        case when pages > 512 then round(pages / 512.0, 6) else 1 end, columns), '' order by nspname, relname), '') \
        || ') profile' from (\(tables)) tables where columns is not null
        """

    /// The figures of one table: its name, that name in SQL, the sample, the sample's weight, and the columns' values.
    private static let figures = """
        select %1$L, round((select count(*) from %2$s x %3$s) * %4$s)::bigint, (with u as materialized (\
        select v.c, v.k, v.v from (select * from %2$s x %3$s order by hashtextextended(x.ctid::text, 0) limit 100) s \
        cross join lateral (values %5$s) v(c, k, v)), \
        h as (select c, s, count(*)::float8 as n from u cross join lateral unnest(case k when 'b' then \
        (select array_agg(substr(v, 2 * i - 1, 2)) from generate_series(1, length(v) / 2) i) \
        else string_to_array(v, null) end) s where k <> 'o' group by c, s), \
        e as (select c, -sum(p * ln(p)) as nats, count(*) as symbols, sum(n) as length from \
        (select c, n, n / sum(n) over (partition by c) as p from h) q group by c) \
        select json_agg(json_build_array(g.c, g.sampled, g.filled, g.kinds, \
        coalesce(round((1000 * nats / ln(2))::numeric), 0), \
        case when symbols > 1 then round((1000 * nats / ln(symbols))::numeric) else 0 end, coalesce(length, 0)) \
        order by g.c collate "C") from (select c, count(*) as sampled, count(v) as filled, \
        count(distinct v) as kinds from u group by c) g left join e on e.c = g.c)
        """

    private static let tables = """
        select n.nspname, c.relname, p.pages, (\(columns)) as columns from pg_class c \
        join pg_namespace n on n.oid = c.relnamespace cross join lateral (select case when c.relkind = 'p' then \
        (select coalesce(sum(pg_relation_size(t.relid)), 0) from pg_partition_tree(c.oid) t) \
        else pg_relation_size(c.oid) end / 8192 as pages) p where c.relkind in ('r', 'p', 'm') \
        and not c.relispartition and c.relpersistence = 'p' and c.relispopulated \
        and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' \
        and has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage') \
        order by p.pages desc, 1, 2 limit 40
        """

    /// The values of a table's columns, text first: bytes as hex, and of what has no part of its own (JSON) nothing large.
    private static let columns = """
        select string_agg(format('(%L, %L, %s)', a.attname, a.kind, case a.kind \
        when 'b' then format('encode(substring(s.%I from 1 for 200), ''hex'')', a.attname) \
        when 'j' then format('case when pg_column_size(s.%1$I) < 100000 then left(s.%1$I::text, 200) \
        when s.%1$I is not null then ''large'' end', a.attname) \
        else format('left(s.%I::text, 200)', a.attname) end), ', ') from (select a.attname, case \
        when y.typname = 'bytea' then 'b' when y.typname in ('json', 'jsonb', 'xml') then 'j' \
        when y.typcategory = 'S' then 't' else 'o' end as kind from pg_attribute a join pg_type y on y.oid = a.atttypid \
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped \
        order by y.typcategory <> 'S', a.attnum limit 24) a
        """
}
