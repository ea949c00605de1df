import RecoveryModel

/// Queries that every PostgreSQL database answers, about everything that is not a row of a table.
///
/// Fingerprints are SHA-256 over sorted catalog entries, so that they compare in one value and carry no data.
enum BuiltInChecks {
    /// User schemas: neither the system's nor temporary ones.
    private static let userSchema = "n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'"

    private static func fingerprint(_ entry: String, _ from: String) -> String {
        """
        select count(*) || ' ' || encode(sha256(convert_to(coalesce(string_agg(e, E'\\n' order by e collate "C"), ''), \
        'UTF8')), 'hex') from (select \(entry) as e \(from)) entries
        """
    }

    static let all: [PlannedCheck] = [
        PlannedCheck(
            name: "server version", origin: .builtIn,
            sql: "select current_setting('server_version_num')::int / 10000", expectation: .sameAsSource),
        PlannedCheck(
            name: "encoding", origin: .builtIn,
            sql: """
                select pg_encoding_to_char(encoding) || ' ' || datcollate || ' ' || datctype from pg_database \
                where datname = current_database()
                """,
            expectation: .sameAsSource),
        structural(
            "tables and columns",
            fingerprint(
                """
                format('%I.%I.%I %s %s %s', n.nspname, c.relname, a.attname, \
                format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
                """,
                """
                from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace \
                left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum \
                where c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped and \(userSchema)
                """)),
        structural(
            "constraints",
            fingerprint(
                "format('%s %I %s %s', o.conrelid::regclass, o.conname, pg_get_constraintdef(o.oid), o.convalidated)",
                "from pg_constraint o join pg_namespace n on n.oid = o.connamespace where \(userSchema)")),
        structural(
            "constraints not validated",
            "select count(*) from pg_constraint o join pg_namespace n on n.oid = o.connamespace "
                + "where not o.convalidated and \(userSchema)"),
        structural(
            "foreign keys",
            "select count(*) from pg_constraint o join pg_namespace n on n.oid = o.connamespace "
                + "where o.contype = 'f' and \(userSchema)"),
        structural(
            "indexes",
            fingerprint(
                "pg_get_indexdef(i.indexrelid)",
                "from pg_index i join pg_class c on c.oid = i.indexrelid "
                    + "join pg_namespace n on n.oid = c.relnamespace where \(userSchema)")),
        structural(
            "indexes not valid",
            "select count(*) from pg_index i join pg_class c on c.oid = i.indexrelid "
                + "join pg_namespace n on n.oid = c.relnamespace "
                + "where not (i.indisvalid and i.indisready) and \(userSchema)"),
        structural(
            "functions and triggers",
            fingerprint(
                "definition",
                """
                from (select pg_get_functiondef(p.oid) as definition from pg_proc p \
                join pg_namespace n on n.oid = p.pronamespace \
                where p.prokind in ('f', 'p') and \(userSchema) \
                and not exists (select from pg_depend x where x.objid = p.oid and x.deptype = 'e') \
                union all select pg_get_triggerdef(t.oid) from pg_trigger t where not t.tgisinternal) definitions
                """)),
        structural(
            "roles",
            fingerprint(
                """
                format('%I %s %s %s %s %s %s %s', r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, \
                r.rolcanlogin, r.rolbypassrls, (select string_agg(g.rolname, ',' order by g.rolname) \
                from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid))
                """,
                "from pg_roles r where r.rolname not like 'pg\\_%' and r.rolname not like 'rds%'")),
        structural(
            "grants",
            fingerprint(
                "entry",
                """
                from (select format('%I.%I %s %s', n.nspname, c.relname, c.relowner::regrole, c.relacl) as entry \
                from pg_class c join pg_namespace n on n.oid = c.relnamespace \
                where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and \(userSchema) \
                union all select format('column %s.%I %s', a.attrelid::regclass, a.attname, a.attacl) \
                from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace \
                where a.attacl is not null and not a.attisdropped and \(userSchema) \
                union all select format('schema %I %s %s', n.nspname, n.nspowner::regrole, n.nspacl) \
                from pg_namespace n where \(userSchema) \
                union all select format('function %s %s %s', p.oid::regprocedure, p.proowner::regrole, p.proacl) \
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace where \(userSchema) \
                and not exists (select from pg_depend x where x.objid = p.oid and x.deptype = 'e') \
                union all select format('default %s %s %s %s', d.defaclrole::regrole, d.defaclnamespace::regnamespace, \
                d.defaclobjtype, d.defaclacl) from pg_default_acl d) granted
                """)),
        structural(
            "row-level security",
            fingerprint(
                """
                format('%s %s %s %s', c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity, \
                (select string_agg(format('%I %s %s %s %s', p.polname, p.polcmd, p.polpermissive, \
                pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), ';' order by p.polname) \
                from pg_policy p where p.polrelid = c.oid))
                """,
                "from pg_class c join pg_namespace n on n.oid = c.relnamespace "
                    + "where c.relkind in ('r', 'p') and \(userSchema)")),
        PlannedCheck(
            name: CheckName.databaseSize, origin: .builtIn,
            sql: "select pg_database_size(current_database())", expectation: .measured),
    ]

    private static func structural(_ name: String, _ sql: String) -> PlannedCheck {
        PlannedCheck(
            name: name, origin: .builtIn, sql: sql, expectation: .sameAsSource, isStructural: true)
    }
}
