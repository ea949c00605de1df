import RecoveryModel

extension DatabaseSubject {
    /// An AWS Backup plan that keeps a snapshot of each month; `apply` makes none, since such a plan is the account's.
    ///
    /// On the first of each month, so that no month goes without one; kept until the last month that asks for it is over.
    var monthlyFragments: [TemplateFragment] {
        // A plan that the policy names is declared by itself.
        guard let keep = policy.backups.monthlyKeep, policy.backups.awsBackup == nil else { return [] }
        let (vault, role) = ("drctl-\(context.policy.name)", "drctl/backup")
        let plan = "\(vault)-monthly-\(keep)"
        let rule: JSONValue = [
            "RuleName": "monthly", "TargetBackupVault": TemplateFragment.reference(.backupVault, vault),
            "ScheduleExpression": "cron(0 5 1 * ? *)", "Lifecycle": ["DeleteAfterDays": .integer((keep + 1) * 31)],
        ]
        let selection = "\(plan)-\(database.kind.rawValue)-\(database.id)"
        return Self.backupRole(role) + [
            TemplateFragment(.backupVault, vault, "BackupVaultName", value: .string(vault)),
            TemplateFragment(.backupPlan, plan, "BackupPlan", "BackupPlanName", value: .string(plan)),
            TemplateFragment(.backupPlan, plan, "BackupPlan", "BackupPlanRule", value: [rule]),
            TemplateFragment(
                .backupSelection, selection, "BackupPlanId", value: TemplateFragment.reference(.backupPlan, plan)),
            TemplateFragment(
                .backupSelection, selection, "BackupSelection",
                value: [
                    "SelectionName": .string(database.id), "Resources": .texts([database.arn]),
                    "IamRoleArn": TemplateFragment.arn(.role, role),
                ]),
        ]
    }

    /// With a name of CloudFormation's: it is nobody's but the plan's.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
    private static func backupRole(_ name: String) -> [TemplateFragment] {
        [
            TemplateFragment(.role, name, "AssumeRolePolicyDocument", value: AWSBackupRole.trust.json),
            TemplateFragment(
                .role, name, "ManagedPolicyArns",
                value: ["arn:${AWS::Partition}:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"]),
        ]
    }
}
