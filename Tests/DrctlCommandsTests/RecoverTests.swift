import Foundation
import Testing

/// The real recovery, by the real binary on the sandbox.
@Suite(.serialized) struct RecoverTests {
    @Test func `a lost database comes back under its own name with every setting`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.furnish()
            let audit = try await sandbox.drctl("audit", "--policy", Sandbox.policy)
            #expect(audit.conversation.contains("Inventory: "), "\(audit.conversation)")
            let again = try await sandbox.drctl("audit", "--policy", Sandbox.policy)
            #expect(!again.conversation.contains("Inventory: "), "nothing has changed")
            try await sandbox.noteSettings(of: "kb-prod")
            try await sandbox.lose("kb-prod")

            let plan = try await sandbox.recover("plan")
            #expect(plan.code == 0, "\(plan.output)\(plan.conversation)")
            #expect(try await sandbox.instances() == ["kb-staging"])
            let unconfirmed = try await sandbox.recover("run")
            #expect(unconfirmed.code == 5 && unconfirmed.conversation.contains("--confirm kb-prod"))
            let wrong = try await sandbox.recover("run", ["--confirm", "kb-staging"])
            #expect(wrong.code == 5)
            #expect(try await sandbox.instances() == ["kb-staging"])

            let recovered = try await sandbox.recover("run", ["--confirm", "kb-prod", "--output", "json"])
            #expect(recovered.code == 0, "\(recovered.output)\(recovered.conversation)")
            try await sandbox.validate(recovered.output)
            let record = try members(of: recovered.output)
            let outcome = try #require(record["outcome"] as? [String: Any])
            #expect(outcome["settingsFrom"] as? String == "inventory")
            #expect(outcome["database"] as? String == "kb-prod")
            #expect((record["fidelity"] as? [Any])?.isEmpty == true)
            try await sandbox.expectSettings(of: "kb-prod")
            let verified = try await sandbox.drctl("evidence", "verify", "--policy", Sandbox.policy)
            #expect(verified.code == 0, "\(verified.output)")

            let listed = try await sandbox.drctl("evidence", "list", "--policy", Sandbox.policy)
            #expect(listed.code == 0 && listed.output.contains("recovery of kb-prod"), "\(listed)")

            let twice = try await sandbox.recover("run", ["--confirm", "kb-prod"])
            #expect(twice.code == 5 && twice.output.contains("kb-prod exists and is available"))
            // It is production: no command about drills takes it for one of theirs.
            let cleanup = try await sandbox.drill("cleanup")
            #expect(cleanup.code == 0 && cleanup.output.hasPrefix("CLEAN"), "\(cleanup.output)")
            #expect(try await sandbox.instances() == ["kb-prod", "kb-staging"])
            let drill = try await sandbox.drill("run")
            #expect(drill.code == 0, "\(drill.output)")
        }
    }

    @Test func `a damaged database is replaced by what it was just before the damage, and rolled back`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.furnish()
            try await sandbox.noteSettings(of: "kb-prod")
            try await Task.sleep(for: .seconds(2))
            let before = Date().formatted(.iso8601)
            try await Task.sleep(for: .seconds(2))
            try await sandbox.administrator("kb-prod", "delete from embeddings; delete from entries")
            try await Task.sleep(for: .seconds(2))
            let arguments = ["--at", before, "--even-though-healthy", "--switch", "rename", "--confirm", "kb-prod"]
            let hooks = "\(sandbox.folder)/hooks"
            let recovered = try await sandbox.recover(
                "run", arguments + ["--hook", "echo $DRCTL_STEP $DRCTL_RECOVERED $DRCTL_PORT >> \(hooks)"])
            #expect(recovered.code == 0, "\(recovered.output)\(recovered.conversation)")
            let names = try await sandbox.instances()
            let old = try #require(names.first { $0.hasPrefix("kb-prod-before-") })
            #expect(names == ["kb-prod", old, "kb-staging"])
            try await sandbox.expectSettings(of: "kb-prod")
            try await sandbox.administrator("kb-prod", "select 1 / (count(*) > 1000)::int from entries")
            try await sandbox.administrator(old, "select 1 / (count(*) < 1000)::int from entries")
            let steps = try String(contentsOfFile: hooks, encoding: .utf8).split(separator: "\n")
            #expect(steps.map { $0.split(separator: " ")[0] } == ["verified", "old-renamed", "switched"])
            #expect(steps.last?.hasPrefix("switched kb-prod ") == true)
            try await sandbox.engineer(
                """
                import boto3
                old = boto3.client("rds").describe_db_instances(DBInstanceIdentifier="\(old)")["DBInstances"][0]
                assert old["DeletionProtection"]
                """)

            let wrong = try await sandbox.recover("rollback", ["--confirm", "kb-staging"])
            #expect(wrong.code == 5)
            let rollback = try await sandbox.recover("rollback", ["--confirm", "kb-prod", "--output", "json"])
            #expect(rollback.code == 0, "\(rollback.output)\(rollback.conversation)")
            try await sandbox.validate(rollback.output)
            try await sandbox.administrator("kb-prod", "select 1 / (count(*) < 1000)::int from entries")
            let after = try await sandbox.instances()
            #expect(after.count == 3 && after.contains { $0.hasPrefix("kb-prod-recovered-") })
            let nothing = try await sandbox.recover("rollback", ["--confirm", "kb-prod"])
            #expect(nothing.code == 0 && nothing.output.contains("nothing was to be renamed"))
        }
    }

    @Test func `what may not be recovered is refused, and nothing is changed`() async throws {
        try await Sandbox.run { sandbox in
            let healthy = try await sandbox.recover("run", ["--confirm", "kb-prod"])
            #expect(healthy.code == 5 && healthy.output.contains("--even-though-healthy"), "\(healthy)")
            let stranger = try await sandbox.recover("run", ["--instance", "kb-staging", "--confirm", "kb-staging"])
            #expect(stranger.code == 5 && stranger.conversation.contains("names no database kb-staging"))
            let healthily = ["--even-though-healthy", "--confirm", "kb-prod"]
            let taken = try await sandbox.recover("run", healthily + ["--as", "kb-staging"])
            #expect(taken.code == 5 && taken.output.contains("a database kb-staging already exists"))
            let region = try await sandbox.recover("run", healthily + ["--region", "eu-west-1"])
            #expect(region.code != 0)
            let future = try await sandbox.recover("run", healthily + ["--at", "2099-01-01T00:00:00Z"])
            #expect(future.code == 3, "\(future.output)")
            let nothing = try await sandbox.recover("run", healthily + ["--from", "no-such-snapshot"])
            #expect(nothing.code == 3 && nothing.output.contains("no-such-snapshot"), "\(nothing.output)")
            let both = try await sandbox.recover("run", ["--at", "latest", "--from", "newest"])
            #expect(both.code == 64)
            try await sandbox.engineer(
                """
                import boto3
                kms = boto3.client("kms")
                kms.disable_key(KeyId=kms.describe_key(KeyId="alias/kb-dr")["KeyMetadata"]["KeyId"])
                """)
            let locked = try await sandbox.recover("run", healthily)
            #expect(locked.code == 5 && locked.output.contains("is Disabled"), "\(locked.output)")
            #expect(try await sandbox.instances() == ["kb-prod", "kb-staging"])
            #expect(try await sandbox.recover("resume").code == 5)
            #expect(try await sandbox.recover("rollback", ["--confirm", "kb-prod"]).code == 5)
        }
    }

    @Test func `a saved plan is made as it was reviewed, and refused once anything has changed`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.logPasses()
            let file = sandbox.folder + "/recovery.json"
            let planned = try await sandbox.recover("plan", ["--even-though-healthy", "--save", file])
            #expect(planned.code == 0, "\(planned.output)\(planned.conversation)")
            let both = try await sandbox.recover("run", ["--plan", file, "--at", "latest", "--confirm", "kb-prod"])
            #expect(both.code == 64)
            let changed = try sandbox.policy([.init("rto: 4h", "rto: 5h")])
            let other = try await sandbox.recover("run", ["--plan", file, "--confirm", "kb-prod"], policy: changed)
            #expect(other.code == 5 && other.conversation.contains("has changed since"), "\(other.conversation)")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("db.m6g.large", with: "db.t4g.micro")
                .write(toFile: file + ".edited", atomically: true, encoding: .utf8)
            let edited = try await sandbox.recover("run", ["--plan", file + ".edited", "--confirm", "kb-prod"])
            #expect(edited.code == 5 && edited.conversation.contains("stale"), "\(edited.conversation)")
            let year = #/"at" : "2[0-9]{3}/#
            try text.replacing(year, with: #""at" : "2020"#).write(
                toFile: file + ".old", atomically: true, encoding: .utf8)
            let old = try await sandbox.recover("run", ["--plan", file + ".old", "--confirm", "kb-prod"])
            #expect(old.code == 5 && old.conversation.contains("stale"), "\(old.conversation)")
            #expect(try await sandbox.instances() == ["kb-prod", "kb-staging"])

            let done = try await sandbox.recover("run", ["--plan", file, "--confirm", "kb-prod"])
            #expect(done.code == 0, "\(done.output)\(done.conversation)")
            #expect(try await sandbox.instances().count == 3)
            let twice = try await sandbox.recover("run", ["--plan", file, "--confirm", "kb-prod"])
            #expect(twice.code == 5, "\(twice.output)\(twice.conversation)")

            let stale = sandbox.folder + "/stale.json"
            _ = try await sandbox.recover("plan", ["--even-though-healthy", "--save", stale, "--as", "kb-other"])
            try await sandbox.lose("kb-prod")
            let lost = try await sandbox.recover("run", ["--plan", stale, "--confirm", "kb-prod"])
            #expect(lost.code == 5 && lost.conversation.contains("stale"), "\(lost.conversation)")
        }
    }

    @Test func `where the policy asks for it, a plan is made only with the signatures of two people`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.logPasses()
            var keys: [String] = []
            for name in ["mine", "theirs", "stranger"] {
                let path = "\(sandbox.folder)/\(name).pem"
                try await BackupServer.shell(
                    """
                    umask 077; openssl genpkey -algorithm ed25519 -out \(path) 2>/dev/null
                    openssl pkey -in \(path) -pubout | sed -n 2p > \(path).pub
                    """)
                let line = try String(contentsOfFile: path + ".pub", encoding: .utf8)
                keys.append(line.trimmingCharacters(in: .whitespacesAndNewlines))
            }
            let policy = try sandbox.policy([
                .init("\ndrill:\n", "\nrecover: {approvers: [\"\(keys[0])\", \"\(keys[1])\"]}\n\ndrill:\n")
            ])
            func key(_ name: String) -> [String] { ["--key", "\(sandbox.folder)/\(name).pem"] }
            let file = sandbox.folder + "/recovery.json"
            func run() async throws -> Binary.Outcome {
                try await sandbox.recover("run", ["--plan", file, "--confirm", "kb-prod"], policy: policy)
            }
            let approve = ["recover", "approve", "--policy", policy, "--plan", file]
            let bare = try await sandbox.recover(
                "run", ["--even-though-healthy", "--confirm", "kb-prod"], policy: policy)
            #expect(bare.code == 5 && bare.conversation.contains("asks for an approved plan"), "\(bare)")
            let planned = try await sandbox.recover(
                "plan", ["--even-though-healthy", "--save", file] + key("mine"), policy: policy)
            #expect(planned.code == 0, "\(planned)")
            let alone = try await run()
            #expect(alone.code == 5 && alone.conversation.contains("1 of 2 signatures"), "\(alone)")
            let same = try await sandbox.drctl(approve + key("mine"))
            #expect(same.code == 5 && same.conversation.contains("has signed the plan already"), "\(same)")
            let stranger = try await sandbox.drctl(approve + key("stranger"))
            #expect(stranger.code == 5 && stranger.conversation.contains("not one of recover.approvers"), "\(stranger)")
            let approved = try await sandbox.drctl(approve + key("theirs"))
            #expect(approved.code == 0 && approved.output.hasPrefix("APPROVED: recovery of kb-prod"), "\(approved)")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try (text + " ").write(toFile: file, atomically: true, encoding: .utf8)
            let edited = try await run()
            #expect(edited.code == 5 && edited.conversation.contains("0 of 2 signatures"), "\(edited)")
            #expect(try await sandbox.instances() == ["kb-prod", "kb-staging"])
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let done = try await run()
            #expect(done.code == 0, "\(done)")
        }
    }

    @Test func `without an inventory the policy's settings are brought back, and the network has to be given`()
        async throws
    {
        try await Sandbox.run { sandbox in
            try await sandbox.logPasses()
            try await sandbox.lose("kb-prod")
            let login = ["--secret", "kb/prod/database"]
            let bare = try await sandbox.recover("run", login + ["--confirm", "kb-prod"])
            #expect(bare.code == 5 && bare.output.contains("pass --subnet-group"), "\(bare.output)")
            let given = [
                "--subnet-group", "kb-prod", "--security-group", "sg-0d411000000000002", "--instance-class",
                "db.m6g.large", "--parameter-group", "kb-prod",
            ]
            let recovered = try await sandbox.recover(
                "run", login + given + ["--confirm", "kb-prod", "--output", "json"])
            #expect(recovered.code == 0, "\(recovered.output)\(recovered.conversation)")
            let outcome = try #require(try members(of: recovered.output)["outcome"] as? [String: Any])
            #expect(outcome["settingsFrom"] as? String == "policy")
            try await sandbox.engineer(
                """
                import boto3
                now = boto3.client("rds").describe_db_instances(DBInstanceIdentifier="kb-prod")["DBInstances"][0]
                assert now["BackupRetentionPeriod"] == 30 and now["MultiAZ"] and now["DeletionProtection"], now
                """)
        }
    }
}
