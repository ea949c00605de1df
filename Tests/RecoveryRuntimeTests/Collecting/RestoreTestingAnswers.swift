import RecoveryModel

/// What AWS Backup answers about the restore testing plan of `CollectedPolicy`.
enum RestoreTestingAnswers {
    private static let role = "arn:aws:iam::123456789012:role/kb-restore-tests"

    private static func selection(_ change: (inout RestoreTestingSelection) -> Void = { _ in }) -> Answer {
        var selection = RestoreTestingSelection(
            name: "drctl_1", resourceType: "RDS", role: role,
            resources: ["arn:aws:rds:us-east-1:123456789012:db:kb-prod"])
        selection.overrides = ["dbSubnetGroupName": "drills", "vpcSecurityGroupIds": #"["sg-1"]"#]
        selection.validationHours = 24
        change(&selection)
        return Described.restoreTestingSelection(selection)
    }

    private static func jobs(_ validation: String) -> Answer {
        .ok(
            #"{"RestoreJobs": [{"RestoreJobId": "JOB-1", "Status": "COMPLETED", "RecoveryPointArn": "#
                + #""arn:aws:rds:us-east-1:123456789012:snapshot:awsbackup:1", "CreationDate": 1795400000, "#
                + #""SourceResourceArn": "arn:aws:rds:us-east-1:123456789012:db:kb-prod", "#
                + #""ValidationStatus": "\#(validation)", "CreatedBy": {"RestoreTestingPlanArn": "#
                + #""arn:aws:backup:us-east-1:123456789012:restore-testing-plan:drctl_kb-1"}}]}"#)
    }

    private static let listed = Answer.ok(
        #"{"RestoreTestingSelections": [{"RestoreTestingSelectionName": "drctl_1"}]}"#)

    /// When all is as the policy asks.
    static let kept: ScriptedAWS.Script = [
        "backup:GetRestoreTestingPlan": [Described.restoreTestingPlan(RestoreTestingChange.document(windowDays: 30))],
        "backup:ListRestoreTestingSelections": [listed],
        "backup:GetRestoreTestingSelection": [selection()],
        "backup:ListRestoreJobs": [jobs("SUCCESSFUL")],
        "iam:GetRole(kb-restore-tests)": [
            .ok("<Role>\(Described.role("kb-restore-tests", trust: BackupPlanAnswers.trust))</Role>")
        ],
        "iam:ListAttachedRolePolicies(kb-restore-tests)": [
            .list(
                "AttachedPolicies",
                ["<PolicyArn>arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores</PolicyArn>"])
        ],
    ]

    /// When everything is there and nothing is set.
    static let neglected: ScriptedAWS.Script = [
        "backup:GetRestoreTestingPlan": [
            Described.restoreTestingPlan(
                RestoreTestingDocument(
                    schedule: "cron(0 7 1 * ? *)", algorithm: .random, includedVaults: ["arn"],
                    pointTypes: ["CONTINUOUS"]))
        ],
        "backup:ListRestoreTestingSelections": [.ok(#"{"RestoreTestingSelections": []}"#)],
        "backup:GetRestoreTestingSelection": [
            selection {
                $0.overrides = [:]
                $0.validationHours = 0
            }
        ],
        "backup:ListRestoreJobs": [jobs("FAILED")],
    ]
}
