import Foundation
import Testing

/// Drills of a recovery point that only AWS Backup knows, by the real binary on the sandbox's real PostgreSQL.
@Suite(.sandbox, .serialized) struct VaultDrillTests {
    private func policy(_ sandbox: Sandbox) throws -> String {
        try sandbox.policy([.init("drill:\n  every: 90d\n", "drill:\n  every: 90d\n  restoreRole: restores\n")])
    }

    private func text(_ outcome: Binary.Outcome) -> String {
        outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func role(_ service: String) -> String {
        """
        import boto3, json
        iam = boto3.client("iam")
        trust = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "\(service)"}, "Action": "sts:AssumeRole"}]}
        try:
            iam.create_role(RoleName="restores", AssumeRolePolicyDocument=json.dumps(trust))
        except iam.exceptions.EntityAlreadyExistsException:
            iam.update_assume_role_policy(RoleName="restores", PolicyDocument=json.dumps(trust))
        """
    }

    @Test func `is restored by AWS Backup, verified, tagged and deleted, and what would fail is refused`() async throws
    {
        let sandbox = try await Sandbox.shared()
        let policy = try policy(sandbox)
        let none = try await sandbox.drill("run", ["--from-vault", "air-gapped"], policy: policy)
        #expect(none.code == 5 && text(none).contains("could not be listed"), "\(none)")

        _ = try await sandbox.control("POST", "vaulted-points/kb-prod-before-upgrade")
        try await sandbox.engineer(Self.role("ec2.amazonaws.com"))
        let untrusted = try await sandbox.drill("run", ["--from-vault", "air-gapped"], policy: policy)
        #expect(untrusted.code == 5 && text(untrusted).contains("AWS Backup may not assume it"), "\(untrusted)")

        try await sandbox.engineer(Self.role("backup.amazonaws.com"))
        try await sandbox.forgetCalls()
        let planned = try await sandbox.drill("run", ["--from-vault", "air-gapped", "--dry-run"], policy: policy)
        #expect(planned.code == 0 && text(planned).contains("would restore"), "\(planned)")
        #expect(try await sandbox.calls().allSatisfy { $0.operation != "StartRestoreJob" })

        let outcome = try await sandbox.drill("run", ["--from-vault", "air-gapped"], policy: policy)
        #expect(outcome.code == 0, "\(outcome)")
        #expect(text(outcome).contains("restored: recovery point arn:aws:backup:us-east-1:"), "\(outcome)")
        let calls = try await sandbox.calls().filter { $0.error == nil }.map(\.operation)
        #expect(calls.count { $0 == "StartRestoreJob" } == 1)
        #expect(!calls.contains("RestoreDBInstanceFromDBSnapshot"))
        #expect(try await sandbox.leftovers() == [])
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `a drill that is stopped while its job has created nothing leaves nothing behind`(signal: Int32) async throws {
        let sandbox = try await Sandbox.shared()
        let policy = try policy(sandbox)
        _ = try await sandbox.control("POST", "vaulted-points/kb-prod-before-upgrade")
        try await sandbox.engineer(Self.role("backup.amazonaws.com"))
        try await sandbox.forgetCalls()
        let stopped = try await sandbox.drill(
            "run", ["--from-vault", "air-gapped", "--poll-interval", "2"], policy: policy
        ) { running in
            try await running.reaches("the job's first look") {
                try await sandbox.calls().contains { $0.operation == "DescribeRestoreJob" }
            }
            running.send(signal)
        }
        if signal == SIGKILL {
            // Nothing has the drill's tags yet.
            let cleaned = try await sandbox.drill("cleanup", policy: policy)
            #expect(cleaned.words.contains("AWS Backup may still restore for it"), "\(cleaned)")
            let resumed = try await sandbox.drill("resume", policy: policy)
            #expect(resumed.code == 0 && resumed.words.contains("VERIFIED"), "\(resumed)")
        } else {
            #expect(stopped.code == 143, "\(stopped)")
        }
        let calls = try await sandbox.calls().filter { $0.error == nil }.map(\.operation)
        #expect(calls.contains("DeleteDBInstance"), "what the job created is deleted")
        #expect(try await sandbox.leftovers() == [])
    }
}
