/// A vault of AWS Backup as ListBackupVaults and ListRecoveryPointsByBackupVault describe it.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupVaultListMember.html
package struct BackupVaultState: Sendable, Equatable {
    package struct Vault: Sendable, Equatable {
        package var arn: String
        /// The key's ARN; nil when AWS Backup does not say.
        package var encryptionKey: String?
        /// Nil without a lock.
        package var lock: VaultLock?
        /// From when on nobody can remove a compliance lock; nil when AWS Backup does not say.
        package var lockDate: Instant?
        /// Whether drctl has made it: no plan outside of the policy was in it then.
        package var isOwn = false
        /// What is in it.
        package var points: Collected<[RecoveryPointInVault]> = .unavailable(
            .notCollected("backup:ListRecoveryPointsByBackupVault"))

        package init(arn: String) { self.arn = arn }
    }

    package var name: String
    /// Nil when there is no such vault.
    package var vault: Collected<Vault?>

    package init(name: String, vault: Collected<Vault?>) {
        self.name = name
        self.vault = vault
    }
}

/// One recovery point in a vault.
package struct RecoveryPointInVault: Sendable, Hashable {
    package var arn: String
    /// The ARN of what it is of.
    package var resource: String
    package var createdAt: Instant
    /// `COMPLETED`, `PARTIAL`, `EXPIRED`, …
    package var status: String
    /// Nil when AWS Backup does not say.
    package var isEncrypted: Bool?
    /// The key's ARN; nil without one, or when AWS Backup does not say.
    package var encryptionKey: String?
    /// The id of the plan that made it; nil for one that somebody made, or that AWS Backup says nothing of.
    package var plan: String?
    /// The name of that plan.
    package var planName: String?

    package init(arn: String, resource: String, createdAt: Instant, status: String, isEncrypted: Bool?) {
        self.arn = arn
        self.resource = resource
        self.createdAt = createdAt
        self.status = status
        self.isEncrypted = isEncrypted
    }

    /// Whether a restore can use it.
    package var isUsable: Bool { status == "COMPLETED" || status == "AVAILABLE" }
}

/// A vault lock: retention that nobody can shorten.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
package struct VaultLock: Document {
    /// The shortest retention that the vault accepts; nil for any.
    package var minimumDays: Int?
    /// The longest retention that the vault accepts; nil for any.
    package var maximumDays: Int?
    /// Whether it is in compliance mode: from some day on nobody can remove it.
    package var isCompliance: Bool

    package init(minimumDays: Int?, maximumDays: Int?, isCompliance: Bool) {
        self.minimumDays = minimumDays
        self.maximumDays = maximumDays
        self.isCompliance = isCompliance
    }

    package var parts: [String: String] {
        var parts = ["mode": isCompliance ? "compliance" : "governance"]
        parts["MinRetentionDays"] = minimumDays.map { "\($0)" }
        parts["MaxRetentionDays"] = maximumDays.map { "\($0)" }
        return parts
    }

    /// Such as `governance, at least 30 days`.
    package var shown: String {
        let bounds = [
            minimumDays.map { "at least \(Shown.days($0))" }, maximumDays.map { "at most \(Shown.days($0))" },
        ].compactMap(\.self)
        return ([isCompliance ? "compliance" : "governance"] + bounds).joined(separator: ", ")
    }
}
