import RecoveryModel

extension SettingOperations {
    /// Of the vaults, plans and selections of AWS Backup.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/logging-using-cloudtrail.html
    static let backupPlans: [ControlID: Set<String>] = {
        let plan: Set = ["CreateBackupPlan", "UpdateBackupPlan", "DeleteBackupPlan"]
        let vault: Set = ["CreateBackupVault", "DeleteBackupVault"]
        let selection: Set = ["CreateBackupSelection", "DeleteBackupSelection"]
        return [
            "backup-plan.copies-arrive": ["DeleteRecoveryPoint"], "backup-plan.plan-copies": plan,
            "backup-plan.plan-exists": ["CreateBackupPlan", "DeleteBackupPlan"],
            "backup-plan.plan-frequency": plan, "backup-plan.plan-retention": plan,
            "backup-plan.recovery-point-age": ["DeleteRecoveryPoint"],
            // What a recovery point is encrypted with follows from the database.
            "backup-plan.recovery-point-encrypted": [],
            "backup-plan.role": selection.union(roleContent), "backup-plan.selection-covers": selection,
            "backup-plan.vault-encrypted": vault, "backup-plan.vault-exists": vault,
            "backup-plan.vault-lock": vault.union([
                "PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration",
            ]),
        ]
    }()

    /// Of the restore testing of AWS Backup.
    static let restoreTests: [ControlID: Set<String>] = {
        let plan: Set = ["CreateRestoreTestingPlan", "UpdateRestoreTestingPlan", "DeleteRestoreTestingPlan"]
        let selection: Set = [
            "CreateRestoreTestingSelection", "UpdateRestoreTestingSelection", "DeleteRestoreTestingSelection",
        ]
        return [
            "restore-test.isolation": selection,
            "restore-test.plan-exists": ["CreateRestoreTestingPlan", "DeleteRestoreTestingPlan"],
            "restore-test.plan-frequency": plan, "restore-test.recovery-points": plan,
            "restore-test.role": selection.union(roleContent), "restore-test.selection-covers": selection,
            "restore-test.validated": [], "restore-test.validation-window": selection,
        ]
    }()
}
