import Foundation
import Testing

/// What a policy's drill section makes of a drill, by the real binary on the sandbox.
@Suite(.serialized) struct DrillPolicyTests {
    /// The knowledge base's policy with other lines.
    private func policy(_ name: String, in sandbox: Sandbox, _ changes: [(line: String, new: String)]) throws -> String
    {
        var text = try String(contentsOfFile: Binary.root + "/policies/knowledge-base.yaml", encoding: .utf8)
        for (line, new) in changes {
            #expect(text.contains(line), "\(line)")
            text = text.replacing(line, with: new)
        }
        let file = "\(sandbox.folder)/\(name).yaml"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    private func run(
        _ policy: String, in sandbox: Sandbox, _ arguments: [String] = [], extra: [String: String] = [:]
    ) async throws -> Binary.Outcome {
        try await Binary.run(
            ["drill", "run", "--policy", policy, "--poll-interval", "0.1"] + arguments,
            sandbox.environment.merging(["DRCTL_STATE": sandbox.folder + "/state"]) { $1 }.merging(extra) { $1 })
    }

    @Test func `a query of the policy writes neither to the source nor to its copy`() async throws {
        try await Sandbox.run { sandbox in
            let freshness = "  freshness: {query: select max(created_at) from entries}\n"
            let writing = try policy(
                "writing", in: sandbox,
                [(freshness, "  freshness: {query: \"select now() from nextval('authors_id_seq')\"}\n")])
            let refused = try await run(writing, in: sandbox)
            #expect(refused.code == 3, "\(refused.output)\(refused.conversation)")
            #expect(refused.output.contains("cannot execute nextval() in a read-only transaction"))
            try await sandbox.administrator(
                "kb-prod",
                """
                do $$ begin if (select last_value from authors_id_seq) <> 200 then raise 'it was written'; end if; end $$
                """)
            // What would switch the protection off is no query, and is refused before any call.
            let second = try policy(
                "second", in: sandbox,
                [(freshness, "  freshness: {query: \"select now(); set default_transaction_read_only = off\"}\n")])
            let statement = try await run(second, in: sandbox)
            #expect(statement.code == 65, "\(statement.conversation)")
        }
    }

    @Test func `the policy's own command gets the copy and no secret, and its failure fails the drill`() async throws {
        try await Sandbox.run { sandbox in
            let script = """
                test -z "$DRCTL_DATABASE_URL" && test "$(stat -c %a "$DATABASE_PASSWORD_FILE")" = 600 \
                && test "$(psql -XAtc "select count(*) > 0 from authors" "$DATABASE_URL")" = t \
                && case "$DATABASE_URL" in *@127.0.0.1:*sslmode=verify-full) true;; *) false;; esac
                """
            try script.write(toFile: sandbox.folder + "/smoke.sh", atomically: true, encoding: .utf8)
            let budget = "  budget: 5 USD\n"
            let good = try policy(
                "good", in: sandbox,
                [(budget, budget + "  warm: true\n  smoke: [sh, \"\(sandbox.folder)/smoke.sh\"]\n")])
            // Another login in our environment is not the command's to see.
            let outcome = try await run(
                good, in: sandbox, ["--secret", "kb/prod/database", "--output", "json"],
                extra: ["DRCTL_DATABASE_URL": "postgresql://a:hunter2@db.example/kb"])
            let record = try members(of: outcome.output)
            let checks = try #require(record["checks"] as? [[String: Any]])
            let smoke = try #require(checks.first { $0["name"] as? String == "smoke" })
            #expect(smoke["verdict"] as? String == "passed", "\(outcome.output)\(outcome.conversation)")
            #expect(record["warming"] is [String: Any])
            #expect(try sandbox.filesMentioning("hunter2").isEmpty)

            let bad = try policy("bad", in: sandbox, [(budget, budget + "  smoke: [\"false\"]\n")])
            let failed = try await run(bad, in: sandbox)
            #expect(failed.code == 3)
            #expect(failed.output.contains("smoke did not pass: exited(1)"), "\(failed.output)")
        }
    }

    @Test func `a policy may name the event to go back before`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(
                """
                import boto3, time
                time.sleep(3)
                boto3.client("rds").modify_db_instance(DBInstanceIdentifier="kb-prod", PreferredBackupWindow="01:00-01:30")
                time.sleep(2)
                """)
            let before = try policy(
                "before", in: sandbox, [("  source: latest\n", "  source: {before: last ModifyDBInstance}\n")])
            let outcome = try await run(before, in: sandbox)
            #expect(outcome.code == 0, "\(outcome.output)\(outcome.conversation)")
            #expect(outcome.output.contains("ModifyDBInstance by oncall-engineer at "))
            // The command line stands above the policy.
            let other = try await run(before, in: sandbox, ["--newest", "--dry-run", "--output", "json"])
            #expect(other.code == 0)
            #expect(try members(of: other.output)["event"] is NSNull)
        }
    }
}
