import AWSNames
import RecoveryModel

/// The manual snapshots that a deleted database has left.
struct StrandedSubject: Subject {
    let context: ControlContext
    let kind: DatabaseKind
    /// The entry that means the database.
    let policy: DatabasePolicy?
    /// The id of the deleted database; the whole kind when the snapshots could not be listed.
    let database: String
    let snapshots: Collected<[Database.Snapshot]>
    /// The tags of each snapshot by its id.
    var tags: [String: [String: String]] = [:]

    var resource: ResourceReference { ResourceReference(kind.resource, database) }
}

extension Control where Judged == StrandedSubject {
    /// Snapshots outlive their database, with all of its data.
    static let orphanedSnapshots = Control(
        "database.orphaned-snapshots",
        title: "Snapshots of deleted databases are encrypted and not shared",
        why: "A manual snapshot outlives its database with all the data, and nobody looks after it any more.",
        severity: .critical,
        standards: [
            .securityHub("RDS.1"), .awsConfig("rds-snapshots-public-prohibited"), .securityHub("RDS.4"),
            .awsConfig("rds-snapshot-encrypted"), .nist80053("AC-3"),
        ] + Standard.boundary + Standard.cryptography,
        field: "databases[].select",
        required: { _ in [String]() },
        observed: { $0.problems },
        satisfies: { problems, _ in problems.isEmpty },
        showRequired: { _ in "encrypted, not shared outside the scope" },
        showObserved: { $0.isEmpty ? "encrypted, not shared" : Shown.text($0) },
        remedy: { subject, _ in
            let changes = (subject.snapshots.value ?? []).map { ($0.id, subject.strangers($0).value ?? []) }
                .filter { !$1.isEmpty }
            guard changes.isEmpty else {
                return .changes(
                    changes.map {
                        .database(.unshareSnapshot(kind: subject.kind, id: $0, of: subject.database, from: $1))
                    })
            }
            return .procedure(
                "Copy each of them with a key, check the copy by a drill, then delete the unencrypted one; or delete what "
                    + "nobody needs.")
        }
    )
}

extension StrandedSubject {
    fileprivate func strangers(_ snapshot: Database.Snapshot) -> Collected<[String]> {
        let allowed = Set(context.policy.scope.accounts.map(\.description))
        return snapshot.sharedWith.map { $0.filter { !allowed.contains($0) } }
    }

    fileprivate var problems: Collected<[String]> {
        snapshots.flatMap { snapshots in
            var problems: [String] = []
            var unseen: CollectionFailure?
            for snapshot in snapshots {
                switch strangers(snapshot) {
                case .unavailable(let failure): unseen = failure
                case .known(let accounts): problems += accounts.map { "\(snapshot.id) is shared with \($0)" }
                }
                guard policy?.protection.encrypted == true else { continue }
                switch snapshot.encrypted {
                case .unavailable(let failure): unseen = failure
                case .known(let encrypted): if !encrypted { problems.append("\(snapshot.id) is not encrypted") }
                }
            }
            if let unseen, problems.isEmpty { return .unavailable(unseen) }
            return .known(problems.sorted())
        }
    }
}

extension Family {
    /// What deleted databases of the policy have left. Whoever reads databases reads it too.
    static let strandedSnapshots = Family(
        .database, controls: [.orphanedSnapshots, .finalSnapshotTags],
        subjects: { context in
            DatabaseKind.allCases.flatMap { kind -> [StrandedSubject] in
                let entries = context.policy.databases.filter { $0.kind == kind }
                guard let seen = context.inventory.strandedSnapshots[kind], !entries.isEmpty else { return [] }
                let all: [StrandedSnapshot]
                switch seen {
                case .known(let snapshots): all = snapshots
                case .unavailable(let failure):
                    // Of which databases there are any is not known.
                    return [
                        StrandedSubject(
                            context: context, kind: kind, policy: nil, database: "*", snapshots: .unavailable(failure))
                    ]
                }
                return Dictionary(grouping: all, by: \.database).sorted { $0.key < $1.key }.map { database, stranded in
                    StrandedSubject(
                        context: context, kind: kind,
                        policy: entries.first { entry in
                            entry.select.ids.isEmpty
                                ? entry.select.tags.allSatisfy { stranded[0].tags[$0.key] == $0.value }
                                : entry.select.ids.contains(database)
                        },
                        database: database, snapshots: .known(stranded.map(\.snapshot)),
                        tags: Dictionary(stranded.map { ($0.snapshot.id, $0.tags) }) { first, _ in first })
                }
            }
        },
        reads: { _ in [] },
        imagine: { _, _, _ in }
    )
}
