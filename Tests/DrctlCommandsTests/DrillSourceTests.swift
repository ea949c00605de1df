import Foundation
import Testing

/// What a drill restores and how it logs in, by the real binary on the sandbox.
@Suite(.serialized) struct DrillSourceTests {
    @Test func `a drill goes back before an event, and refuses what it is not certain of`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(
                """
                import boto3, time
                rds = boto3.client("rds")
                time.sleep(3)
                for window in "01:00-01:30", "02:00-02:30":
                    rds.modify_db_instance(DBInstanceIdentifier="kb-prod", PreferredBackupWindow=window)
                    time.sleep(2)
                """)
            let several = try await sandbox.drill("run", ["--before", "ModifyDBInstance"])
            #expect(several.code == 5, "\(several.conversation)")
            #expect(several.conversation.contains("2 events match \"ModifyDBInstance\":"))
            #expect(several.conversation.contains("ModifyDBInstance by oncall-engineer at 20"))
            let id = try #require(several.conversation.firstMatch(of: #/--before ([0-9a-f-]{36})/#)?.output.1)
            let named = try await sandbox.drill("run", ["--dry-run", "--before", String(id)])
            #expect(named.code == 0, "\(named.conversation)")

            let newest = try await sandbox.drill("run", ["--before", "last ModifyDBInstance", "--output", "json"])
            #expect(newest.code == 0, "\(newest.output)\(newest.conversation)")
            try await sandbox.validate(newest.output)
            let record = try members(of: newest.output)
            let event = try #require(record["event"] as? [String: Any])
            let point = try #require(record["recoveryPoint"] as? [String: Any])
            #expect(event["id"] as? String == String(id))
            #expect(event["author"] as? String == "oncall-engineer")
            #expect((point["reason"] as? String)?.hasPrefix("just before ModifyDBInstance") == true)
            #expect((point["time"] as? String ?? "z") < (event["at"] as? String ?? ""))

            let none = try await sandbox.drill("run", ["--before", "DeleteDBInstance"])
            #expect(none.code == 5)
            #expect(none.conversation.contains("no event of kb-prod matches \"DeleteDBInstance\": searched"))
            let old = try await sandbox.drill("run", ["--before", "CreateDBInstance"])
            #expect(old.code == 3, "\(old.output)\(old.conversation)")
            #expect(old.output.contains("before the"))
            let short = try await sandbox.drill("run", ["--before", "ab"])
            #expect(short.code == 64)
            let advice = try await sandbox.drctl([
                "pitr", "advise", "--event", "last ModifyDBInstance", "--policy", "policies/knowledge-base.yaml",
            ])
            #expect(advice.code == 0, "\(advice.conversation)")
            #expect(advice.output.contains("What happened?"))

            try await sandbox.fault(#"{"kind": "denied", "service": "cloudtrail"}"#)
            let blind = try await sandbox.drill("run", ["--before", "last ModifyDBInstance"])
            try await sandbox.heal()
            #expect(blind.code == 5)
            #expect(blind.conversation.contains("failed to read the events of kb-prod"))
        }
    }

    @Test func `logins are IAM tokens or a URL that nobody sees`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.administrator(
                "kb-prod",
                """
                create role by_token login bypassrls; grant rds_iam, pg_read_all_data to by_token;
                create role no_token login; grant pg_read_all_data to no_token;
                """)
            try await sandbox.engineer(
                """
                import boto3, json, os, time
                rds = boto3.client("rds")
                rds.modify_db_instance(DBInstanceIdentifier="kb-prod", EnableIAMDatabaseAuthentication=True,
                    ApplyImmediately=True)
                def instance():
                    return rds.describe_db_instances(DBInstanceIdentifier="kb-prod")["DBInstances"][0]
                while not (instance()["IAMDatabaseAuthenticationEnabled"] and
                        instance()["DBInstanceStatus"] == "available"):
                    time.sleep(0.1)
                found = instance()
                secret = json.loads(boto3.client("secretsmanager").get_secret_value(
                    SecretId=found["MasterUserSecret"]["SecretArn"])["SecretString"])
                with open(os.open("\(sandbox.folder)/url", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                    from urllib.parse import quote
                    place = f"{found['Endpoint']['Address']}:{found['Endpoint']['Port']}"
                    file.write(f"postgresql://{secret['username']}:{quote(secret['password'], safe='')}@{place}"
                        "/knowledge_base")
                with open(os.open("\(sandbox.folder)/password", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                    file.write(secret["password"])
                """)
            let strange = try await sandbox.drill("run", ["--ca-bundle", "/etc/ssl/certs/ca-certificates.crt"])
            #expect(strange.code == 1)
            #expect(strange.output.contains("certificate verify failed"), "\(strange.output)")

            // Everything that can be seen of our processes from outside, while a drill logs in many times.
            async let watched: Void = sandbox.engineer(
                """
                import glob, os, time
                secrets = [open("\(sandbox.folder)/password", "rb").read(), b"sandbox-application-password"]
                seen, end = set(), time.time() + 60
                while not os.path.exists("\(sandbox.folder)/drilled") and time.time() < end:
                    for process in glob.glob("/proc/[0-9]*"):
                        try:
                            name = open(process + "/comm").read().strip()
                            if name not in ("drctl", "psql"):
                                continue
                            shown = open(process + "/cmdline", "rb").read() + open(process + "/environ", "rb").read()
                        except OSError:
                            continue
                        seen.add(name)
                        assert not any(secret in shown for secret in secrets), process
                assert seen == {"drctl", "psql"}, seen
                """)
            let seen = try await sandbox.drill("run", ["--fresh"])
            try "".write(toFile: sandbox.folder + "/drilled", atomically: true, encoding: .utf8)
            try await watched
            #expect(seen.code == 0, "\(seen.output)\(seen.conversation)")

            let token = try await sandbox.drill("run", ["--fresh", "--iam-user", "by_token"])
            #expect(token.code == 0, "\(token.output)\(token.conversation)")
            let refused = try await sandbox.drill("run", ["--fresh", "--iam-user", "no_token"])
            #expect(refused.code == 1)
            #expect(refused.output.hasPrefix("FAILED"))

            let file = sandbox.folder + "/url"
            let byFile = try await sandbox.drill("run", ["--fresh", "--database-url-file", file])
            #expect(byFile.code == 0, "\(byFile.output)\(byFile.conversation)")
            let url = try String(contentsOfFile: file, encoding: .utf8)
            let byVariable = try await sandbox.drill("run", ["--fresh"], extra: ["DRCTL_DATABASE_URL": url])
            #expect(byVariable.code == 0, "\(byVariable.output)\(byVariable.conversation)")
            let password = try String(contentsOfFile: sandbox.folder + "/password", encoding: .utf8)
            let wrong = try await sandbox.drill(
                "run", [], extra: ["DRCTL_DATABASE_URL": "postgresql://kb_admin:\(password)@127.0.0.1:1/knowledge_base"]
            )
            #expect(wrong.code == 1)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            let open = try await sandbox.drill("run", ["--database-url-file", file])
            #expect(open.code == 64)
            #expect(open.conversation.contains("other users can read it"))
            let twice = try await sandbox.drill("run", ["--database-url-file", file, "--iam-user", "by_token"])
            #expect(twice.code == 64)
            #expect(try sandbox.filesMentioning(password).isEmpty)
            for outcome in [token, refused, byFile, byVariable, wrong, open] {
                #expect(!(outcome.output + outcome.conversation).contains(password))
            }
        }
    }

    @Test func `warming reads every page, and amcheck finds an index that lies`() async throws {
        try await Sandbox.run { sandbox in
            let humble = try await sandbox.drill("run", ["--amcheck", "--warm"])
            #expect(humble.code == 3)
            #expect(humble.output.contains("permission denied to create extension \"amcheck\""))
            #expect(humble.output.contains("read by sequential scan"))
            // On RDS the master user may create these extensions; PostgreSQL itself asks for more.
            try await sandbox.administrator("kb-prod", "alter role kb_admin superuser")
            let good = try await sandbox.drill("run", ["--fresh", "--amcheck", "--warm", "--output", "json"])
            #expect(good.code == 0, "\(good.output)\(good.conversation)")
            try await sandbox.validate(good.output)
            let record = try members(of: good.output)
            let warming = try #require(record["warming"] as? [String: Any])
            #expect(warming["method"] as? String == "prewarm")
            #expect(warming["relations"] as? Int ?? 0 > 20)
            #expect(warming["bytes"] as? Int ?? 0 > 1_000_000)
            let objectives = try #require(record["objectives"] as? [String: Any])
            #expect(objectives["rtoWarmedSeconds"] as? Double ?? 0 > objectives["rtoVerifiedSeconds"] as? Double ?? 9)
            let checks = try #require(record["checks"] as? [[String: Any]])
            #expect(
                checks.contains { $0["name"] as? String == "amcheck: indexes" && $0["verdict"] as? String == "passed" })

            // The source and its copy agree on every row, and on an index that holds none of them.
            try await sandbox.administrator(
                "kb-prod",
                """
                create function public.shown(bigint) returns bigint language sql immutable as 'select $1';
                create index authors_shown on public.authors (public.shown(id));
                create or replace function public.shown(bigint) returns bigint language sql immutable as 'select -$1';
                """)
            let blind = try await sandbox.drill("run", ["--fresh"])
            #expect(blind.code == 0, "\(blind.output)\(blind.conversation)")
            let bad = try await sandbox.drill("run", ["--fresh", "--amcheck"])
            #expect(bad.code == 3, "\(bad.output)\(bad.conversation)")
            #expect(bad.output.contains("lacks matching index tuple"), "\(bad.output)")
        }
    }
}
