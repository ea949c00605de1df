import Foundation
import Testing

/// Restore tests of AWS Backup, verified and answered by the real binary on the sandbox's PostgreSQL.
@Suite(.sandbox, .serialized) struct RestoreTestTests {
    private static let login = ["--secret", "kb/prod/database", "--poll-interval", "0.1"]

    private func validate(_ test: Sandbox.RestoreTest, _ sandbox: Sandbox) async throws -> Binary.Outcome {
        try await sandbox.drill("validate", ["--restore-job", test.job] + Self.login)
    }

    /// How many answers AWS Backup was given since calls were last forgotten.
    private func answers(_ sandbox: Sandbox) async throws -> Int {
        try await sandbox.calls().count { $0.operation == "PutRestoreValidationResult" }
    }

    @Test func `what was restored with the right data is answered as successful, and kept as evidence`() async throws {
        let sandbox = try await Sandbox.shared()
        let none = try await sandbox.drill("validate")
        #expect(none.code == 3, "\(none)")
        #expect(none.output.contains("kb-prod: no restore job ran"), "\(none)")

        try await sandbox.backUp("kb-prod")
        let test = try await sandbox.restoreTest(of: "kb-prod")
        let waiting = try await sandbox.drill("validate", ["--output", "json"])
        #expect(waiting.code == 3, "\(waiting)")
        #expect(waiting.output.contains(#""outcome": "unvalidated""#), "\(waiting)")
        try await sandbox.validate(waiting.output)

        try await sandbox.forgetCalls()
        let outcome = try await validate(test, sandbox)
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output.hasPrefix("VERIFIED: restored by AWS Backup, and verified"), "\(outcome)")
        let written = try await sandbox.calls().filter { !$0.readOnly }.map(\.operation)
        #expect(
            Set(written) == ["PutMetricData", "Publish", "PutRestoreValidationResult"], "nothing of RDS is changed")
        let job = try await sandbox.restoreJob(test.job)
        #expect(job.validation == "SUCCESSFUL")
        #expect(job.message?.hasSuffix("restored by AWS Backup, and verified") == true, "\(job)")

        let kept = try await sandbox.drctl("evidence", "list")
        #expect(kept.code == 0 && kept.output.contains("verified"), "\(kept)")
        let proven = try await sandbox.drill("validate")
        #expect(proven.code == 0, "\(proven)")
        #expect(proven.output.hasPrefix("PROVEN: a restore test of 1 database was validated"), "\(proven)")
        let again = try await validate(test, sandbox)
        #expect(again.code == 5 && again.conversation.contains("delete"), "\(again)")
    }

    @Test func `what was restored with the wrong data is answered as failed`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.backUp("kb-prod")
        let test = try await sandbox.restoreTest(of: "kb-prod")
        try await sandbox.administrator(test.instance, "delete from embeddings; delete from entries where id % 2 = 0;")
        let outcome = try await validate(test, sandbox)
        #expect(outcome.code == 3, "\(outcome)")
        #expect(outcome.output.hasPrefix("NOT VERIFIED"), "\(outcome)")
        let job = try await sandbox.restoreJob(test.job)
        #expect(job.validation == "FAILED", "\(job)")
        let review = try await sandbox.drill("validate")
        #expect(review.code == 3 && review.output.contains("validation FAILED"), "\(review)")
    }

    @Test func `what was not looked at is not answered, and the error says why`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.backUp("kb-prod")
        let missing = try await sandbox.drill("validate", ["--restore-job", "0000-NONE"] + Self.login)
        #expect(missing.code == 64, "\(missing)")
        #expect(missing.conversation.contains("restore job 0000-NONE not found in us-east-1"), "\(missing)")

        try await sandbox.fault(#"{"kind": "state", "target": "awsbackup-restore-test-.*", "state": "stuck-creating"}"#)
        let running = try await sandbox.beginRestoreTest(of: "kb-prod")
        try await refused(running, "is RUNNING", sandbox)
        try await sandbox.heal()

        try await sandbox.backUp("kb-staging")
        let strange = try await sandbox.restoreTest(of: "kb-staging")
        try await refused(strange, "which the policy does not select", sandbox)

        let lost = try await sandbox.restoreTest(of: "kb-prod")
        try await sandbox.engineer(
            """
            import boto3
            rds = boto3.client("rds")
            rds.delete_db_instance(DBInstanceIdentifier="\(lost.instance)", SkipFinalSnapshot=True)
            rds.get_waiter("db_instance_deleted").wait(DBInstanceIdentifier="\(lost.instance)",
                WaiterConfig={"Delay": 1, "MaxAttempts": 120})
            """)
        try await refused(lost, "\(lost.instance) not found", sandbox)
    }

    /// The knowledge base with a plan of AWS Backup that its drills rely on.
    private func engine(_ sandbox: Sandbox) throws -> String {
        try sandbox.policy([
            .init("      monthly: {keep: 12}\n", "      monthly: {keep: 12}\n      awsBackup: kb-backups\n"),
            .init("drill:\n  every: 90d\n", "drill:\n  engine: aws-backup\n  every: 90d\n"),
            .init(
                "dashboard: kb-recovery\n",
                "dashboard: kb-recovery\nbackupPlans: [{name: kb-backups, daily: 35d}]\n"),
        ])
    }

    private func testing(_ policy: String, _ sandbox: Sandbox) async throws -> [String: String] {
        let audit = try await sandbox.drctl(["audit", "--policy", policy, "--output", "json"])
        let targets = try members(of: audit.output)["targets"] as? [[String: Any]] ?? []
        let findings = targets.flatMap { $0["findings"] as? [[String: Any]] ?? [] }
        return Dictionary(
            findings.compactMap { finding in
                guard let id = finding["control"] as? String, id.hasPrefix("restore-test.") else { return nil }
                return (id, finding["verdict"] as? String ?? "")
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `apply makes the restore testing plan, and every restore is verified by a poll`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try engine(sandbox)
            let applied = try await sandbox.drctl(["apply", "--yes", "--policy", policy] + Sandbox.allowed)
            #expect(applied.code == 2, "\(applied)")
            #expect(applied.output.contains("create restore testing plan drctl_knowledge_base"), "\(applied)")
            let before = try await testing(policy, sandbox)
            #expect(before.filter { $0.value != "met" } == ["restore-test.validated": "violated"], "\(before)")
            #expect(before.count == 8)

            let waiting = try await sandbox.drill("validate", ["--all"] + Self.login, policy: policy)
            #expect(waiting.code == 3 && waiting.output.contains("kb-prod: no restore job ran"), "\(waiting)")
            try await sandbox.backUp("kb-prod")
            let test = try await sandbox.restoreTest(of: "kb-prod")
            let proven = try await sandbox.drill("validate", ["--all"] + Self.login, policy: policy)
            #expect(proven.code == 0 && proven.output.hasPrefix("PROVEN"), "\(proven)")
            #expect(proven.conversation.contains("Restore job \(test.job): verified"), "\(proven)")
            #expect(try await sandbox.restoreJob(test.job).validation == "SUCCESSFUL")
            let after = try await testing(policy, sandbox)
            #expect(after.allSatisfy { $0.value == "met" } && after.count == 8, "\(after)")
            let current = try await sandbox.drctl(["audit", "--control", "database.drill-current", "--policy", policy])
            #expect(current.code == 0, "\(current)")

            // Somebody lets it restore into the default network: found, told and set right, and nothing else is lost.
            try await sandbox.engineer(Self.opened)
            let drift = try await sandbox.drctl(["drift", "--policy", policy])
            #expect(drift.output.contains("restore-test.isolation"), "\(drift)")
            #expect(try await testing(policy, sandbox)["restore-test.isolation"] == "violated")
            let again = try await sandbox.drctl(["apply", "--yes", "--policy", policy] + Sandbox.allowed)
            #expect(again.output.contains("write selection drctl_1"), "\(again)")
            try await sandbox.engineer(Self.closed)
        }
    }

    private static let opened = """
        import boto3
        backup = boto3.client("backup")
        names = {"RestoreTestingPlanName": "drctl_knowledge_base", "RestoreTestingSelectionName": "drctl_1"}
        selection = backup.get_restore_testing_selection(**names)["RestoreTestingSelection"]
        assert selection["ValidationWindowHours"] == 24, selection
        backup.update_restore_testing_selection(**names, RestoreTestingSelection={
            "RestoreMetadataOverrides": {"optionGroupName": "theirs"}})
        """

    private static let closed = """
        import boto3
        backup = boto3.client("backup")
        selection = backup.get_restore_testing_selection(RestoreTestingPlanName="drctl_knowledge_base",
            RestoreTestingSelectionName="drctl_1")["RestoreTestingSelection"]
        assert selection["RestoreMetadataOverrides"] == {"optionGroupName": "theirs", "dbSubnetGroupName": "dr-drill",
            "dbInstanceClass": "db.t4g.medium", "vpcSecurityGroupIds": '["sg-0d411000000000001"]'}, selection
        """

    @Test func `a job is named, or all of them are meant`() async throws {
        let outcome = try await Binary.run([
            "drill", "validate", "--all", "--restore-job", "1", "--policy", Sandbox.policy,
        ])
        #expect(outcome.code == 64 && outcome.conversation.contains("use only one of"), "\(outcome)")
    }

    private func refused(_ test: Sandbox.RestoreTest, _ reason: String, _ sandbox: Sandbox) async throws {
        try await sandbox.forgetCalls()
        let outcome = try await validate(test, sandbox)
        #expect(outcome.code == 5, "\(outcome)")
        #expect((outcome.output + outcome.conversation).contains(reason), "\(outcome)")
        #expect(try await answers(sandbox) == 0)
        #expect(try await sandbox.restoreJob(test.job).validation == nil)
    }
}
