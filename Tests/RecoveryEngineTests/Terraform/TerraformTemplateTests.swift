import AWSNames
import FoundationEssentials
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Terraform says what CloudFormation says: the same values of the same resources.
@Suite("Terraform")
struct TerraformTemplateTests {
    private func template(_ change: (inout RecoveryPolicy) -> Void = { _ in }) throws -> JSONValue {
        var policy = try Estate.compliant(withCluster: true).policy.withEngines
        change(&policy)
        return try TemplateSynthesizer.template(for: policy, of: "us-east-1", now: Estate.now)
    }

    private func compare(_ template: JSONValue, leftOut: [String: [String]] = [:]) throws {
        let made = try TerraformTemplate(template)
        let values = TerraformValues(template: template, configuration: made.configuration)
        let (ours, theirs) = (values.terraform, values.cloudFormation)
        #expect(Set(ours.keys) == Set(theirs.keys))
        for (id, all) in theirs {
            var expected = all
            for value in leftOut[id] ?? [] { expected.firstIndex(of: value).map { _ = expected.remove(at: $0) } }
            #expect(ours[id] == expected, "\(id)")
        }
        #expect(made.left.isEmpty == leftOut.isEmpty, "\(made.left)")
    }

    @Test func `each value of each resource is the one that CloudFormation has`() throws {
        try compare(try template())
        try compare(
            try template { policy in
                policy.databases[0].engine = DatabaseEngine("sqlserver-se")
                policy.databases[0].protection.exportLogs = nil
                policy.databases[0].protection.iamAuthentication = nil
                policy.storage[0].encryption = .s3
                policy.roles[0].permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary"
            })
    }

    @Test func `what Terraform cannot set is said by name`() throws {
        let template = try template { policy in
            policy.databases[0].statedKind = .cluster
            policy.databases[0].protection.storageLimit = nil
            policy.databases[0].protection.multiAZ = nil
        }
        let made = try TerraformTemplate(template)
        #expect(
            made.left == [
                "DBClusterKbProd: aws_rds_cluster has no argument for AutoMinorVersionUpgrade = true",
                "DBClusterKbProd: aws_rds_cluster has no argument for PubliclyAccessible = false",
            ])
        #expect(
            made.configuration["//"]?.listed.compactMap(\.text).contains { $0.contains("PubliclyAccessible") } == true)
        try compare(template, leftOut: ["DBClusterKbProd": ["true", "false"]])
    }

    @Test func `a text is no expression, whatever it has in braces`() throws {
        let hostile = "a${file(\"/etc/passwd\")}%{if true}b\"\\"
        let template = try template { policy in
            policy.tags = ["app": hostile, "${x}": "y"]
            policy.storage[0].lifecycle = [Estate.rule("${daily}/", expire: 30)]
        }
        try compare(template)
        let tags = try TerraformTemplate(template).configuration["resource"]?["aws_kms_key"]?["KeyKbDr"]?["tags"]
        #expect(tags?["app"]?.text == "a$${file(\"/etc/passwd\")}%%{if true}b\"\\")
        #expect(tags?["$${x}"]?.text == "y")
    }

    @Test func `two runs give the same text, and what outlives a stack cannot be destroyed`() throws {
        let made = try TerraformTemplate(try template())
        #expect(try TerraformTemplate(try template()).configuration.pretty == made.configuration.pretty)
        let resources = made.configuration["resource"]
        #expect(resources?["aws_db_instance"]?["DBInstanceKbProd"]?["lifecycle"] == ["prevent_destroy": true])
        #expect(resources?["aws_cloudwatch_metric_alarm"]?["AlarmKnowledgeBaseHeartbeatAudit"]?["lifecycle"] == nil)
        #expect(
            resources?["aws_s3_bucket_lifecycle_configuration"]?["BucketKbBackupsThisAccountThisRegion"]?["depends_on"]
                == ["aws_s3_bucket_versioning.BucketKbBackupsThisAccountThisRegion"])
        #expect(
            resources?["aws_db_event_subscription"]?["EventSubscriptionKnowledgeBaseDatabaseEvents"]?["depends_on"]
                == ["aws_sns_topic_policy.TopicPolicyKbDrAlerts"])
    }

    @Test func `what exists is imported by what the provider finds it by`() throws {
        var estate = try Estate.compliant(withCluster: true)
        estate.policy = estate.policy.withEngines
        let imported = try TemplateImport(estate.described.context, isForTerraform: true)
        let made = try TerraformTemplate(imported.template, importing: imported.identifiers)
        let blocks = (made.imports?["import"]?.listed ?? []).map { "\($0["to"]?.text ?? "") \($0["id"]?.text ?? "")" }
        for expected in [
            "aws_db_instance.DBInstanceKbProd kb-prod", "aws_rds_cluster.DBClusterKbAurora kb-aurora",
            "aws_s3_bucket.BucketKbBackupsThisAccountThisRegion kb-backups-123456789012-us-east-1",
            "aws_s3_bucket_versioning.BucketKbBackupsThisAccountThisRegion kb-backups-123456789012-us-east-1",
            "aws_sns_topic_policy.TopicPolicyKbDrAlerts \(Estate.topicARN)", "aws_kms_key.KeyKbDr key-kb-dr",
            "aws_kms_alias.AliasKbDr alias/kb-dr",
            "aws_cloudwatch_event_rule.RuleKnowledgeBaseBackupJobs knowledge-base-backup-jobs",
            "aws_cloudwatch_metric_alarm.AlarmKnowledgeBaseHeartbeatAudit knowledge-base-heartbeat-audit",
        ] { #expect(blocks.contains(expected), "\(expected) of \(blocks)") }
        #expect(
            blocks.contains { $0.hasPrefix("aws_iam_role_policy.") && $0.hasSuffix(" kb-drill-operator:drctl-drill") })
        let values = TerraformValues(template: imported.template, configuration: made.configuration)
        for (id, expected) in values.cloudFormation where !made.left.contains(where: { $0.hasPrefix("\(id):") }) {
            #expect(values.terraform[id] == expected, "\(id)")
        }
    }
}
