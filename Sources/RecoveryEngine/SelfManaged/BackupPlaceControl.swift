import RecoveryModel

extension Control where Judged == SelfManagedSubject {
    /// The place can be read: whatever else is said of the backups rests on it.
    static let backupPlace = Control(
        "self-managed.place-reachable",
        title: "The place of the backups exists",
        why: "A lost place takes every backup along, and nothing else in the audit would see one.",
        severity: .critical,
        standards: [.nist80053("CP-9")] + Standard.backups,
        field: "selfManaged[].backups.to",
        required: { $0.dumps?.to },
        observed: { subject in subject.backups.map { $0 != nil } },
        satisfies: { isThere, _ in isThere },
        showRequired: { "\($0) exists" },
        showObserved: { $0 ? "exists" : "not found" },
        remedy: { subject, _ in
            .procedure(
                "Find out what became of \(subject.policy.place) (a disk that is not mounted, a bucket of another "
                    + "name), and back up again: \(subject.command("create")).")
        }
    )

    /// A manifest that was changed is no proof, and may hide what is missing.
    static let backupManifests = Control(
        "self-managed.manifests-trusted",
        title: "Every manifest can be believed",
        why: "A manifest says what a restore has to give back: who can change it can hide a hole in a backup.",
        severity: .high,
        standards: [.nist80053("CP-9(8)")] + Standard.records,
        field: "selfManaged[].backups.to",
        required: { $0.dumps.map { _ in true } },
        observed: { subject in
            subject.backups.map { backups in
                (backups ?? []).filter { $0.damage != nil }.map { "\($0.name): \($0.damage ?? "")" }
            }
        },
        satisfies: { damaged, _ in damaged.isEmpty },
        showRequired: { _ in "every manifest is unchanged, and signed by a trusted key where one is named" },
        showObserved: { $0.isEmpty ? "every one" : $0.joined(separator: "; ") },
        remedy: { subject, _ in
            .procedure(
                "Find out who changed it, verify the other backups (\(subject.command("verify")) --all), and move the "
                    + "damaged one out of the place.")
        }
    )

    /// Those who may read the backup are those whom the policy names.
    static let backupEncryption = Control(
        "self-managed.encryption",
        title: "The newest backup is encrypted as required",
        why: "A backup for a key that nobody keeps cannot be restored, and one for a key too many is read by others.",
        severity: .high,
        standards: [.nist80053("CP-9(8)"), .nist80053("SC-28")] + Standard.cryptography,
        field: "selfManaged[].backups.encryption",
        isJudged: { $0.newest.value != .some(nil) },
        required: { $0.dumps?.encryption.required },
        observed: { subject in
            subject.newest.map { manifest in
                (manifest?.encryption).map { SeenEncryption($0.method, $0.recipients) } ?? SeenEncryption(.age, [])
            }
        },
        satisfies: ==,
        showRequired: \.shown,
        showObserved: \.shown,
        remedy: { subject, _ in
            .procedure(
                "Back up again by the policy (\(subject.command("create"))), and look for the job that uses other keys."
            )
        }
    )
}

/// Who can read a backup.
private struct SeenEncryption: Sendable, Equatable, Recordable {
    var method: BackupEncryption.Method
    /// Sorted.
    var recipients: [String]

    init(_ method: BackupEncryption.Method, _ recipients: [String]) {
        self.method = method
        self.recipients = recipients.sorted()
    }

    var shown: String {
        switch method {
        case .age: "age, for \(Shown.text(recipients.map { $0.utf8.count > 24 ? "\($0.prefix(20))…" : $0 }))"
        case .kms: "KMS, \(Shown.text(recipients))"
        }
    }

    var recorded: JSONValue { ["method": .string(method.rawValue), "recipients": recipients.recorded] }
}

extension SelfManagedPolicy.Encryption {
    /// Nil where neither is named, which no policy that was parsed has.
    fileprivate var required: SeenEncryption? {
        age.map { SeenEncryption(.age, $0) } ?? kms.map { SeenEncryption(.kms, [$0]) }
    }
}
