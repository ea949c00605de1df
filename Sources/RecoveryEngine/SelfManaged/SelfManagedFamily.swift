import AWSNames
package import RecoveryModel

/// A PostgreSQL outside RDS with what the policy requires of its backups.
struct SelfManagedSubject: Subject {
    let context: ControlContext
    /// The place of its entry in `selfManaged`.
    let entry: Int?
    let policy: SelfManagedPolicy
    /// Its backups, oldest first; nil when their place does not exist.
    let backups: Collected<[StoredBackup]?>
    /// Its stanza of pgBackRest; nil when there is none.
    let stanza: Collected<BackRestStanza?>

    var resource: ResourceReference { ResourceReference(.selfManaged, policy.database) }

    init(context: ControlContext, entry: Int, policy: SelfManagedPolicy) {
        self.context = context
        self.entry = entry
        self.policy = policy
        let state = context.inventory.selfManaged[policy.database]
        let unread = CollectionFailure.notCollected("the backups in \(policy.place)")
        backups = state?.backups ?? .unavailable(unread)
        stanza = state?.stanza ?? .unavailable(unread)
    }

    /// What is required of its dumps; nil where pgBackRest makes the backups.
    var dumps: SelfManagedPolicy.Backups? { policy.backups }

    /// The manifests that can be believed, oldest first.
    var manifests: Collected<[BackupManifest]> {
        backups.map { ($0 ?? []).compactMap { $0.manifest?.manifest } }
    }

    /// The newest backup whose manifest can be believed; nil when there is none.
    var newest: Collected<BackupManifest?> { manifests.map(\.last) }

    /// A command of drctl about it, as a remedy writes it.
    func command(_ verb: String) -> String { "drctl backup \(verb) --policy FILE --database \(policy.database)" }
}

extension Family {
    static let selfManaged = Family(
        .selfManaged,
        controls: [
            .backupPlace, .newestBackup, .verifiedBackup, .keptBackups, .backupEncryption, .backupManifests,
            .backupHeartbeat, .stanzaStatus, .baseBackup, .archivedLog, .logGaps, .selfManagedDrill,
            .selfManagedRecoveryTime,
        ],
        subjects: { context in context.selfManagedSubjects },
        reads: { target in target.selfManaged.flatMap(\.reads) },
        imagine: { target, account, inventory in
            for entry in target.selfManaged {
                inventory.selfManaged[entry.database] =
                    entry.pgBackRest == nil
                    ? SelfManagedState(database: entry.database, backups: .known(account == .empty ? nil : []))
                    : SelfManagedState(database: entry.database, stanza: .known(nil))
            }
        }
    )
}

extension ControlContext {
    /// Every PostgreSQL outside RDS that the target is to judge.
    var selfManagedSubjects: [SelfManagedSubject] {
        target.selfManaged.enumerated().map { index, entry in
            SelfManagedSubject(context: self, entry: index, policy: entry)
        }
    }
}

extension Target {
    /// The databases outside RDS. They are in no account and no region, and are judged once: in the primary region of the
    /// scope's first account.
    package var selfManaged: [SelfManagedPolicy] {
        guard let first = policy.scope.accounts.first?.description else { return policy.selfManaged }
        // A template's account is a pseudo parameter.
        let isElsewhere = place.account != first && place.account.allSatisfy(\.isNumber)
        return isElsewhere ? [] : policy.selfManaged
    }
}

extension SelfManagedPolicy {
    /// The bucket of its backups and the prefix of their keys, which is empty or ends with a slash; nil for a folder.
    var bucket: (name: String, prefix: String)? {
        guard let backups, backups.to.hasPrefix("s3://") else { return nil }
        let parts = backups.to.dropFirst(5).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts.count > 1 ? String(parts[1]) : ""
        return (String(parts.first ?? ""), path.isEmpty || path.hasSuffix("/") ? path : path + "/")
    }

    /// What reading its manifests needs.
    fileprivate var reads: [Need] {
        guard let (bucket, prefix) = bucket else { return [] }
        return [Need("s3:ListBucket", bucket), Need("s3:GetObject", "\(bucket)/\(prefix)*")]
    }
}
