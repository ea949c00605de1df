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

    private func refused(_ test: Sandbox.RestoreTest, _ reason: String, _ sandbox: Sandbox) async throws {
        try await sandbox.forgetCalls()
        let outcome = try await validate(test, sandbox)
        #expect(outcome.code == 5, "\(outcome)")
        #expect((outcome.output + outcome.conversation).contains(reason), "\(outcome)")
        #expect(try await answers(sandbox) == 0)
        #expect(try await sandbox.restoreJob(test.job).validation == nil)
    }
}
