import Foundation
import Testing

/// Plans of AWS Backup by the real binary, from nothing to an account that holds to its policy, judged by boto3.
@Suite struct BackupPlanTests {
    private func policy(in sandbox: Sandbox) throws -> [String] {
        let path = sandbox.folder + "/vaulted.yaml"
        let text = """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: vaulted}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rpo: 1d, rto: 4h}
            databases:
              - select: {ids: [kb-prod]}
                backups: {awsBackup: vaulted}
            keys: [{alias: vaulted}]
            notifications: {topic: vaulted-alerts, subscribers: [{email: anna@example.com}]}
            backupPlans:
              - {name: vaulted, encryption: alias/vaulted, daily: 35d, lock: {mode: governance, minimum: 30d}}

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["--policy", path]
    }

    /// The rule as it is, and whose target stays.
    private static let made = """
        import boto3, json
        events = boto3.client("events", region_name="us-east-1")
        rule = events.describe_rule(Name="vaulted-backup-jobs")
        assert rule["State"] == "ENABLED", rule
        assert json.loads(rule["EventPattern"])["source"] == ["aws.backup"], rule
        targets = events.list_targets_by_rule(Rule="vaulted-backup-jobs")["Targets"]
        assert "arn:aws:sns:us-east-1:123456789012:vaulted-alerts" in [one["Arn"] for one in targets], targets
        plans = boto3.client("backup", region_name="us-east-1").list_backup_plans()["BackupPlansList"]
        assert [plan["BackupPlanName"] for plan in plans] == ["vaulted"], plans
        topic = boto3.client("sns", region_name="us-east-1").get_topic_attributes(
            TopicArn="arn:aws:sns:us-east-1:123456789012:vaulted-alerts")["Attributes"]["Policy"]
        said = [one for one in json.loads(topic)["Statement"] if "events.amazonaws.com" in str(one["Principal"])]
        assert len(said) == 1 and "Condition" not in said[0], said
        """

    private static let disturb = """
        import boto3
        events = boto3.client("events", region_name="us-east-1")
        events.put_targets(Rule="vaulted-backup-jobs",
            Targets=[{"Id": "theirs", "Arn": "arn:aws:sqs:us-east-1:123456789012:theirs"}])
        events.disable_rule(Name="vaulted-backup-jobs")
        """

    private static let kept = """
        import boto3
        targets = boto3.client("events", region_name="us-east-1").list_targets_by_rule(
            Rule="vaulted-backup-jobs")["Targets"]
        assert sorted(one["Id"] for one in targets) == ["drctl-vaulted-alerts", "theirs"], targets
        """

    @Test
    func `a plan with its vault, role and rule is made by one apply, and put right without touching others' targets`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let policy = try policy(in: sandbox)
            let first = try await sandbox.drctl(["apply", "--yes"] + policy)
            #expect(first.output.contains("create event rule vaulted-backup-jobs"), "\(first)")
            try await sandbox.engineer(Self.made)
            let again = try await sandbox.drctl(["plan"] + policy)
            #expect(!again.output.contains("vaulted-backup-jobs"), "\(again)")
            let drift = try await sandbox.drctl(["drift"] + policy)
            #expect(drift.code == 0, "\(drift)")

            try await sandbox.engineer(Self.disturb)
            let changed = try await sandbox.drctl(["drift"] + policy)
            #expect(changed.code == 2 && changed.output.contains("alerting.event-rule"), "\(changed)")
            let audit = try await sandbox.drctl(["audit", "--control", "alerting.event-rule"] + policy)
            #expect(audit.output.contains("disabled"), "\(audit)")
            _ = try await sandbox.drctl(["apply", "--yes"] + policy)
            try await sandbox.engineer(Self.made)
            try await sandbox.engineer(Self.kept)
            #expect(try await sandbox.drctl(["drift"] + policy).code == 0)
        }
    }
}
