import RecoveryModel

extension RiskRule {
    /// Indexes on text are sorted by the collation of the machine that wrote them.
    ///
    /// https://wiki.postgresql.org/wiki/Locale_data_changes
    static let collations = RiskRule(
        title: "collation versions", expected: "the versions that the indexes were built with",
        meaning: "indexes on text return wrong rows, and unique ones let duplicates in, when the collation has changed",
        cure: "`reindex` what depends on it, then `alter collation … refresh version` or `alter database … refresh "
            + "collation version`",
        catalog: { major in
            let own =
                major >= 15
                ? """
                coalesce(d.datcollversion, '-') || ' ' || coalesce(pg_database_collation_actual_version(d.oid), '-')
                """
                : """
                '- ' || coalesce((select max(pg_collation_actual_version(c.oid)) from pg_collation c \
                where c.collprovider = 'c' and c.collcollate = d.datcollate), '-')
                """
            return """
                'the database''s default', \(own) from pg_database d where d.datname = current_database() \
                union all select 'collations', format('%I.%I', n.nspname, c.collname), \
                c.collversion || ' ' || coalesce(pg_collation_actual_version(c.oid), '-') from pg_collation c \
                join pg_namespace n on n.oid = c.collnamespace where c.collprovider <> 'd' \
                and c.collversion is not null and c.oid in (select a.attcollation from pg_attribute a)
                """
        },
        judge: { sides in
            sides.alarms(.failed) { _, source, copy in
                guard let copy else { return nil }
                if let source, actual(source) != actual(copy) {
                    return "\(actual(source)) on the source, \(actual(copy)) on the copy"
                }
                return isStale(copy) && !isStale(source) ? stale(copy) : nil
            }
                + sides.alarms(.warned) { _, source, copy in
                    guard let source, let copy, isStale(copy), isStale(source), actual(source) == actual(copy) else {
                        return nil
                    }
                    return stale(copy) + ", on the source too"
                }
        })

    private static func stale(_ value: String) -> String {
        let parts = value.split(separator: " ")
        return "built with \(parts.first ?? ""), now \(parts.last ?? "")"
    }

    /// Whether the version that was recorded is not the machine's.
    private static func isStale(_ value: String?) -> Bool {
        guard let parts = value?.split(separator: " "), parts.count == 2 else { return false }
        return parts[0] != "-" && parts[0] != parts[1]
    }

    private static func actual(_ value: String) -> Substring { value.split(separator: " ").last ?? "-" }

    static let eventTriggers = RiskRule(
        title: "event triggers", expected: "as on the source",
        meaning: "what they enforce or record is not enforced or recorded after a restore",
        cure: "create them again, enabled as on the source",
        catalog: { _ in "e.evtname::text, e.evtevent || ' ' || e.evtenabled::text from pg_event_trigger e" },
        judge: { $0.differences() })

    static let publications = RiskRule(
        title: "publications and replication slots", expected: "as on the source, without slots",
        meaning:
            "replication slots are not restored: whoever reads changes misses those between the recovery point and a "
            + "new slot",
        cure: "create the slots again and let each subscriber copy its tables anew",
        catalog: { _ in
            """
            p.pubname::text, (select count(*) from pg_publication_tables t where t.pubname = p.pubname) || ' tables' \
            from pg_publication p union all select 'publications', 'slot ' || r.slot_name, 'slot' \
            from pg_replication_slots r where r.slot_type = 'logical' and r.database = current_database()
            """
        },
        judge: { sides in
            let slots = sides.source.filter { $0.value == "slot" && sides.copy[$0.key] == nil }
            var rest = sides
            for name in slots.keys { rest.source[name] = nil }
            var alarms = rest.differences()
            let names = slots.keys.sorted()
            if !names.isEmpty { alarms.append(Alarm(verdict: .warned, got: "without \(CountText.list(names))")) }
            return alarms
        })

    static let subscriptions = RiskRule(
        title: "subscriptions", expected: "none that is enabled in the copy",
        meaning: "an enabled subscription of a restored database connects to the publisher and takes the slot of the "
            + "source",
        cure: "`alter subscription … disable` right after a restore, and set it up anew for the database that goes on",
        catalog: { _ in
            """
            s.subname::text, case when s.subenabled then 'enabled' else 'disabled' end from pg_subscription s \
            join pg_database d on d.oid = s.subdbid where d.datname = current_database()
            """
        },
        judge: { sides in
            sides.alarms(sides.schemaIsBehind ? .warned : .failed) { _, source, copy in
                source != nil && copy == nil ? "missing in the copy" : nil
            } + sides.alarms(.warned) { _, _, copy in copy == "enabled" ? "enabled in the copy" : nil }
        })

    static let cronJobs = RiskRule(
        title: "pg_cron jobs of this database", expected: "none that a restore would have to look after",
        meaning: "jobs run in a restored database only where its parameter group preloads pg_cron, and then at once",
        cure: "compare `cron.job` with the source after a restore, and pass the source's parameter group",
        catalog: { _ in
            // Visible to members of pg_read_all_settings only.
            """
            'jobs of database ' || setting, 'elsewhere' from pg_settings \
            where name = 'cron.database_name' and setting <> current_database()
            """
        },
        judge: { sides in
            sides.alarms(.failed) { _, source, copy in
                guard let source, source == "active" || source == "inactive" else { return nil }
                return copy == nil ? "missing in the copy" : copy == source ? nil : "\(source) → \(copy ?? "")"
            }
                + sides.alarms(.warned) { _, source, copy in
                    switch (source, copy) {
                    case ("elsewhere"?, _), (_, "elsewhere"?): "not read: they are in another database"
                    case ("unreadable"?, _), (_, "unreadable"?): "not read: no privilege"
                    case (_, "active"?): "active"
                    default: nil
                    }
                }
        })

    static let foreignServers = RiskRule(
        title: "foreign servers", expected: "none, or as on the source",
        meaning:
            "foreign tables hold no data of their own: what they show is in another system, which this restore does "
            + "not bring back or reach",
        cure: "recover that system too, and check that the restored database's network and user mappings reach it",
        catalog: { _ in
            """
            s.srvname::text, w.fdwname || ' with ' || (select count(*) from pg_foreign_table t where t.ftserver = s.oid) \
            || ' tables' from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw
            """
        },
        judge: { sides in
            sides.differences() + sides.alarms(.warned) { _, source, copy in copy == source ? copy : nil }
        })

    static let extensions = RiskRule(
        title: "extensions", expected: "the source's, each installed on the server",
        meaning: "functions and types of an extension fail or answer otherwise",
        cure: "restore to an engine version that has them, then `create extension` or `alter extension … update`",
        catalog: { _ in
            """
            x.extname::text, x.extversion || case when exists (select from pg_available_extensions a \
            where a.name = x.extname) then '' else ', not on the server' end from pg_extension x
            """
        },
        judge: { sides in
            let differences = sides.differences()
            guard differences.isEmpty else { return differences }
            return sides.alarms(.warned) { _, _, copy in
                copy?.hasSuffix("not on the server") == true ? "\(copy ?? ""), as on the source" : nil
            }
        })

    /// Values are compared as digests: they may be secrets.
    static let settings = RiskRule(
        title: "settings of roles and databases", expected: "as on the source",
        meaning: "sessions of a restored database run with other settings",
        cure: "`alter role … set` and `alter database … set` them again",
        catalog: { _ in
            """
            concat_ws(' in ', coalesce('role ' || r.rolname, 'every role'), 'database ' || d.datname) || ': ' \
            || split_part(setting, '=', 1), left(encode(sha256(convert_to(setting, 'UTF8')), 'hex'), 12) \
            from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole \
            left join pg_database d on d.oid = s.setdatabase cross join unnest(s.setconfig) setting \
            where s.setdatabase = 0 or d.datname = current_database()
            """
        },
        judge: { sides in
            // They are in the same storage as everything else: a difference is most likely a change since.
            sides.alarms(.warned) { _, source, copy in
                guard source != copy else { return nil }
                return source == nil ? "only in the copy" : copy == nil ? "missing" : "another value"
            }
        })
}
