import RecoveryModel

extension Control where Judged == BackupVaultSubject {
    /// There is somewhere to keep recovery points.
    static let vaultExists = Control(
        "backup-plan.vault-exists",
        title: "The backup vault exists",
        why: "A plan whose vault is missing keeps nothing, and a copy without a vault is not made.",
        severity: .high,
        standards: [.nist80053("CP-9")] + Standard.backups,
        field: "backupPlans[].vault",
        required: { _ in true },
        observed: { $0.state.vault.map { $0 != nil } },
        satisfies: { exists, _ in exists },
        showRequired: { _ in "exists" },
        showObserved: { $0 ? "exists" : "not found" },
        remedy: { subject, _ in
            .changes([
                .backupPlan(
                    .createVault(
                        name: subject.state.name, key: subject.policy.encryptionKey, tags: subject.context.target.tags))
            ])
        }
    )

    /// Its key is the required one, and can be used.
    static let vaultEncrypted = Control(
        "backup-plan.vault-encrypted",
        title: "The backup vault is encrypted with a usable key, the required one where one is named",
        why: "What a vault encrypts can be restored only by those who may use its key, for as long as the key exists.",
        severity: .high,
        standards: [.securityHub("Backup.1"), .awsConfig("backup-recovery-point-encrypted"), .nist80053("SC-28")]
            + Standard.cryptography,
        field: "backupPlans[].encryption",
        isJudged: { subject in
            subject.exists
                && (subject.policy.encryptionKey != nil || subject.state.vault.map { $0?.encryptionKey } != .known(nil))
        },
        required: { subject -> RequiredKey? in subject.policy.encryptionKey.map { .named($0) } ?? .any },
        observed: \.heldKey,
        satisfies: { observed, required in required.isMet(by: observed) },
        showRequired: \.shown,
        showObserved: \.shown,
        remedy: { subject, required in
            if let remedy = subject.heldKey.value?.remedy { return remedy }
            return .procedure(
                "The key of a vault cannot be changed: name another vault in `backupPlans[].vault`, which `drctl apply` "
                    + "makes with \(required.word), and keep \(subject.state.name) until its recovery points have expired."
            )
        }
    )

    /// Nobody deletes a recovery point before its time, a stolen administrator included.
    static let vaultLock = Control(
        "backup-plan.vault-lock",
        title: "The backup vault is locked, and lets the plan's backups in",
        why:
            "Ransomware deletes the backups first; a lock outlives stolen credentials, but one that is too narrow fails every "
            + "job.",
        severity: .high,
        standards: [.nist80053("CP-6(2)"), .nist80053("CP-9(8)")] + Standard.records,
        field: "backupPlans[].lock",
        required: \.requiredLock,
        observed: \.heldLock,
        satisfies: { lock, required in lock.map(required.isMet) ?? false },
        showRequired: \.shown,
        showObserved: { $0?.shown ?? "not locked" },
        remedy: { $0.lockRemedy($1) }
    )

    /// Each recovery point can be read by nobody without a key.
    static let recoveryPointEncrypted = Control(
        "backup-plan.recovery-point-encrypted",
        title: "Every recovery point in the vault is encrypted",
        why: "A recovery point of an unencrypted database is as readable as the database.",
        severity: .high,
        standards: [
            .securityHub("Backup.1"), .awsConfig("backup-recovery-point-encrypted"), .nist80053("CP-9(8)"),
            .nist80053("SC-28"),
        ] + Standard.cryptography,
        field: "backupPlans[]",
        // Of an empty vault there is nothing to say: `backup-plan.recovery-point-age` says that it is empty.
        isJudged: { $0.exists && $0.state.points.value?.isEmpty != true },
        required: { _ in [String]() },
        observed: { subject in
            subject.state.points.flatMap { points -> Collected<[String]> in
                let open = points.filter { $0.isEncrypted == false }.map(\.arn).sorted()
                guard open.isEmpty, let unsaid = points.first(where: { $0.isEncrypted == nil }) else {
                    return .known(open)
                }
                return .unavailable(
                    CollectionFailure(
                        operation: "backup:ListRecoveryPointsByBackupVault",
                        reason: "AWS Backup does not say whether \(unsaid.arn) is encrypted"))
            }
        },
        satisfies: { open, _ in open.isEmpty },
        showRequired: { _ in "all encrypted" },
        showObserved: { $0.isEmpty ? "all encrypted" : "not encrypted: \(Shown.text($0))" },
        remedy: { _, _ in
            .procedure(
                "Encrypt the database that they are of, by restoring it from an encrypted copy of a snapshot: its recovery "
                    + "points are encrypted from then on.")
        }
    )
}

extension BackupVaultSubject {
    fileprivate var heldKey: Collected<SeenKey> {
        state.vault.flatMap { vault -> Collected<SeenKey> in
            guard let held = vault?.encryptionKey else { return .known(SeenKey(name: "a key of AWS Backup")) }
            return context.seenKey(held, named: policy.encryptionKey)
        }
    }
}

extension BackupVaultState {
    /// What is in it; unavailable when that, or the vault, could not be read.
    var points: Collected<[RecoveryPointInVault]> { vault.flatMap { $0?.points ?? .known([]) } }
}
