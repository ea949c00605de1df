import RecoveryModel

extension BackupPlanChange: ChangeCases {
    enum Name: CaseIterable { case createVault, putLock, create, update, select }

    var caseName: Name {
        switch self {
        case .createVault: .createVault
        case .putLock: .putLock
        case .create: .create
        case .update: .update
        case .select: .select
        }
    }

    static func own(_ change: Change) -> BackupPlanChange? {
        if case .backupPlan(let own) = change { own } else { nil }
    }

    /// A rule as a plan holds it.
    static func rule(keeping days: Int) -> BackupPlanRule {
        var rule = BackupPlanRule(
            name: "drctl-daily", vault: "kb-backups", schedule: "cron(0 5 ? * * *)", deleteAfterDays: days)
        rule.copies = [
            .init(vault: "arn:aws:backup:eu-west-1:222222222222:backup-vault:kb-copies", deleteAfterDays: days)
        ]
        return rule
    }

    static func scenarios(of name: Name) -> [ChangeScenario] {
        func document(_ days: Int) -> BackupPlanDocument { BackupPlanDocument(rules: [rule(keeping: days)]) }
        switch name {
        case .createVault:
            return [
                ChangeScenario(
                    .backupPlan(.createVault(name: "kb-backups", key: "alias/kb-dr", tags: ["app": "kb"])),
                    [
                        [
                            "kms:DescribeKey": [
                                .ok(#"{"KeyMetadata": {"KeyId": "key-1", "Arn": "\#(KeptAnswers.keyARN)"}}"#)
                            ]
                        ]
                    ])
            ]
        case .putLock:
            let (none, lock) = (VaultLock?.none, VaultLock(minimumDays: 30, maximumDays: nil, isCompliance: false))
            let other = VaultLock(minimumDays: 7, maximumDays: nil, isCompliance: false)
            return [nil, 3].map { coolingOff in
                let wanted = VaultLock(minimumDays: 30, maximumDays: nil, isCompliance: coolingOff != nil)
                return .writing(
                    .backupPlan(.putLock(vault: "kb-backups", Edit(none, to: wanted), coolingOffDays: coolingOff)),
                    reading: "backup:ListBackupVaults", before: Described.vaults(lock: nil),
                    after: Described.vaults(lock: coolingOff == nil ? lock : wanted),
                    other: Described.vaults(lock: other))
            }
        case .create:
            return [
                ChangeScenario(
                    .backupPlan(.create(name: "kb-backups", document(35), tags: ["app": "kb"])),
                    [["backup:CreateBackupPlan": [.ok(#"{"BackupPlanId": "plan-1"}"#)]]])
            ]
        case .update:
            return [
                .writing(
                    .backupPlan(.update(name: "kb-backups", id: "plan-1", Edit(document(30), to: document(35)))),
                    reading: "backup:GetBackupPlan", before: Described.plan([rule(keeping: 30)]),
                    after: Described.plan([rule(keeping: 35)]), other: Described.plan([rule(keeping: 60)]))
            ]
        case .select:
            var selection = BackupSelection(
                name: "drctl-1", role: "arn:aws:iam::123456789012:role/kb-backups-service",
                resources: ["arn:aws:rds:*:*:db:*"])
            selection.conditions = [.init(.equals, key: "app", value: "kb")]
            return [ChangeScenario(.backupPlan(.select(plan: "kb-backups", id: "plan-1", selection)))]
        }
    }
}

extension Described {
    /// The account's only vault.
    static func vaults(lock: VaultLock?) -> Answer {
        var vault: [String: JSONValue] = [
            "BackupVaultName": "kb-backups",
            "BackupVaultArn": "arn:aws:backup:us-east-1:123456789012:backup-vault:kb-backups",
            "EncryptionKeyArn": .string(KeptAnswers.keyARN), "Locked": .bool(lock != nil),
            "CreatorRequestId": "drctl-1",
        ]
        vault["MinRetentionDays"] = lock?.minimumDays.map(JSONValue.integer)
        vault["MaxRetentionDays"] = lock?.maximumDays.map(JSONValue.integer)
        if lock?.isCompliance == true { vault["LockDate"] = 1_800_000_000 }
        return .ok(JSONValue.object(["BackupVaultList": [.object(vault)]]).compact)
    }

    /// A plan as GetBackupPlan describes it.
    static func plan(_ rules: [BackupPlanRule]) -> Answer {
        let described = rules.map { rule -> JSONValue in
            guard case .object(var members) = rule.json else { return rule.json }
            members["RuleName"] = .string(rule.name)
            members["TargetBackupVaultName"] = members.removeValue(forKey: "TargetBackupVault")
            return .object(members)
        }
        return .ok(
            JSONValue.object([
                "BackupPlanId": "plan-1", "BackupPlan": ["BackupPlanName": "kb-backups", "Rules": .array(described)],
            ]).compact)
    }
}
