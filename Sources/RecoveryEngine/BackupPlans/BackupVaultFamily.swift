import AWSNames
import RecoveryModel

/// A vault of AWS Backup with what the policy requires of it.
struct BackupVaultSubject: Subject {
    let context: ControlContext
    let entry: Int?
    /// The plan that asks for it; of several the first.
    let policy: BackupPlanPolicy
    let state: BackupVaultState

    var resource: ResourceReference { ResourceReference(.backupVault, state.name) }

    /// False for one that is known to be missing: `backup-plan.vault-exists` says so.
    var exists: Bool { state.vault != .known(nil) }
}

extension Family {
    static let backupVaults = Family(
        .backupVault, controls: [.vaultExists, .vaultEncrypted, .vaultLock, .recoveryPointEncrypted],
        subjects: { context in
            context.target.backupVaults.map { name, plan in
                let missing = BackupVaultState(
                    name: name, vault: .unavailable(.notCollected("backup:ListBackupVaults")))
                return BackupVaultSubject(
                    context: context, entry: context.target.entry(of: plan), policy: plan,
                    state: context.inventory.backupVaults[name] ?? missing)
            }
        },
        reads: { target in
            target.backupVaults.isEmpty
                ? []
                : [Need("backup:ListBackupVaults", "*"), Need("kms:DescribeKey", "key/*")]
                    + target.backupVaults.map {
                        Need("backup:ListRecoveryPointsByBackupVault", "backup-vault:\($0.name)")
                    }
        },
        imagine: { target, account, inventory in
            for (name, _) in target.backupVaults {
                var vault = BackupVaultState.Vault(arn: target.place.arn("backup", "backup-vault:\(name)"))
                vault.points = .known([])
                vault.isOwn = true
                inventory.backupVaults[name] = BackupVaultState(
                    name: name, vault: .known(account == .empty ? nil : vault))
            }
        },
        declares: { $0.fragments },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )
}

extension Target {
    /// The place of a plan in the policy as it was written.
    func entry(of plan: BackupPlanPolicy) -> Int? { part.whole.backupPlans.firstIndex(of: plan) }
}
