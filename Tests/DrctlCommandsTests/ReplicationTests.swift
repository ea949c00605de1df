import Foundation
import Testing

/// Automated backups in a second region by the real binary, judged by boto3.
@Suite struct ReplicationTests {
    private func policy(in sandbox: Sandbox) throws -> [String] {
        let path = sandbox.folder + "/second-region.yaml"
        let text = """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: second-region}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rpo: 1d, rto: 4h}
            databases:
              - select: {ids: [kb-staging]}
                backups: {copyTo: [us-west-2], retention: 7d}

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["--policy", path]
    }

    private static let replicated = """
        import boto3
        west = boto3.client("rds", region_name="us-west-2").describe_db_instance_automated_backups()
        assert [one["DBInstanceIdentifier"] for one in west["DBInstanceAutomatedBackups"]] == ["kb-staging"], west
        east = boto3.client("rds", region_name="us-east-1").describe_db_instances(DBInstanceIdentifier="kb-staging")
        arns = [one["DBInstanceAutomatedBackupsArn"]
                for one in east["DBInstances"][0]["DBInstanceAutomatedBackupsReplications"]]
        assert len(arns) == 1 and arns[0].split(":")[3] == "us-west-2", arns
        """

    @Test func `a second region that the policy names receives the automated backups after one apply`() async throws {
        try await Sandbox.run { sandbox in
            let policy = try policy(in: sandbox)
            let early = try await sandbox.drctl(["plan"] + policy)
            #expect(!early.output.contains("replicate the automated backups of database"), "\(early)")
            #expect(early.output.contains("Planned once automated backups are enabled"), "\(early)")
            _ = try await sandbox.drctl(["apply", "--yes", "--now"] + policy)
            let plan = try await sandbox.drctl(["plan"] + policy)
            #expect(plan.output.contains("replicate the automated backups of database kb-staging"), "\(plan)")
            let applied = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(applied.output.contains("1 of 1 step done"), "\(applied)")
            try await sandbox.engineer(Self.replicated)
            let again = try await sandbox.drctl(["plan"] + policy)
            #expect(!again.output.contains("replicate the automated backups"), "\(again)")
            let audit = try await sandbox.drctl(["audit", "--control", "database.cross-region-copy"] + policy)
            #expect(audit.code == 0, "\(audit)")
        }
    }
}
