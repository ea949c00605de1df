import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Storage, and with it every backup, is encrypted.
    static func storageEncrypted(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.storage-encrypted", cluster: "cluster.storage-encrypted"),
            title: "Storage and backups are encrypted",
            why: "Backups hold all the data; an unencrypted one that leaks is the disaster.",
            severity: .high,
            standards: kind.pick(
                instance: [.securityHub("RDS.3"), .awsConfig("rds-storage-encrypted"), .cis("2.2.1")],
                cluster: [.securityHub("RDS.27"), .awsConfig("rds-cluster-encrypted-at-rest")])
                + [.nist80053("SC-28"), .nist80053("CP-9(8)")] + Standard.cryptography,
            field: "databases[].protection.encryption",
            required: { $0.policy.protection.encrypted == true ? true : nil },
            observed: \.database.storageEncrypted,
            satisfies: { observed, _ in observed },
            remedy: { subject, _ in
                .procedure(
                    "Encryption cannot be enabled in place: snapshot \(subject.database.id), "
                        + kind.pick(
                            instance: "copy the snapshot with a key, restore from the copy, ",
                            cluster: "restore the snapshot with --kms-key-id as another cluster, ")
                        + "and move the application to it.")
            },
            template: { subject, _ in subject.fragment("StorageEncrypted", value: true) },
            configRule: { _, _ in
                ConfigRule(kind.pick(instance: "rds-storage-encrypted", cluster: "rds-cluster-encrypted-at-rest"))
            }
        )
    }

    /// The key is the one that the policy names, so that whoever may recover may decrypt.
    static func encryptionKey(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.encryption-key", cluster: "cluster.encryption-key"),
            title: "Storage is encrypted with a usable key, the required one where one is named",
            why: "What is under another key, or one that is disabled or deleted, cannot be restored by those who must.",
            severity: .high,
            standards: Standard.cryptography,
            field: "databases[].protection.encryption",
            // Without encryption there is no key to judge, unless one is named.
            isJudged: { subject in
                subject.policy.protection.encryptionKey != nil || subject.database.storageEncrypted != .known(false)
            },
            required: { subject -> RequiredKey? in
                if let key = subject.policy.protection.encryptionKey { return .named(key) }
                return subject.policy.protection.encrypted == true ? .any : nil
            },
            observed: { $0.heldKey },
            satisfies: { observed, required in
                switch required {
                case .any: observed.name != nil && observed.obstacle == nil
                case .named(let key): observed.name == key && observed.obstacle == nil
                }
            },
            showRequired: \.shown,
            showObserved: \.shown,
            remedy: { subject, required in
                let held = subject.heldKey.value
                if let name = held?.name, let obstacle = held?.obstacle {
                    return .procedure(
                        "\(name) \(obstacle): enable it or cancel its deletion in KMS at once, before backups under it are "
                            + "lost.")
                }
                guard case .named(let key) = required else {
                    return .procedure("Find out in RDS which key \(subject.database.id) is encrypted with.")
                }
                return .procedure(
                    "The key cannot be changed in place: snapshot \(subject.database.id), copy the snapshot with \(key), "
                        + "restore from the copy, and move the application to it.")
            },
            template: { subject, required in
                guard case .named(let key) = required else { return [] }
                return subject.fragment("KmsKeyId", value: subject.context.target.templateKey(key))
            }
        )
    }
}

/// The key that the policy asks for.
private enum RequiredKey: Sendable {
    case any
    case named(String)

    var shown: String {
        switch self {
        case .any: "any key that can be used"
        case .named(let key): key
        }
    }
}

/// The key that a database really has.
private struct SeenKey: Sendable, Recordable {
    /// As the policy names it where it is that one, its ARN otherwise; nil without encryption.
    var name: String?
    /// Why it cannot be used, after its name.
    var obstacle: String?

    var recorded: JSONValue { name.recorded }

    var shown: String { (name ?? "none") + (obstacle.map { ", which \($0)" } ?? "") }
}

extension DatabaseSubject {
    fileprivate var heldKey: Collected<SeenKey> {
        database.encryptionKey.flatMap { held -> Collected<SeenKey> in
            guard let held else { return .known(SeenKey()) }
            let wanted = policy.protection.encryptionKey
            let name = wanted.map { key in context.isKey(held, named: key).map { $0 ? key : held } } ?? .known(held)
            return name.flatMap { name -> Collected<SeenKey> in
                // A key of another name is wrong, whatever its state.
                if let wanted, name != wanted { return .known(SeenKey(name: name)) }
                return database.encryptionKeyState.map { state in
                    guard let state else { return SeenKey(name: name, obstacle: "does not exist") }
                    return SeenKey(name: name, obstacle: state == "Enabled" ? nil : "is \(state)")
                }
            }
        }
    }
}
