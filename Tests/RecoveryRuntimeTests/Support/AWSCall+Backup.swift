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
        default: return ("backup:\(method) \(path)", "")
        }
    }

    /// What AWS Backup asks a caller for besides the operation itself.
    ///
    /// https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
    var backupActions: Set<String> {
        var actions: Set<String> = []
        if json["BackupVaultTags"] != nil || json["BackupPlanTags"] != nil { actions.insert("backup:TagResource") }
        if operation == "backup:CreateBackupVault" { actions.insert("backup-storage:MountCapsule") }
        if json["EncryptionKeyArn"] != nil {
            actions.formUnion(["kms:CreateGrant", "kms:GenerateDataKey", "kms:Decrypt"])
        }
        if operation == "backup:CreateBackupSelection" { actions.insert("iam:PassRole") }
        return actions
    }
}
