import AWSNames
import RecoveryModel

/// A plan of AWS Backup with what the policy requires of it.
struct BackupPlanSubject: Subject {
    let context: ControlContext
    let entry: Int?
    let policy: BackupPlanPolicy
    let state: BackupPlanState
    /// The vault that its rules have to write to.
    let vault: BackupVaultState
    /// The role that AWS Backup assumes.
    let role: AWSBackupRole

    var resource: ResourceReference { ResourceReference(.backupPlan, policy.name) }

    /// False for one that is known to be missing: `backup-plan.plan-exists` says so, and makes it whole.
    var exists: Bool { state.plan != .known(nil) }

    /// The plan's rules; nil when there is no plan.
    var document: Collected<BackupPlanDocument?> {
        state.plan.flatMap { plan in plan.map { $0.document.map { Optional($0) } } ?? .known(nil) }
    }

    /// What the policy's entries select that the plan has to cover.
    var selections: [DatabaseSelection] {
        context.selections.filter { $0.policy.backups.awsBackup == policy.name }
    }

    /// Those of a selection that have backups of their own: a read replica is backed up by its source.
    func databases(of selection: DatabaseSelection) -> [Database] {
        context.ownBackups(of: selection)
    }
}

extension Family {
    static let backupPlans = Family(
        .backupPlan,
        controls: [
            .planExists, .planFrequency, .planRetention, .planCopies, .planRole, .selectionCovers, .vaultPointAge,
            .copiesArrive,
        ],
        subjects: { context in
            context.policy.backupPlans.map { plan in
                BackupPlanSubject(
                    context: context, entry: context.target.entry(of: plan), policy: plan,
                    state: context.inventory.backupPlans[plan.name]
                        ?? BackupPlanState(name: plan.name, plan: .unavailable(.notCollected("backup:ListBackupPlans"))),
                    vault: context.inventory.backupVaults[plan.vault]
                        ?? BackupVaultState(
                            name: plan.vault, vault: .unavailable(.notCollected("backup:ListBackupVaults"))),
                    role: AWSBackupRole(
                        plan.role, in: context, policy: .backups,
                        remedy: "or name another role in `backupPlans[].role`"))
            }
        },
        reads: { target in
            guard !target.policy.backupPlans.isEmpty else { return [] }
            // A plan is reached by its id, which is not known before: any plan of the account.
            return [Need("backup:ListBackupPlans", "*")]
                + .all(
                    ["backup:GetBackupPlan", "backup:ListBackupSelections", "backup:GetBackupSelection"],
                    on: "backup-plan:*")
                + copyReads(target)
        },
        imagine: { target, account, inventory in
            for plan in target.policy.backupPlans {
                let there = BackupPlanState.Plan(
                    id: "*", arn: target.place.arn("backup", "backup-plan:*"),
                    document: .known(BackupPlanDocument(rules: [])), selections: .known([]))
                inventory.backupPlans[plan.name] = BackupPlanState(
                    name: plan.name, plan: .known(account == .empty ? nil : there))
                inventory.roles[plan.role] = .imagined(plan.role, target, account)
            }
        },
        declares: { $0.fragments },
        live: { (subject) throws(CollectionFailure) in try subject.live }
    )
}

/// What reading the copies of plans needs: the jobs, the vaults of this account, and the keys of what is in them.
private func copyReads(_ target: Target) -> [Need] {
    let plans = target.policy.backupPlans.filter { !$0.copyTo.isEmpty }
    guard !plans.isEmpty else { return [] }
    let vaults = Set(plans.flatMap { $0.ownCopyVaults(in: target.place) }).sorted()
    let regions = Set(vaults.compactMap { ARN($0).map { Region($0.region) } }).sorted()
    return [Need("backup:ListCopyJobs", "*")]
        + vaults.map { Need("backup:ListRecoveryPointsByBackupVault", $0) }
        + regions.map { Need("kms:DescribeKey", target.place.elsewhere($0).arn("kms", "key/*")) }
}
