import AWSNames
import RecoveryModel

extension Control where Judged == SecretSubject {
    /// Whoever reads the secret must hold the key too, and it must be one that can be used.
    static let secretEncryption = Control(
        "secrets.encrypted-with-key",
        title: "The secret is encrypted with a usable key, the required one where one is named",
        why: "A secret under another key, or one that is disabled or deleted, cannot be read by those who must.",
        severity: .medium,
        standards: [.awsConfig("secretsmanager-using-cmk"), .nist80053("SC-28")] + Standard.cryptography,
        field: "databases[].secretRules.encryption",
        // The key of Secrets Manager itself can always be used.
        isJudged: { subject in
            subject.exists
                && (subject.rules.encryptionKey != nil || subject.state.secret.map { $0?.encryptionKey } != .known(nil))
        },
        required: { subject -> RequiredKey? in subject.rules.encryptionKey.map { .named($0) } ?? .any },
        observed: \.heldKey,
        satisfies: { observed, required in required.isMet(by: observed) },
        showRequired: \.shown,
        showObserved: \.shown,
        remedy: { subject, required in
            if let remedy = subject.heldKey.value?.remedy { return remedy }
            return .procedure(
                "aws secretsmanager update-secret --secret-id \(subject.state.name) --kms-key-id \(required.word) …")
        }
    )

    /// A password that never changes is known to more people every year.
    static let secretRotation = Control(
        "secrets.rotation",
        title: "The secret rotates",
        why: "A login that leaked with an old backup must not open the database for ever.",
        severity: .medium,
        standards: [
            .securityHub("SecretsManager.1"), .awsConfig("secretsmanager-rotation-enabled-check"),
            .securityHub("SecretsManager.4"), .awsConfig("secretsmanager-secret-periodic-rotation"),
            .nist80053("AC-2(1)"),
        ] + Standard.cryptography,
        field: "databases[].secretRules.rotation",
        isJudged: \.exists,
        required: \.rules.rotation,
        observed: { subject in
            subject.state.secret.flatMap { secret -> Collected<SeenRotation> in
                guard let changed = secret?.changedAt else {
                    return .unavailable(
                        CollectionFailure(
                            operation: "secretsmanager:DescribeSecret", reason: "the answer has no LastChangedDate"))
                }
                return .known(
                    SeenRotation(isEnabled: secret?.rotates ?? false, age: subject.context.age(of: changed)))
            }
        },
        satisfies: { observed, required in observed.isEnabled && observed.age <= required.seconds },
        showRequired: { "enabled, at least every \($0)" },
        showObserved: \.shown,
        remedy: { subject, required in
            .procedure(
                "aws secretsmanager rotate-secret --secret-id \(subject.state.name) --rotation-rules "
                    + "AutomaticallyAfterDays=\(required.days) …")
        }
    )

    /// A region that is lost takes its secrets along.
    static let secretReplicated = Control(
        "secrets.replicated-when-needed",
        title: "The secret is replicated to every required region",
        why: "A database that is restored in another region is of no use without the login that applications have.",
        severity: .high,
        standards: [.nist80053("CP-6"), .nist80053("CP-9(5)")] + Standard.redundancy,
        field: "databases[].secretRules.replicateTo",
        isJudged: \.exists,
        required: { subject in
            let regions = Set(subject.rules.replicateTo.map(\.rawValue)).subtracting([
                subject.context.target.place.region
            ])
            return regions.isEmpty ? nil : regions.sorted()
        },
        observed: { $0.state.secret.map { $0?.replicas ?? [] } },
        satisfies: { replicas, required in Set(replicas).isSuperset(of: required) },
        showObserved: { $0.isEmpty ? "no replica in sync" : "in sync in \(Shown.text($0))" },
        remedy: { subject, required in
            let present = (subject.state.secret.value ?? nil)?.replicas ?? []
            let missing = Set(required).subtracting(present).sorted()
            return .procedure(
                "aws secretsmanager replicate-secret-to-regions --secret-id \(subject.state.name) --add-replica-regions "
                    + missing.map { "Region=\($0)" }.joined(separator: " ") + " …")
        }
    )

    /// What RDS manages it deletes with the instance.
    static let secretOutlivesSource = Control(
        "secrets.restorable-after-source-deletion",
        title: "The secret outlives the database",
        why: "A master secret that RDS manages is deleted with its instance: the restored copy has another one.",
        severity: .high,
        standards: [.nist80053("CP-9")] + Standard.backups,
        field: "databases[].secrets",
        isJudged: \.exists,
        required: { _ in "of your own" },
        observed: { $0.state.secret.map { $0?.owner ?? "" } },
        satisfies: { owner, _ in owner.isEmpty },
        showObserved: { $0.isEmpty ? "of your own" : "managed by \($0)" },
        remedy: { _, _ in
            .procedure(
                "Keep the login that applications need in a secret of your own, and name that one; the managed one may stay "
                    + "beside it.")
        }
    )
}

/// Whether a secret rotates, and how old its value is.
private struct SeenRotation: Sendable, Recordable {
    var isEnabled: Bool
    /// In seconds.
    var age: Int

    var recorded: JSONValue { .bool(isEnabled) }

    var shown: String {
        "\(isEnabled ? "enabled" : "disabled"), changed \(ElapsedText.inWords(Double(max(0, age)))) ago"
    }
}

extension SecretSubject {
    fileprivate var heldKey: Collected<SeenKey> {
        state.secret.flatMap { secret -> Collected<SeenKey> in
            guard let held = secret?.encryptionKey else { return .known(SeenKey(name: "alias/aws/secretsmanager")) }
            return context.seenKey(held, named: rules.encryptionKey)
        }
    }

    /// False for one that is missing or about to be deleted: `secrets.exists` says so.
    var exists: Bool {
        guard case .known(let secret) = state.secret else { return true }
        return secret != nil && secret?.deletedAt == nil
    }
}
