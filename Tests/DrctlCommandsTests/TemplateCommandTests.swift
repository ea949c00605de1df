import Foundation
import Testing

/// `drctl template` by the real binary, beside a committed template, a deployed stack and a live account.
@Suite struct TemplateCommandTests {
    private static let policy = "policies/knowledge-base.yaml"

    private func folder() throws -> String {
        let folder = "/tmp/drctl-template-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func `the committed templates are what their policies give`() async throws {
        for name in ["knowledge-base", "starter"] {
            let outcome = try await Binary.run([
                "template", "--policy", "policies/\(name).yaml", "--check", "templates/\(name).json",
            ])
            #expect(outcome.code == 0, "\(outcome)")
            #expect(outcome.output.contains("is what the policy \(name) gives"))
        }
    }

    @Test func `a committed template that was edited differs, line by line`() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/edited.json"
        let text = try String(contentsOfFile: Binary.root + "/templates/knowledge-base.json", encoding: .utf8)
        try Data(text.replacing("\"BackupRetentionPeriod\": 30", with: "\"BackupRetentionPeriod\": 1").utf8)
            .write(to: URL(filePath: file))
        let outcome = try await Binary.run(["template", "--policy", Self.policy, "--check", file])
        #expect(outcome.code == 2, "\(outcome)")
        #expect(outcome.output.contains("in 1 place (template → policy)"))
        #expect(outcome.output.contains("  DBInstanceKbProd BackupRetentionPeriod: 1 → 30\n"))
    }

    @Test func `what is no template is said to be none`() async throws {
        let yaml = try await Binary.run(["template", "--policy", Self.policy, "--check", Self.policy])
        #expect(yaml.code == 64 && yaml.conversation.contains("no template in JSON"), "\(yaml)")
        let nothing = try await Binary.run(["template", "--policy", Self.policy, "--check", "templates/none.json"])
        #expect(nothing.code == 64 && nothing.conversation.contains("no such file"), "\(nothing)")
        let several = try await Binary.run(["template", "--policy", "policies", "--check", "templates/starter.json"])
        #expect(several.code == 64 && several.conversation.contains("choose one with --policy"), "\(several)")
    }

    @Test func `a deployed stack is compared by its own template`() async throws {
        try await Sandbox.run { sandbox in
            let policy = sandbox.folder + "/small.yaml"
            try Data(Self.small("bucket: small-backups").utf8).write(to: URL(filePath: policy))
            let template = sandbox.folder + "/small.json"
            #expect(try await sandbox.drctl("template", "--policy", policy, "--out", template).code == 0)
            try await sandbox.engineer(
                """
                import boto3
                boto3.client("cloudformation", region_name="us-east-1").create_stack(
                    StackName="small", TemplateBody=open("\(template)").read())
                """)
            let same = try await sandbox.drctl("template", "--policy", policy, "--check", "small")
            #expect(same.code == 0, "\(same)")
            try Data(Self.small("bucket: small-backups, versioning: false").utf8).write(to: URL(filePath: policy))
            let other = try await sandbox.drctl("template", "--policy", policy, "--check", "small")
            #expect(other.code == 2, "\(other)")
            #expect(other.output.contains("BucketSmallBackups VersioningConfiguration: "), "\(other)")
            let missing = try await sandbox.drctl("template", "--policy", policy, "--check", "no-such-stack")
            #expect(missing.code == 1 && missing.conversation.contains("no-such-stack"), "\(missing)")
        }
    }

    @Test func `what tags select is named by the account, and by nothing else`() async throws {
        try await Sandbox.run { sandbox in
            let policy = sandbox.folder + "/tagged.yaml"
            let tagged =
                Self.small("bucket: small-backups")
                + "databases:\n  - select: {tags: {team: kb}}\n    backups: {retention: 14d}\n"
            try Data(tagged.utf8).write(to: URL(filePath: policy))
            let refused = try await sandbox.drctl("template", "--policy", policy)
            #expect(refused.code == 5 && refused.conversation.contains("--from-live"), "\(refused)")
            let none = try await sandbox.drctl("template", "--policy", policy, "--from-live")
            #expect(none.code == 5 && none.conversation.contains("no database of the account matches"), "\(none)")
            try await sandbox.engineer(
                """
                import boto3
                rds = boto3.client("rds", region_name="us-east-1")
                name = rds.describe_db_instances(DBInstanceIdentifier="kb-prod")["DBInstances"][0]["DBInstanceArn"]
                rds.add_tags_to_resource(ResourceName=name, Tags=[{"Key": "team", "Value": "kb"}])
                """)
            let named = try await sandbox.drctl("template", "--policy", policy, "--from-live")
            #expect(named.code == 0, "\(named)")
            #expect(named.output.contains("\"DBInstanceIdentifier\": \"kb-prod\""))
            #expect(named.output.contains("\"Engine\": \"postgres\""))
        }
    }

    @Test func `what exists is declared as it is, with the list by which CloudFormation finds it`() async throws {
        try await Sandbox.run { sandbox in
            let (list, stack) = (sandbox.folder + "/resources.json", sandbox.folder + "/stack.json")
            let arguments = ["template", "--policy", Self.policy, "--import", list, "--out", stack]
            let outcome = try await sandbox.drctl(arguments)
            #expect(outcome.code == 0, "\(outcome)")
            #expect(outcome.conversation.contains("--change-set-type IMPORT"), "\(outcome.conversation)")
            #expect(outcome.conversation.contains("not imported: TopicKbDrAlerts: not found"))
            struct Entry: Decodable {
                var ResourceType: String
                var LogicalResourceId: String
                var ResourceIdentifier: [String: String]
            }
            let entries = try JSONDecoder().decode([Entry].self, from: Data(contentsOf: URL(filePath: list)))
            let database = try #require(entries.first { $0.ResourceType == "AWS::RDS::DBInstance" })
            #expect(database.LogicalResourceId == "DBInstanceKbProd")
            #expect(database.ResourceIdentifier == ["DBInstanceIdentifier": "kb-prod"])
            let text = try String(contentsOfFile: stack, encoding: .utf8)
            #expect(text.contains("\"BackupRetentionPeriod\": 1,") && !text.contains("Fn::"), "\(text)")
            // Somebody else's linter finds nothing in it, but the zone that the database is in.
            try await sandbox.engineer(
                """
                import subprocess, sys
                lint = subprocess.run(["\(Binary.root)/.venv/bin/cfn-lint", "-i", "W3010", "--", "\(stack)"],
                    capture_output=True, text=True)
                sys.exit(lint.stdout) if lint.returncode else None
                """)
        }
    }

    /// A policy of one bucket.
    private static func small(_ bucket: String) -> String {
        """
        apiVersion: drctl/v1
        kind: RecoveryPolicy
        metadata: {name: small}
        scope: {accounts: ["123456789012"], regions: [us-east-1]}
        objectives: {rpo: 1d, rto: 4h}
        drill: null
        storage:
          - {\(bucket)}

        """
    }
}
