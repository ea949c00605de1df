import RecoveryModel

@testable import RecoveryEngine

extension Violation {
    private static let tags = ["app": "knowledge-base", "drctl:policy": "knowledge-base"]
    private static let vaultLock = VaultLock(minimumDays: 30, maximumDays: nil, isCompliance: false)
    private static let role = "arn:aws:iam::123456789012:role/kb-backups-service"
    private static let servicePolicy =
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"

    /// drctl's own rules.
    static let planRules = [("drctl-daily", "cron(0 5 ? * * *)", 35), ("drctl-monthly", "cron(0 5 1 * ? *)", 365)].map {
        var rule = BackupPlanRule(name: $0.0, vault: "kb-backups", schedule: $0.1, deleteAfterDays: $0.2)
        rule.copies = [.init(vault: Estate.copyVault, deleteAfterDays: $0.2)]
        return rule
    }

    /// A plan whose rules are otherwise, and the same with drctl's own in the place of those.
    private static func rules(_ change: (inout [BackupPlanRule]) -> Void, fixed: [BackupPlanRule]) -> Fix {
        var before = planRules
        change(&before)
        return .changes([
            .backupPlan(
                .update(
                    name: "kb-backups", id: "plan-kb-backups",
                    Edit(BackupPlanDocument(rules: before), to: BackupPlanDocument(rules: fixed))))
        ])
    }

    /// One for each control of vaults and plans.
    static let ofBackupPlans: [Violation] = [
        Violation(
            "backup-plan.vault-exists", on: "kb-backups",
            .changes([.backupPlan(.createVault(name: "kb-backups", key: "alias/kb-dr", tags: tags))])
        ) { $0.vault = nil },
        Violation("backup-plan.vault-encrypted", on: "kb-backups", .procedure("The key of a vault cannot be changed")) {
            $0.vault?.encryptionKey = "arn:aws:kms:us-east-1:123456789012:key/another"
        },
        Violation(
            "backup-plan.vault-lock", on: "kb-backups",
            .changes([.backupPlan(.putLock(vault: "kb-backups", Edit(nil, to: vaultLock), coolingOffDays: nil))])
        ) { $0.vault?.lock = nil },
        Violation("backup-plan.recovery-point-encrypted", on: "kb-backups", .procedure("Encrypt the database")) {
            for index in $0.points.indices { $0.points[index].isEncrypted = false }
        },
        Violation("backup-plan.copies-arrive", on: "kb-backups", .procedure("Find out in AWS Backup why")) {
            $0.inventory.backupPlans["kb-backups"]?.copies = .known([])
        },
        Violation(
            "backup-plan.plan-exists", on: "kb-backups",
            .changes([
                .backupPlan(.create(name: "kb-backups", BackupPlanDocument(rules: planRules), tags: tags))
            ])
        ) { $0.plan = nil },
        Violation(
            "backup-plan.plan-frequency", on: "kb-backups",
            rules(
                { $0[0].schedule = "cron(0 5 ? * MON *)" }, fixed: [planRules[1], planRules[0]])
        ) { $0.setRule(0) { $0.schedule = "cron(0 5 ? * MON *)" } },
        Violation(
            "backup-plan.plan-retention", on: "kb-backups",
            rules({ $0[1].deleteAfterDays = 364 }, fixed: planRules)
        ) { $0.setRule(1) { $0.deleteAfterDays = 364 } },
        Violation(
            "backup-plan.plan-copies", on: "kb-backups",
            rules({ $0[0].copies = [] }, fixed: [planRules[1], planRules[0]])
        ) { $0.setRule(0) { $0.copies = [] } },
        Violation(
            "backup-plan.role", on: "kb-backups",
            .changes([.role(.attachPolicy(role: "kb-backups-service", arn: servicePolicy))])
        ) {
            guard case .known(var role?) = $0.inventory.roles["kb-backups-service"]?.role else { return }
            role.attachedPolicies = .known([])
            $0.inventory.roles["kb-backups-service"]?.role = .known(role)
        },
        Violation(
            "backup-plan.selection-covers", on: "kb-backups",
            .changes([
                .backupPlan(
                    .select(
                        plan: "kb-backups", id: "plan-kb-backups",
                        selection(of: ["arn:aws:rds:us-east-1:123456789012:cluster:kb-aurora"])))
            ])
        ) {
            $0.plan?.selections = .known([selection(of: ["arn:aws:rds:us-east-1:123456789012:db:kb-prod"])])
        },
        Violation("backup-plan.recovery-point-age", on: "kb-backups", .procedure("Wait for the plan's next run")) {
            for index in $0.points.indices { $0.points[index].createdAt = Estate.now - TimeSpan(37, .hours) }
        },
    ]

    private static func selection(of arns: [String]) -> BackupSelection {
        var selection = BackupSelection(name: "", role: role, resources: arns)
        selection.name = BackupSelection.ownName(of: arns)
        return selection
    }
}
