import Foundation
import Testing

/// What a restore loses while every count agrees, by the real binary on real PostgreSQL.
@Suite(.serialized) struct DrillRiskTests {
    /// One of each kind, as the estate's engineers would have made them.
    private static let risks = """
        create database payroll owner kb_admin;
        create extension postgres_fdw;
        create server far foreign data wrapper postgres_fdw;
        alter role kb_app set work_mem = '8MB';
        create publication changes for all tables;
        create subscription copies connection 'host=127.0.0.1 port=1' publication p with (connect = false);
        create function noted() returns event_trigger language plpgsql as 'begin end';
        create event trigger noted on ddl_command_end execute function noted();
        create schema cron;
        create table cron.job (jobid bigint, jobname text, active boolean);
        insert into cron.job values (1, 'nightly', true), (2, null, false);
        grant usage on schema cron to kb_admin;
        grant select on cron.job to kb_admin;
        set role kb_admin;
        create unlogged table sessions (id bigint);
        insert into sessions values (1);
        create table counted (id bigint generated always as identity primary key);
        insert into counted overriding system value values (70);
        create table secrets (id bigint);
        alter table secrets enable row level security;
        alter table secrets force row level security;
        select lo_create(0);
        reset role;
        \\\\connect payroll
        set role kb_admin;
        create table salaries (id bigint primary key);
        """

    @Test func `everything that a restore loses is told with its cure, and accepted by its name`() async throws {
        try await Sandbox.run { sandbox in
            let clean = try await sandbox.drill("run", ["--fresh", "--output", "json"])
            #expect(clean.code == 0, "\(clean.output)\(clean.conversation)")
            let before = try checks(clean)
            #expect(before["unlogged tables"]?["verdict"] as? String == "passed")
            #expect(before["extensions"]?["verdict"] as? String == "passed")

            // What a policy accepts is found by its selftest all the same.
            let tolerant = try sandbox.policy([
                .init("  budget: 5 USD\n", "  budget: 5 USD\n  accept: [unlogged-tables, noise]\n")
            ])
            let selftest = try await sandbox.drill("selftest", policy: tolerant)
            #expect(selftest.code == 0, "\(selftest.output)\(selftest.conversation)")
            #expect(selftest.output.contains("detected  lostRows: notVerified"), "\(selftest.output)")

            try await sandbox.administrator("kb-prod", Self.risks)
            let outcome = try await sandbox.drill("run", ["--fresh", "--output", "json"])
            #expect(outcome.code == 3, "\(outcome.output)\(outcome.conversation)")
            try await sandbox.validate(outcome.output)
            let found = try checks(outcome)
            let expected: [(name: String, verdict: String, says: String)] = [
                ("unlogged tables", "failed", "public.sessions: rows on the source, none in the copy"),
                ("other databases", "warned", "payroll: 1 relation, "),
                ("sequences behind their column", "warned", "public.counted_id_seq: behind, on the source too"),
                ("event triggers", "passed", ""), ("extensions", "passed", ""), ("large objects", "passed", ""),
                ("publications and replication slots", "passed", ""), ("collation versions", "passed", ""),
                ("subscriptions", "passed", ""), ("settings of roles and databases", "passed", ""),
                ("pg_cron jobs of this database", "warned", "nightly: active"),
                ("foreign servers", "warned", "far: postgres_fdw with 0 tables"),
                ("rows hidden from the login", "warned", "public.secrets"),
                ("prepared transactions", "passed", ""),
            ]
            for (name, verdict, says) in expected {
                let check = found[name]
                #expect(check?["verdict"] as? String == verdict, "\(name): \(check ?? [:])")
                if !says.isEmpty { #expect((check?["got"] as? String)?.contains(says) == true, "\(check ?? [:])") }
            }

            let accepted =
                "unlogged-tables, other-databases, sequences, cron-jobs, foreign-servers, hidden-rows, large-objects"
            let policy = try sandbox.policy([
                .init("  budget: 5 USD\n", "  budget: 5 USD\n  accept: [\(accepted)]\n"),
                .init("  source: latest\n", "  source: fresh\n"),
            ])
            let allowed = try await sandbox.drill("run", policy: policy)
            #expect(allowed.code == 0, "\(allowed.output)\(allowed.conversation)")
            let text = allowed.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(text.contains("6 accepted"), "\(text)")
            #expect(text.contains("accepted by drill.accept; unlogged tables are empty after a restore"))
            #expect(text.contains("drill.accept: large-objects: expected something to accept, got nothing"))
            let page = sandbox.folder + "/state/evidence/knowledge-base/00000003/report.html"
            try await PageTests.check([page])
        }
    }

    @Test func `an unknown word is refused with the one that was meant`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/drctl-risk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = try String(contentsOfFile: Binary.root + "/policies/knowledge-base.yaml", encoding: .utf8)
        let file = folder + "/policy.yaml"
        try text.replacing("  budget: 5 USD\n", with: "  budget: 5 USD\n  accept: [unloged-tables]\n").write(
            toFile: file, atomically: true, encoding: .utf8)
        let outcome = try await Binary.run(["policy", "check", "--policy", file], [:])
        #expect(outcome.code == 65, "\(outcome)")
        #expect((outcome.output + outcome.conversation).contains("did you mean `unlogged-tables`?"), "\(outcome)")
    }

    /// The checks of a record by name.
    private func checks(_ outcome: Binary.Outcome) throws -> [String: [String: Any]] {
        let list = try members(of: outcome.output)["checks"] as? [[String: Any]] ?? []
        return Dictionary(list.map { ($0["name"] as? String ?? "", $0) }) { first, _ in first }
    }
}
