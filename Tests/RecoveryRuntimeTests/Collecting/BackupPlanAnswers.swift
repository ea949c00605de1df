import RecoveryModel

/// What AWS Backup answers about the plan of `CollectedPolicy`.
enum BackupPlanAnswers {
    private static let role = "arn:aws:iam::123456789012:role/kb-backups-service"
    static let trust = AccessPolicy(statements: [
        AccessStatement(
            .allow, principals: .init("Service", ["backup.amazonaws.com"]), actions: ["sts:AssumeRole"], resources: [])
    ])
    private static let servicePolicy =
        "<PolicyArn>arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup</PolicyArn>"

    private static var rule: BackupPlanRule {
        var rule = BackupPlanRule(
            name: "nightly", vault: "kb-backups", schedule: "cron(0 5 ? * * *)", deleteAfterDays: 35)
        rule.copies = [.init(vault: CollectedPolicy.copyVault, deleteAfterDays: 35)]
        return rule
    }

    private static let copies: Answer = {
        let jobs = ["db:kb-prod", "cluster:kb-aurora"].map {
            #"{"ResourceArn": "arn:aws:rds:us-east-1:123456789012:\#($0)", "State": "COMPLETED", "#
                + #""SourceRecoveryPointArn": "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:1", "#
                + #""CreationDate": 1795400000}"#
        }
        return .ok(#"{"CopyJobs": [\#(jobs.joined(separator: ", "))]}"#)
    }()

    private static func jobs(enabled: Bool) -> EventRule {
        EventRule(name: "", pattern: ["source": ["aws.backup"]], enabled: enabled, targets: [])
    }

    private static func points(_ isEncrypted: Bool) -> Answer {
        let points = ["db:kb-prod", "cluster:kb-aurora"].map {
            #"{"RecoveryPointArn": "arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:1", "ResourceArn": "#
                + #""arn:aws:rds:us-east-1:123456789012:\#($0)", "CreationDate": 1795400000, "Status": "COMPLETED", "#
                + #""IsEncrypted": \#(isEncrypted)}"#
        }
        return .ok(#"{"RecoveryPoints": [\#(points.joined(separator: ", "))]}"#)
    }

    private static let plans = Answer.ok(
        #"{"BackupPlansList": [{"BackupPlanId": "plan-1", "BackupPlanName": "kb-backups", "#
            + #""BackupPlanArn": "arn:aws:backup:us-east-1:123456789012:backup-plan:plan-1"}]}"#)

    private static func selection(of resource: String) -> Answer {
        .ok(
            #"{"BackupSelection": {"SelectionName": "all", "IamRoleArn": "\#(role)", "Resources": ["\#(resource)"]}}"#)
    }

    /// When all is as the policy asks.
    static let kept: ScriptedAWS.Script = [
        "backup:ListBackupVaults": [
            Described.vaults(lock: VaultLock(minimumDays: 30, maximumDays: nil, isCompliance: false))
        ],
        "backup:ListRecoveryPointsByBackupVault": [points(true)],
        "backup:ListCopyJobs": [copies],
        // A rule of others does what the policy's own does not.
        "events:ListRuleNamesByTarget": [.ok(#"{"RuleNames": ["theirs"]}"#)],
        "events:DescribeRule(kb-backup-jobs)": [Described.eventRule(jobs(enabled: false))],
        "events:DescribeRule(theirs)": [Described.eventRule(jobs(enabled: true))],
        "events:ListTargetsByRule": [Described.targets(["arn:aws:sns:us-east-1:123456789012:kb-alerts"])],
        "backup:ListBackupPlans": [plans],
        "backup:GetBackupPlan": [Described.plan([rule])],
        "backup:ListBackupSelections": [.ok(#"{"BackupSelectionsList": [{"SelectionId": "selection-1"}]}"#)],
        "backup:GetBackupSelection": [selection(of: "arn:aws:rds:*")],
        "iam:GetRole(kb-backups-service)": [
            .ok("<Role>\(Described.role("kb-backups-service", trust: trust))</Role>")
        ],
        "iam:ListAttachedRolePolicies(kb-backups-service)": [.list("AttachedPolicies", [servicePolicy])],
    ]

    /// When everything is there and nothing is set.
    static let neglected: ScriptedAWS.Script = [
        "backup:ListBackupVaults": [Described.vaults(lock: nil)],
        "backup:ListRecoveryPointsByBackupVault": [points(false)],
        "backup:ListCopyJobs": [.ok(#"{"CopyJobs": []}"#)],
        "events:ListRuleNamesByTarget": [.ok(#"{"RuleNames": []}"#)],
        "events:DescribeRule": [Described.eventRule(jobs(enabled: false))],
        "events:ListTargetsByRule": [Described.targets([])],
        "backup:ListBackupPlans": [.ok(#"{"BackupPlansList": []}"#)],
        "backup:GetBackupPlan": [
            Described.plan([
                BackupPlanRule(name: "weekly", vault: "kb-backups", schedule: "rate(7 days)", deleteAfterDays: 7)
            ])
        ],
        "backup:ListBackupSelections": [.ok(#"{"BackupSelectionsList": []}"#)],
        "backup:GetBackupSelection": [selection(of: "arn:aws:rds:*:*:db:another")],
    ]
}
