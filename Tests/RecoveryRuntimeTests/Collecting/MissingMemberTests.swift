import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("A member that an answer leaves out")
struct MissingMemberTests {
    /// An operation and the members that it always answers with.
    private static let members: [(String, [String])] = [
        (
            "rds:DescribeDBInstances",
            [
                "DBInstances", "DBInstanceIdentifier", "DBInstanceArn", "Engine", "TagList", "DBInstanceStatus",
                "MultiAZ", "BackupRetentionPeriod", "PreferredBackupWindow", "PreferredMaintenanceWindow",
                "CopyTagsToSnapshot", "DeletionProtection", "StorageEncrypted", "KmsKeyId",
                "IAMDatabaseAuthenticationEnabled", "DBParameterGroups", "PubliclyAccessible",
                "AutoMinorVersionUpgrade", "AllocatedStorage", "MonitoringInterval", "PerformanceInsightsEnabled",
                "CertificateDetails",
            ]
        ),
        (
            "rds:DescribeDBClusters",
            [
                "DBClusters", "DBClusterIdentifier", "DBClusterArn", "Engine", "TagList", "Status",
                "BackupRetentionPeriod", "PreferredBackupWindow", "PreferredMaintenanceWindow", "CopyTagsToSnapshot",
                "DeletionProtection", "StorageEncrypted", "KmsKeyId", "IAMDatabaseAuthenticationEnabled",
                "DBClusterParameterGroup",
            ]
        ),
        ("rds:DescribeDBSnapshots", ["DBSnapshots", "DBSnapshotIdentifier", "Encrypted", "KmsKeyId"]),
        (
            "rds:DescribeDBClusterSnapshots",
            ["DBClusterSnapshots", "DBClusterSnapshotIdentifier", "StorageEncrypted", "KmsKeyId"]
        ),
        (
            "rds:DescribeDBSnapshotAttributes",
            ["DBSnapshotAttributesResult", "DBSnapshotAttributes"]
        ),
        (
            "rds:DescribeDBClusterSnapshotAttributes",
            ["DBClusterSnapshotAttributesResult", "DBClusterSnapshotAttributes"]
        ),
        ("rds:DescribeDBInstanceAutomatedBackups", ["DBInstanceAutomatedBackups"]),
        ("rds:DescribeDBParameters", ["Parameters"]),
        ("rds:DescribeDBClusterParameters", ["Parameters"]),
        ("us-west-2/rds:DescribeDBSnapshots", ["DBSnapshots", "Encrypted", "KmsKeyId"]),
        ("us-west-2/rds:DescribeOptionGroups", ["OptionGroupsList", "OptionGroupName"]),
        ("us-west-2/rds:DescribeDBParameterGroups", ["DBParameterGroups", "DBParameterGroupName"]),
        (
            "us-west-2/rds:DescribeDBClusterParameterGroups",
            ["DBClusterParameterGroups", "DBClusterParameterGroupName"]
        ),
        ("us-west-2/rds:DescribeDBClusterSnapshots", ["DBClusterSnapshots", "StorageEncrypted", "KmsKeyId"]),
        ("us-west-2/rds:DescribeDBInstanceAutomatedBackups", ["DBInstanceAutomatedBackups"]),
        (
            "rds:DescribeEventSubscriptions",
            ["EventSubscriptionsList", "CustSubscriptionId", "SnsTopicArn", "Enabled", "Status"]
        ),
        (
            "s3control:GetPublicAccessBlock",
            ["PublicAccessBlockConfiguration", "BlockPublicPolicy", "RestrictPublicBuckets", "BlockPublicAcls"]
        ),
        (
            "s3:GetPublicAccessBlock",
            ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        ),
        ("s3:GetBucketEncryption", ["Rule", "ApplyServerSideEncryptionByDefault", "SSEAlgorithm"]),
        ("s3:GetBucketOwnershipControls", ["Rule", "ObjectOwnership"]),
        ("s3:GetBucketLifecycleConfiguration(kb-backups)", ["Rule", "Status"]),
        ("s3:GetObjectLockConfiguration", ["ObjectLockEnabled"]),
        ("s3:GetBucketLogging", ["TargetBucket"]),
        ("kms:DescribeKey", ["KeyId", "Arn", "KeyState"]),
        ("kms:GetKeyRotationStatus", ["KeyRotationEnabled"]),
        ("iam:GetRole", ["Role", "Arn", "AssumeRolePolicyDocument"]),
        ("iam:ListRolePolicies", ["PolicyNames"]),
        ("iam:GetRolePolicy", ["PolicyDocument"]),
        ("iam:ListAttachedRolePolicies", ["AttachedPolicies"]),
        ("iam:GetPolicy", ["Policy", "DefaultVersionId"]),
        ("iam:GetPolicyVersion", ["PolicyVersion", "Document"]),
        ("s3:GetBucketPolicyStatus", ["PolicyStatus", "IsPublic"]),
        ("sns:GetSubscriptionAttributes", ["Attributes"]),
        ("s3:GetBucketReplication", ["Role", "Rule", "Status", "Destination"]),
        ("secretsmanager:DescribeSecret", ["ARN", "LastRotatedDate"]),
        (
            "rds:DescribeDBMajorEngineVersions",
            [
                "DBMajorEngineVersions", "MajorEngineVersion", "SupportedEngineLifecycles", "LifecycleSupportName",
                "LifecycleSupportEndDate",
            ]
        ),
        ("s3:ListObjectsV2", ["LastModified"]),
        ("sns:GetTopicAttributes", ["Attributes"]),
        ("monitoring:GetMetricData", ["MetricDataResults", "StatusCode", "Values", "Id"]),
        ("sns:ListSubscriptionsByTopic", ["Subscriptions", "Protocol", "Endpoint", "SubscriptionArn"]),
        (
            "monitoring:DescribeAlarms",
            [
                "MetricAlarms", "AlarmName", "ActionsEnabled", "MetricName", "Namespace", "Statistic", "Period",
                "EvaluationPeriods", "Threshold", "ComparisonOperator",
            ]
        ),
        ("monitoring:GetDashboard", ["DashboardBody"]),
        ("events:ListRuleNamesByTarget", ["RuleNames"]),
        ("events:DescribeRule(theirs)", ["State"]),
        ("events:ListTargetsByRule", ["Targets", "Arn"]),
        ("backup:ListBackupVaults", ["BackupVaultList", "BackupVaultArn"]),
        ("backup:ListRecoveryPointsByBackupVault", ["RecoveryPoints", "ResourceArn", "CreationDate", "IsEncrypted"]),
        ("backup:ListBackupPlans", ["BackupPlansList", "BackupPlanId"]),
        ("backup:GetBackupPlan", ["BackupPlan"]),
        ("backup:ListCopyJobs", ["CopyJobs", "ResourceArn", "SourceRecoveryPointArn", "CreationDate"]),
        ("backup:ListBackupSelections", ["BackupSelectionsList", "SelectionId"]),
        ("backup:GetBackupSelection", ["BackupSelection", "SelectionName", "IamRoleArn"]),
        (
            "backup:GetRestoreTestingPlan",
            [
                "RestoreTestingPlan", "RestoreTestingPlanArn", "ScheduleExpression", "RecoveryPointSelection",
                "Algorithm", "IncludeVaults", "RecoveryPointTypes",
            ]
        ),
        ("backup:ListRestoreTestingSelections", ["RestoreTestingSelections", "RestoreTestingSelectionName"]),
        ("backup:GetRestoreTestingSelection", ["RestoreTestingSelection", "ProtectedResourceType", "IamRoleArn"]),
        ("backup:ListRestoreJobs", ["RestoreJobs", "RestoreJobId", "Status", "RecoveryPointArn", "CreationDate"]),
    ]

    private func findings(_ script: ScriptedAWS.Script) async throws -> [Finding] {
        try await CollectedAccount.audit(script).findings
    }

    /// The failures of those findings that are unknown, with the operation as failures name it.
    private func failures(_ findings: [Finding], of operation: String) -> [CollectionFailure] {
        let name = String(operation.prefix { $0 != "(" }.split(separator: "/").last ?? "")
            .replacing("monitoring:", with: "cloudwatch:").replacing("s3control:", with: "s3-control:")
        return findings.compactMap { finding in
            if case .unknown(let failure) = finding.verdict, failure.operation == name { failure } else { nil }
        }
    }

    @Test(arguments: members)
    func `is unavailable, and neither met nor violated by a default`(_ operation: String, _ members: [String])
        async throws
    {
        let account = try await CollectedAccount.make()
        let answer = try #require(account.kept[operation]?.last)
        for member in members {
            #expect(answer.without(member).text != answer.text, "\(member) is not in the answer")
            let findings = try await findings(account.kept.merging([operation: [answer.without(member)]]) { $1 })
            #expect(!failures(findings, of: operation).isEmpty, "\(member)")
            #expect(findings.allSatisfy { $0.verdict != .violated }, "\(member)")
        }
    }

    @Test func `a topic without a policy, and a key without one, are unknown`() async throws {
        let account = try await CollectedAccount.make()
        for (operation, answer) in [
            ("sns:GetTopicAttributes", Described.topic(["KmsMasterKeyId": "alias/kb-dr"])),
            ("kms:GetKeyPolicy", .ok(#"{"PolicyName": "default"}"#)),
        ] {
            let findings = try await findings(account.kept.merging([operation: [answer]]) { $1 })
            #expect(!failures(findings, of: operation).isEmpty)
            #expect(findings.allSatisfy { $0.verdict != .violated })
        }
    }

    @Test func `an attached policy without an ARN is not overlooked`() async throws {
        let account = try await CollectedAccount.make()
        let answer = Answer.list("AttachedPolicies", ["<PolicyName>Administrator</PolicyName>"])
        let findings = try await findings(
            account.kept.merging(["iam:ListAttachedRolePolicies": [answer]]) { $1 })
        #expect(
            Set(failures(findings, of: "iam:ListAttachedRolePolicies").map(\.reason)) == ["the answer has no PolicyArn"]
        )
    }

    @Test func `a window that is not understood is unknown`() async throws {
        let account = try await CollectedAccount.make()
        for (operation, member) in [
            ("rds:DescribeDBInstances", "PreferredBackupWindow"),
            ("rds:DescribeDBClusters", "PreferredMaintenanceWindow"),
        ] {
            let text = try #require(account.kept[operation]?.last).text
                .replacing("<\(member)>", with: "<\(member)>soon ")
            let findings = try await findings(account.kept.merging([operation: [.ok(text)]]) { $1 })
            let reasons = Set(failures(findings, of: operation).map(\.reason))
            #expect(reasons.count == 1 && reasons.first?.hasPrefix("\(member) is not understood: soon ") == true)
        }
    }

    @Test func `what AWS leaves out where there is nothing is a fact`() async throws {
        let account = try await CollectedAccount.make()
        let target = try CollectedPolicy.target()
        func inventory(_ operation: String, without member: String) async throws -> Inventory {
            let answer = try #require(account.kept[operation]?.last)
            return try await CollectedAccount.inventory(
                account.kept.merging([operation: [answer.without(member)]]) { $1 }, target)
        }
        let logs = try await inventory("rds:DescribeDBInstances", without: "EnabledCloudwatchLogsExports")
        #expect(logs.databases[.instance]?.value?.first?.logExports == .known([]))
        let latest = try await inventory("rds:DescribeDBInstances", without: "LatestRestorableTime")
        #expect(latest.databases[.instance]?.value?.first?.latestRestorableTime == .known(nil))
        let versioning = try await inventory("s3:GetBucketVersioning", without: "Status")
        #expect(versioning.buckets["kb-backups"]?.versioning == .known(false))
        let logging = try await inventory("s3:GetBucketLogging", without: "LoggingEnabled")
        #expect(logging.buckets["kb-backups"]?.accessLogs == .known(nil))
        let sources = try await inventory("rds:DescribeEventSubscriptions", without: "SourceIdsList")
        #expect(sources.eventSubscriptions.value?.values.allSatisfy { $0.sources.isEmpty } == true)
        let boundary = try await inventory("iam:GetRole", without: "PermissionsBoundary")
        #expect(boundary.roles["kb-backup-writer"]?.role.value??.permissionsBoundary == nil)
    }
}
