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
    /// At home and in the regions that receive copies.
    let snapshots: Collected<[StrandedSnapshot]>

    var resource: ResourceReference { ResourceReference(kind.resource, database) }
}

extension Control where Judged == StrandedSubject {
    /// Snapshots outlive their database, with all of its data, and so do their copies.
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
            let allowed = subject.context.insideScope
            if let kept = subject.kept.value, kept.shares(outside: allowed).value?.isEmpty == false {
                return kept.unsharing(subject.kind, of: subject.database, outside: allowed)
            }
            return .procedure(
                "Copy each of them with a key, check the copy by a drill, then delete the unencrypted one; or delete what "
                    + "nobody needs.")
        }
    )
}

extension StrandedSubject {
    fileprivate var kept: Collected<KeptSnapshots> {
        snapshots.map { KeptSnapshots(found: $0.map { KeptSnapshot($0.snapshot, in: $0.region) }) }
    }

    fileprivate var problems: Collected<[String]> {
        let allowed = context.insideScope
        var questions: [(KeptSnapshot) -> Collected<[String]>] = [
            { kept in kept.strangers(outside: allowed).map { $0.map { "\(kept.name) is shared with \($0)" } } }
        ]
        if policy?.protection.encrypted == true {
            questions.append { kept in kept.encrypted.map { $0 ? [] : ["\(kept.name) is not encrypted"] } }
        }
        return kept.flatMap { $0.faults(questions) }
    }
}

extension Family {
    /// What deleted databases of the policy have left. Whoever reads databases reads it too.
    static let strandedSnapshots = Family(
        .database, controls: [.orphanedSnapshots, .finalSnapshotTags],
        subjects: { context in
            DatabaseKind.allCases.flatMap { kind -> [StrandedSubject] in
                let entries = context.policy.databases.filter { $0.kind == kind }
                guard let home = context.inventory.strandedSnapshots[kind], !entries.isEmpty else { return [] }
                let copies = (context.inventory.strandedCopies[kind] ?? [:]).sorted { $0.key < $1.key }
                let listed = [home] + copies.map(\.value)
                let all = listed.flatMap { $0.value ?? [] }
                let subjects = Dictionary(grouping: all, by: \.database).sorted { $0.key < $1.key }.map {
                    database, stranded in
                    StrandedSubject(
                        context: context, kind: kind,
                        policy: entries.first { entry in
                            entry.select.ids.isEmpty
                                ? entry.select.tags.allSatisfy { stranded[0].tags[$0.key] == $0.value }
                                : entry.select.ids.contains(database)
                        },
                        database: database, snapshots: .known(stranded))
                }
                guard let failure = listed.compactMap(\.failure).first else { return subjects }
                // Of which other databases there are any is not known.
                return subjects + [
                    StrandedSubject(
                        context: context, kind: kind, policy: nil, database: "*", snapshots: .unavailable(failure))
                ]
            }
        },
        reads: { _ in [] },
        imagine: { _, _, _ in }
    )
}
