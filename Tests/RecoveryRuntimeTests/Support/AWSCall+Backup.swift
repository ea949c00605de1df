import RecoveryModel

extension AWSCall {
    /// An operation of AWS Backup by its method and path, and the vault or plan that it names.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html
    static func backupOperation(_ method: String, _ path: String) -> (operation: String, subject: String) {
        let parts = path.split(separator: "/").map(String.init)
        switch (method, parts.first, parts.count) {
        case ("GET", "backup-vaults", 1): return ("backup:ListBackupVaults", "")
        case ("GET", "backup-vaults", 3): return ("backup:ListRecoveryPointsByBackupVault", parts[1])
        case ("PUT", "backup-vaults", 2): return ("backup:CreateBackupVault", parts[1])
        case ("PUT", "backup-vaults", 3): return ("backup:PutBackupVaultLockConfiguration", parts[1])
        case ("GET", "copy-jobs", 1): return ("backup:ListCopyJobs", "")
        case ("GET", "backup", 2): return ("backup:ListBackupPlans", "")
        case ("PUT", "backup", 2): return ("backup:CreateBackupPlan", "")
        case ("GET", "backup", 3): return ("backup:GetBackupPlan", parts[2])
        case ("POST", "backup", 3): return ("backup:UpdateBackupPlan", parts[2])
        case ("GET", "backup", 4): return ("backup:ListBackupSelections", parts[2])
        case ("PUT", "backup", 4): return ("backup:CreateBackupSelection", parts[2])
        case ("GET", "backup", 5): return ("backup:GetBackupSelection", parts[2])
        case ("PUT", "restore-testing", 2): return ("backup:CreateRestoreTestingPlan", "")
        case ("GET", "restore-testing", 3): return ("backup:GetRestoreTestingPlan", parts[2])
        case ("PUT", "restore-testing", 3): return ("backup:UpdateRestoreTestingPlan", parts[2])
        case ("GET", "restore-testing", 4): return ("backup:ListRestoreTestingSelections", parts[2])
        case ("PUT", "restore-testing", 4): return ("backup:CreateRestoreTestingSelection", parts[2])
        case ("GET", "restore-testing", 5): return ("backup:GetRestoreTestingSelection", parts[4])
        case ("PUT", "restore-testing", 5): return ("backup:UpdateRestoreTestingSelection", parts[4])
        case ("GET", "restore-jobs", 1): return ("backup:ListRestoreJobs", "")
        default: return ("backup:\(method) \(path)", "")
        }
    }

    /// What AWS Backup asks a caller for besides the operation itself.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
    var backupActions: Set<String> {
        var actions: Set<String> = []
        let isTagged = ["BackupVaultTags", "BackupPlanTags"].contains { json[$0] != nil }
        if isTagged || (operation == "backup:CreateRestoreTestingPlan" && json["Tags"] != nil) {
            actions.insert("backup:TagResource")
        }
        if operation == "backup:CreateBackupVault" { actions.insert("backup-storage:MountCapsule") }
        if json["EncryptionKeyArn"] != nil {
            actions.formUnion(["kms:CreateGrant", "kms:GenerateDataKey", "kms:Decrypt"])
        }
        if [
            "backup:CreateBackupSelection", "backup:CreateRestoreTestingSelection",
            "backup:UpdateRestoreTestingSelection",
        ].contains(operation) {
            actions.insert("iam:PassRole")
        }
        return actions
    }
}
