import AWSNames
import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Every snapshot is encrypted.
    static func snapshotEncrypted(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.snapshot-encrypted", cluster: "cluster.snapshot-encrypted"),
            title: "Every snapshot is encrypted",
            why: "Backups hold all the data; an unencrypted one that leaks is the disaster.",
            severity: .high,
            standards: [.securityHub("RDS.4"), .awsConfig("rds-snapshot-encrypted"), .nist80053("CP-9(8)")]
                + Standard.cryptography,
            field: "databases[].protection.encryption",
            required: { $0.policy.protection.encrypted == true ? "all encrypted" : nil },
            observed: { $0.database.snapshots.flatMap(\.unencrypted) },
            satisfies: { unencrypted, _ in unencrypted.isEmpty },
            showObserved: { $0.isEmpty ? "all encrypted" : "not encrypted: \(Shown.text($0))" },
            remedy: { _, _ in
                .procedure("Copy each of them with a key, check the copy by a drill, then delete the unencrypted one.")
            }
        )
    }

    /// No snapshot can be restored by everybody, or by an account outside the policy's scope.
    static func snapshotNotShared(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.snapshot-not-shared", cluster: "cluster.snapshot-not-shared"),
            title: "No snapshot is public or shared outside the scope",
            why: "Whoever may restore a snapshot has all the data.",
            severity: .critical,
            standards: [.securityHub("RDS.1"), .awsConfig("rds-snapshots-public-prohibited"), .nist80053("AC-3")]
                + Standard.boundary,
            field: "scope.accounts",
            required: { $0.context.policy.scope.accounts.map(\.description) },
            observed: { subject in
                let allowed = Set(subject.context.policy.scope.accounts.map(\.description))
                return subject.database.snapshots.flatMap { $0.shares(outside: allowed) }
            },
            satisfies: { strangers, _ in strangers.isEmpty },
            showRequired: { "only with \(Shown.text($0))" },
            showObserved: { $0.isEmpty ? "not shared" : "shared: \(Shown.text($0))" },
            remedy: { subject, allowed in
                let own = (subject.database.snapshots.value ?? []).filter { $0.kind == .manual }
                let changes = own.map { ($0.id, $0.strangers(outside: Set(allowed)).value ?? []) }.filter {
                    !$1.isEmpty
                }
                guard !changes.isEmpty else {
                    return .procedure(
                        "RDS stops sharing manual snapshots only: find out who shares it, and have it withdrawn there.")
                }
                return .changes(
                    changes.map {
                        .database(.unshareSnapshot(kind: kind, id: $0, of: subject.database.id, from: $1))
                    })
            }
        )
    }
}

extension [Database.Snapshot] {
    /// The unencrypted ones, sorted. One that could not be read decides nothing while another one is unencrypted.
    fileprivate var unencrypted: Collected<[String]> {
        let open = filter { $0.encrypted.value == false }.map(\.id).sorted()
        if let unseen = compactMap(\.encrypted.failure).first, open.isEmpty { return .unavailable(unseen) }
        return .known(open)
    }

    /// Who besides the allowed accounts may restore one of them, as `snapshot with account`, sorted.
    fileprivate func shares(outside allowed: Set<String>) -> Collected<[String]> {
        var strangers: [String] = []
        var unseen: CollectionFailure?
        for snapshot in self {
            if snapshot.kind == .public { strangers.append("\(snapshot.id) with all") }
            switch snapshot.strangers(outside: allowed) {
            case .unavailable(let failure): unseen = failure
            case .known(let accounts): strangers += accounts.map { "\(snapshot.id) with \($0)" }
            }
        }
        // One stranger is a violation, whatever else could not be read.
        if let unseen, strangers.isEmpty { return .unavailable(unseen) }
        return .known(Set(strangers).sorted())
    }
}

extension Database.Snapshot {
    /// The accounts besides the allowed ones that may restore it, `all` for everybody.
    fileprivate func strangers(outside allowed: Set<String>) -> Collected<[String]> {
        sharedWith.map { $0.filter { !allowed.contains($0) } }
    }
}
