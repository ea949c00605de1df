import Foundation
import Testing

/// What drctl created and a policy has dropped, by the real binary: listed by every verb that reads, removed by none but an
/// apply that is asked to.
@Suite struct PruneTests {
    private func policy(_ databases: String, _ rest: String, in sandbox: Sandbox) throws -> [String] {
        let path = sandbox.folder + "/books.yaml"
        let text = """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: books}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rpo: 1d, rto: 4h}
            databases:
              - select: {ids: [\(databases)]}
            storage:
              - {bucket: "books-${account}", versioning: true}
            notifications: {topic: books-alerts, subscribers: [{email: anna@example.com}]}
            alarms: {heartbeat: {audit: 26h}}
            \(rest)

            """
        try Data(text.utf8).write(to: URL(filePath: path))
        return ["--policy", path]
    }

    /// Alarms of somebody else's: one without a tag, and one of another policy.
    private static let others = """
        import boto3
        watch = boto3.client("cloudwatch", region_name="us-east-1")
        for name, tags in {"books-theirs": [], "other-books": [{"Key": "drctl:policy", "Value": "other"}]}.items():
            watch.put_metric_alarm(AlarmName=name, Namespace="Theirs", MetricName="M", Statistic="Sum", Period=60,
                EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold", Tags=tags)
        """

    private static let left = """
        import boto3
        watch, rds = boto3.client("cloudwatch", region_name="us-east-1"), boto3.client("rds", region_name="us-east-1")
        names = {alarm["AlarmName"] for alarm in watch.describe_alarms()["MetricAlarms"]}
        assert {"books-theirs", "other-books", "books-recovery-point-age-kb-prod"} <= names, names
        assert "books-recovery-point-age-kb-staging" not in names, names
        dashboards = {one["DashboardName"] for one in watch.list_dashboards()["DashboardEntries"]}
        assert "books" not in dashboards and "books-new" in dashboards, dashboards
        events = rds.describe_event_subscriptions(SubscriptionName="books-database-events")["EventSubscriptionsList"]
        assert events[0]["SourceIdsList"] == ["kb-prod"], events
        iam = boto3.client("iam")
        assert iam.list_role_policies(RoleName="books-writer")["PolicyNames"] == []
        """

    @Test func `what was dropped is listed, and an apply that prunes removes the harmless part of it`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.others)
            let role = "roles: [{name: books-writer, trust: {account: \"123456789012\", mfa: true}, may: [backup]}]"
            let before = try policy("kb-prod, kb-staging", "dashboard: books\n\(role)", in: sandbox)
            let first = try await sandbox.drctl(["apply", "--yes"] + before)
            #expect(first.output.contains("done"), "\(first)")
            #expect(!first.output.contains("Orphans"), "\(first)")

            let after = try policy("kb-prod", "dashboard: books-new", in: sandbox)
            let applied = try await sandbox.drctl(["apply", "--yes"] + after)
            try await sandbox.forgetCalls()
            let audit = try await sandbox.drctl(["audit"] + after)
            #expect(audit.code == applied.code, "\(audit) \(applied)")
            let expected = [
                // The role's backups are not waited for any more.
                "alarm books-heartbeat-backup", "alarm books-recovery-point-age-kb-staging", "dashboard books",
                "event source kb-staging of event subscription books-database-events", "role books-writer",
            ]
            for verb in ["audit", "plan", "drift"] {
                let outcome = try await sandbox.drctl([verb] + after)
                for orphan in expected { #expect(Self.said(outcome).contains(orphan), "\(verb): \(outcome)") }
                #expect(!outcome.output.contains("books-theirs") && !outcome.output.contains("other-books"))
                #expect(!outcome.output.contains("delete alarm"))
            }
            let changing = try await sandbox.calls().filter { !$0.readOnly }.map(\.operation)
            #expect(changing == [])

            // On another machine nothing proves who wrote what carries no tag.
            let elsewhere = try await sandbox.drctl(["plan", "--prune"] + after, state: sandbox.folder + "/elsewhere")
            #expect(elsewhere.output.contains("delete alarm books-recovery-point-age-kb-staging"), "\(elsewhere)")
            #expect(!elsewhere.output.contains("drctl-backup") && !elsewhere.output.contains("remove kb-staging"))

            let file = sandbox.folder + "/plan.json"
            let planned = try await sandbox.drctl(["plan", "--prune", "--save", file] + after)
            #expect(planned.output.contains("delete dashboard books"), "\(planned)")
            #expect(Self.said(planned).contains("delete the inline policy drctl-backup of role books-writer"))
            let pruned = try await sandbox.drctl(["apply", "--yes", "--plan", file] + after)
            #expect(Self.said(pruned).contains("5 of 5 steps done"), "\(pruned)")
            try await sandbox.engineer(Self.left)
            let rest = try await sandbox.drctl(["audit"] + after)
            #expect(Self.said(rest).contains("role books-writer"), "\(rest)")
            for orphan in expected.dropLast() { #expect(!Self.said(rest).contains(orphan), "\(rest)") }
            let shown = try await sandbox.drctl(["apply", "history"] + after)
            #expect(Self.said(shown).contains("5 of 5 steps done"), "\(shown)")
        }
    }

    /// Without line breaks.
    private static func said(_ outcome: Binary.Outcome) -> String {
        outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
