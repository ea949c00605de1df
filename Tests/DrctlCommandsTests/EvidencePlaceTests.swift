import Foundation
import Testing

/// The place of evidence that a policy names, by the real binary on the sandbox.
@Suite(.serialized) struct EvidencePlaceTests {
    @Test func `every verb finds the evidence where the policy keeps it, and none looks or writes elsewhere`()
        async throws
    {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer("import boto3; boto3.client('s3').create_bucket(Bucket='kb-proof')")
            let policy = try sandbox.policy([
                .init("\ndrill:\n", "\nevidence: {bucket: kb-proof, prefix: drills/}\n\ndrill:\n")
            ])
            let named = ["--policy", policy]

            let before = try await sandbox.drctl(["evidence", "verify"] + named)
            #expect(before.code == 1, "\(before)")
            #expect(
                before.conversation.contains("no evidence of policy knowledge-base found in s3://kb-proof/drills\n"))

            for verb in [
                ["drill", "run", "--dry-run"], ["audit"], ["apply", "--yes"], ["evidence", "list"],
                ["drill", "history"],
            ] {
                try await sandbox.forgetCalls()
                let contradiction = try await sandbox.drctl(verb + named + ["--evidence", sandbox.folder + "/proof"])
                #expect(contradiction.code == 64, "\(verb): \(contradiction)")
                #expect(
                    contradiction.conversation.contains(
                        "knowledge-base keeps its evidence in s3://kb-proof/drills, and --evidence names \(sandbox.folder)/proof"
                    ),
                    "\(verb): \(contradiction)")
                #expect(try await sandbox.calls().allSatisfy(\.readOnly))
            }
            let iam = try await sandbox.drctl(["iam", "--for", "drill", "--evidence", "s3://kb-other"] + named)
            #expect(iam.code == 64, "\(iam)")

            let drill = try await sandbox.drill("run", ["--evidence", "s3://kb-proof/drills"], policy: policy)
            #expect(drill.code == 0, "\(drill)")
            #expect(drill.conversation.contains("Evidence: s3://kb-proof/drills/knowledge-base/00000001\n"), "\(drill)")

            for verb in [["list"], ["show", "knowledge-base"], ["verify"]] {
                let found = try await sandbox.drctl(["evidence"] + verb + named)
                #expect(found.code == 0 && found.output.contains("knowledge-base"), "\(verb): \(found)")
            }
            let other = try await sandbox.drctl(["evidence", "show", "knowledge-bass"] + named)
            #expect(other.code == 64 && other.conversation.contains("did you mean `knowledge-base`"), "\(other)")
            let doctor = try await sandbox.drctl(["doctor", "--output", "json"] + named)
            #expect(doctor.code == 0, "\(doctor)")
            #expect(doctor.output.contains("s3://kb-proof/drills (of the policy) has 1 record"), "\(doctor)")

            try await sandbox.engineer(
                "import boto3; boto3.client('s3').delete_object(Bucket='kb-proof', Key='drills/knowledge-base/head.json')"
            )
            let damaged = try await sandbox.drctl(["doctor", "--output", "json"] + named)
            #expect(damaged.code == 1 && damaged.output.contains("the head is missing"), "\(damaged)")
        }
    }

    @Test func `a bucket of evidence that does not exist is told, and the apply that creates it locks there`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let evidence = Sandbox.Edit("\ndrill:\n", "\nevidence: {bucket: kb-proof-new}\n\ndrill:\n")
            let bucket = Sandbox.Edit(
                "\nkeys:\n", "  - bucket: kb-proof-new\n    encryption: s3\n    tlsOnly: false\n\nkeys:\n")
            let (nowhere, own) = (try sandbox.policy([evidence]), try sandbox.policy([evidence, bucket]))
            func apply(_ policy: String, _ more: String...) async throws -> Binary.Outcome {
                try await sandbox.drctl(["apply", "--yes", "--policy", policy] + Sandbox.allowed + more)
            }
            for verb in [["evidence", "list"], ["evidence", "verify"], ["drill", "history"]] {
                let told = try await sandbox.drctl(verb + ["--policy", nowhere])
                #expect(told.code == 1, "\(verb): \(told)")
                #expect(told.conversation.contains("bucket kb-proof-new does not exist\nhint: "), "\(verb): \(told)")
            }
            let audit = try await sandbox.drctl(["audit", "--control", "database.drill-current", "--policy", nowhere])
            #expect(audit.code == 4 && audit.words.contains("bucket kb-proof-new does not exist"), "\(audit)")
            let refused = try await apply(nowhere)
            #expect(refused.code == 5, "\(refused)")
            #expect(refused.conversation.contains("which no step of this apply creates; nothing was changed"))
            let without = try await apply(own, "--exclude", "storage.bucket-exists:kb-proof-new")
            #expect(without.code == 5 && without.conversation.contains("do not leave out the step"), "\(without)")

            let applied = try await apply(own)
            #expect(applied.code == 2, "\(applied)")
            try await sandbox.engineer(
                """
                import boto3, json
                lock = boto3.client('s3').get_object(Bucket='kb-proof-new', Key='locks/knowledge-base.json')
                assert json.load(lock['Body'])['isReleased']
                """)
        }
    }

    @Test func `an option that names what no policy requires is refused, and one that nothing needs is told`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let named = ["--policy", Sandbox.policy]
            func apply(_ arguments: [String]) async throws -> Binary.Outcome {
                try await sandbox.drctl(["apply", "--yes"] + named + Sandbox.allowed + arguments)
            }
            let nobody = try await apply(["--allow-weakening", "storage.lifecycle:kb-backup"])
            #expect(nobody.code == 64, "\(nobody)")
            #expect(
                nobody.conversation.contains(
                    "--allow-weakening storage.lifecycle:kb-backup: resource kb-backup not found"),
                "\(nobody)")
            #expect(try await sandbox.calls().allSatisfy { $0.readOnly || $0.service == "sts" }, "\(nobody)")

            let unneeded = try await apply(["--allow-weakening", "database.backup-retention:kb-prod"])
            #expect(unneeded.code == 2, "\(unneeded)")
            #expect(
                unneeded.conversation.contains(
                    "--allow-weakening database.backup-retention:kb-prod is not needed"), "\(unneeded)")

            let drift = try await sandbox.drctl(["drift"] + named + ["--ignore", "database.multi-az:kb-pord"])
            #expect(drift.code == 64 && drift.conversation.contains("did you mean `kb-prod`"), "\(drift)")
            let quiet = try await sandbox.drctl(["drift"] + named + ["--ignore", "database.multi-az:kb-prod"])
            #expect(quiet.code == 0, "\(quiet)")
            #expect(quiet.conversation.contains("--ignore database.multi-az:kb-prod leaves nothing out of this run"))
        }
    }
}
