import Foundation
import Testing

/// A recovery in another region than the database's own, by the real binary, judged by boto3.
@Suite(.serialized) struct RecoverElsewhereTests {
    private static func policy(in folder: String) throws -> String {
        let text = try String(contentsOfFile: Binary.root + "/policies/knowledge-base.yaml", encoding: .utf8)
        let path = folder + "/west.yaml"
        try text.replacing("regions: [us-east-1]", with: "regions: [us-east-1, us-west-2]")
            .write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// The replica of the log in the west, with a key of its own, and a multi-Region key for Performance Insights.
    private static let replicate = """
        import boto3, time
        west = boto3.client("rds", region_name="us-west-2")
        key = boto3.client("kms", region_name="us-west-2").create_key()["KeyMetadata"]["Arn"]
        source = boto3.client("rds", region_name="us-east-1").describe_db_instances(DBInstanceIdentifier="kb-prod")
        west.start_db_instance_automated_backups_replication(
            SourceDBInstanceArn=source["DBInstances"][0]["DBInstanceArn"], BackupRetentionPeriod=7, KmsKeyId=key)
        """

    private static let judged = """
        import boto3
        made = boto3.client("rds", region_name="us-west-2").describe_db_instances()["DBInstances"]
        assert [one["DBInstanceIdentifier"] for one in made] == ["kb-prod"], made
        one = made[0]
        assert one["KmsKeyId"].startswith("arn:aws:kms:us-west-2:") and one["StorageEncrypted"], one
        assert one["MultiAZ"] and one["DeletionProtection"] and not one["PubliclyAccessible"], one
        assert one["BackupRetentionPeriod"] == 7 and one["PreferredBackupWindow"] == "02:10-02:40", one
        assert one["MonitoringInterval"] == 60 and one["PerformanceInsightsRetentionPeriod"] == 31, one
        assert one["DBSubnetGroup"]["DBSubnetGroupName"] == "dr-west", one
        assert one["DBParameterGroups"][0]["DBParameterGroupName"] == "kb-west", one
        assert sorted(one["EnabledCloudwatchLogsExports"]) == ["postgresql", "upgrade"], one
        """

    @Test func `what was replicated to another region is recovered there, once its own has lost the database`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let policy = try Self.policy(in: sandbox.folder)
            func recover(_ verb: String, _ arguments: String...) async throws -> Binary.Outcome {
                try await sandbox.recover(verb, ["--into-region", "us-west-2"] + arguments, policy: policy)
            }
            try await sandbox.furnish()
            _ = try await sandbox.drctl("audit", "--policy", policy)
            let file = sandbox.folder + "/group"
            try await sandbox.engineer(DrillCopyTests.network + "\nopen('\(file)', 'w').write(group)")
            let network = [
                "--subnet-group", "dr-west", "--security-group", try String(contentsOfFile: file, encoding: .utf8),
                "--parameter-group", "kb-west",
            ]
            try await sandbox.engineer(Self.replicate)
            try await sandbox.logPasses()

            let bare = try await recover("plan")
            #expect(bare.code == 5, "\(bare)")
            for words in [
                "kb-prod exists in us-east-1 and is available", "no subnet group is known",
                "no security group is known",
            ] { #expect(bare.output.contains(words), "\(bare.output)") }
            let elsewhere = try await sandbox.recover("plan", ["--into-region", "eu-west-1"], policy: policy)
            #expect(elsewhere.code == 5 && elsewhere.conversation.contains("choose one of us-east-1 and us-west-2"))
            let renamed = try await recover("plan", "--switch", "rename")
            #expect(renamed.code == 64)

            // A region that does not answer is no reason to wait for it: the inventory has the settings.
            try await sandbox.fault(#"{"kind": "error", "status": 503, "service": "rds", "region": "us-east-1"}"#)
            let silent = try await recover(
                "plan", network[0], network[1], network[2], network[3], network[4], network[5])
            #expect(silent.code == 0, "\(silent)")
            #expect(silent.output.contains("us-east-1 does not say whether kb-prod still works there"), "\(silent)")
            try await sandbox.heal()

            try await sandbox.lose("kb-prod")
            let copies = try await sandbox.recover(
                "plan", ["--into-region", "us-west-2", "--from", "newest"] + network, policy: policy)
            #expect(copies.code == 3, "\(copies)")
            #expect(copies.output.contains("no recovery point: no snapshot of kb-prod was copied"), "\(copies)")
            // The application's login has to be where the application is.
            try await sandbox.engineer(DrillCopyTests.secret)
            let saved = sandbox.folder + "/recovery.json"
            let plan = try await sandbox.recover(
                "plan", ["--into-region", "us-west-2", "--save", saved] + network, policy: policy)
            #expect(plan.code == 0, "\(plan.output)\(plan.conversation)")
            #expect(try await sandbox.instances() == ["kb-staging"])
            let recovered = try await sandbox.recover(
                "run", ["--plan", saved, "--confirm", "kb-prod", "--output", "json"], policy: policy)
            #expect(recovered.code == 0, "\(recovered.output)\(recovered.conversation)")
            #expect(recovered.output.contains("kb-prod does not exist in us-east-1"))
            try await sandbox.validate(recovered.output)
            let record = try members(of: recovered.output)
            #expect(record["region"] as? String == "us-west-2")
            #expect((record["outcome"] as? [String: Any])?["settingsFrom"] as? String == "inventory")
            #expect((record["fidelity"] as? [Any])?.isEmpty == true, "\(recovered.output)")
            #expect((record["recoveryPoint"] as? [String: Any])?["kind"] as? String == "pointInTime")
            try await sandbox.engineer(Self.judged)
            #expect(try await sandbox.instances() == ["kb-staging"], "nothing is made in the region that was lost")
            let twice = try await sandbox.recover("run", ["--into-region", "us-west-2"] + network, policy: policy)
            #expect(twice.code == 5 && twice.output.contains("a database kb-prod already exists"), "\(twice)")
            // Beside it: from the replica still, not from what was recovered.
            let beside = try await sandbox.recover(
                "plan", ["--into-region", "us-west-2", "--as", "kb-second", "--output", "json"] + network,
                policy: policy)
            #expect(beside.code == 0 && beside.output.contains("no database kb-prod exists in us-west-2"), "\(beside)")
        }
    }
}
