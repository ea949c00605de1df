/// What drctl changes of AWS Backup's vaults and plans. It deletes none: what is in a vault is all that is left of a month.
package enum BackupPlanChange: Hashable, Codable, Sendable {
    /// With the key's alias (including `alias/`) or ARN; nil for AWS Backup's own.
    case createVault(name: String, key: String?, tags: [String: String])
    /// - Parameter coolingOffDays: How long a compliance lock can still be removed; nil for governance.
    case putLock(vault: String, Edit<VaultLock>, coolingOffDays: Int?)
    case create(name: String, BackupPlanDocument, tags: [String: String])
    case update(name: String, id: String, Edit<BackupPlanDocument>)
    /// The plan's id is nil when an earlier step creates it.
    case select(plan: String, id: String?, BackupSelection)

    package var facts: ChangeFacts {
        switch self {
        case .createVault(let name, let key, let tags):
            var facts = Self.facts(
                ResourceReference(.backupVault, name), .createVaults, "create vault \(name)",
                [Need].all(["backup:CreateBackupVault", "backup:TagResource"], on: "backup-vault:\(name)")
                    + [Need("backup-storage:MountCapsule", "*")]
                    + (key.map(Self.uses) ?? [])
            )
            facts.reversal = .partial(
                "the key of a vault cannot be changed, and a vault is deleted only when it is empty")
            return facts.creating(tags: tags, [("encryption key", key)])
        case .putLock(let vault, let lock, let coolingOff):
            var facts = Self.facts(
                ResourceReference(.backupVault, vault), .lockVaults, "lock vault \(vault)",
                [
                    Need("backup:PutBackupVaultLockConfiguration", "backup-vault:\(vault)"),
                    Need("backup:ListBackupVaults", "*"),
                ]
            ).writing(lock, as: "the lock of vault \(vault)") { _ in true }
            facts.details = [lock.setting("vault lock", shown: \.shown)]
            if let coolingOff {
                facts.reversal = .impossible(
                    "\(Shown.days(coolingOff)) after this nobody, AWS included, can remove the lock, delete the vault or a "
                        + "recovery point in it before its time")
            }
            return facts
        case .create(let name, let document, let tags):
            return Self.facts(
                ResourceReference(.backupPlan, name), .createBackupPlans, "create backup plan \(name)",
                .all(["backup:CreateBackupPlan", "backup:TagResource"], on: "backup-plan:*")
            ).creating(tags: tags, [], [(nil, document)])
        case .update(let name, _, let document):
            return Self.facts(
                ResourceReference(.backupPlan, name), .setBackupPlans, "write the rules of backup plan \(name)",
                .all(["backup:UpdateBackupPlan", "backup:GetBackupPlan"], on: "backup-plan:*")
            ).writing(document, as: "the rules of backup plan \(name)") { $0.hasPrefix("rule drctl-") }
        case .select(let plan, _, let selection):
            let role = selection.role.split(separator: "/").last.map(String.init) ?? "*"
            return Self.facts(
                ResourceReference(.backupPlan, plan), .selectForBackup,
                "select \(selection.shown) for backup plan \(plan)",
                [
                    Need("backup:CreateBackupSelection", "backup-plan:*"),
                    Need(
                        "iam:PassRole", "role/\(role)",
                        when: ["StringEquals": ["iam:PassedToService": ["backup.amazonaws.com"]]]),
                ])
        }
    }

    /// What AWS Backup does with the key in the caller's name: with no key but this.
    private static func uses(of key: String) -> [Need] {
        let actions = ["kms:DescribeKey", "kms:CreateGrant", "kms:GenerateDataKey", "kms:Decrypt"]
        // By its ARN, by its alias, or by the ARN of its alias.
        if let id = key.firstRange(of: ":key/") { return .all(actions, on: "key/\(key[id.upperBound...])") }
        let alias = key.firstRange(of: "alias/").map { String(key[$0.lowerBound...]) } ?? key
        return .all(actions, on: "key/*", when: .aliased([alias]))
    }

    private static func facts(
        _ resource: ResourceReference, _ stage: Stage, _ summary: String, _ needs: [Need]
    ) -> ChangeFacts {
        ChangeFacts(resource, stage, summary, needs: needs)
    }
}
