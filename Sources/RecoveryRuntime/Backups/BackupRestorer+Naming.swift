import PostgresTools
import RecoveryModel

extension BackupRestorer {
    /// Gives a restored database the name that it shall have. A database that has it is renamed in the same transaction,
    /// and its owner, privileges and settings are those of the new one.
    ///
    /// - Parameter replaced: The name that the old one gets; nil where there is none.
    /// - Throws: `PostgresError`; then nothing has another name.
    package func rename(
        _ restored: String, to name: String, replacing replaced: String?, _ order: BackupRestoreOrder
    ) async throws {
        try await open(order, readOnly: false) { session in
            let (new, final) = (SQLQuoting.identifier(restored), SQLQuoting.identifier(name))
            guard let replaced else {
                _ = try await session.rows("alter database \(new) rename to \(final)")
                _ = try await session.rows("comment on database \(final) is null")
                return
            }
            _ = try await session.rows("do \(SQLQuoting.literal(Self.swap(restored, name, replaced)))")
        }
    }

    /// One statement, so that no moment has neither or both, and a kill at any moment leaves the old one as it was. Sessions
    /// are ended while the old name is locked: a client that connects again waits, and then finds the new database.
    private static func swap(_ restored: String, _ name: String, _ replaced: String) -> String {
        let (new, old, aside) = (
            SQLQuoting.identifier(restored), SQLQuoting.identifier(name), SQLQuoting.identifier(replaced)
        )
        return """
            declare setting record; pair text; name text; value text; permission record;
            begin
              for setting in select s.setrole, s.setconfig from pg_db_role_setting s join pg_database d
                on d.oid = s.setdatabase where d.datname = \(SQLQuoting.literal(name)) loop
                foreach pair in array setting.setconfig loop
                  name := split_part(pair, '=', 1);
                  value := substr(pair, strpos(pair, '=') + 1);
                  -- Lists are quoted already.
                  if name not in ('search_path', 'temp_tablespaces', 'local_preload_libraries',
                    'session_preload_libraries') then value := quote_literal(value); end if;
                  execute case when setting.setrole = 0
                    then format('alter database %I set %s to %s', \(SQLQuoting.literal(restored)), name, value)
                    else format('alter role %I in database %I set %s to %s', pg_get_userbyid(setting.setrole),
                      \(SQLQuoting.literal(restored)), name, value) end;
                end loop;
              end loop;
              execute format('alter database %I owner to %I', \(SQLQuoting.literal(restored)),
                (select pg_get_userbyid(datdba) from pg_database where datname = \(SQLQuoting.literal(name))));
              revoke all on database \(new) from public;
              for permission in select a.* from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                where d.datname = \(SQLQuoting.literal(name)) loop
                execute format('grant %s on database %I to %s', permission.privilege_type, \(SQLQuoting.literal(restored)),
                  case when permission.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(permission.grantee)) end);
              end loop;
              for attempt in 1..10 loop
                begin
                  perform pg_stat_clear_snapshot();
                  perform pg_terminate_backend(pid) from pg_stat_activity where datname = \(SQLQuoting.literal(name));
                  alter database \(old) rename to \(aside);
                  exit;
                exception when object_in_use then
                  -- Somebody was let in between the two.
                  if attempt = 10 then raise; end if;
                end;
              end loop;
              alter database \(new) rename to \(old);
              comment on database \(old) is null;
            end
            """
    }
}
