import RecoveryModel

extension Control where Judged == StrandedSubject {
    /// What a deleted database has left can be found, and is somebody's.
    static let finalSnapshotTags = Control(
        "database.final-snapshot-tags",
        title: "Snapshots of deleted databases carry tags",
        why: "The final snapshot is all that is left of a database; without its tags nobody knows whose it was.",
        severity: .low,
        standards: [.nist80053("CM-2")],
        field: "databases[].protection.copyTagsToSnapshots",
        required: { $0.asksForTags ? $0.wantedTags : nil },
        observed: \.untagged,
        satisfies: { untagged, _ in untagged.isEmpty },
        showRequired: { $0.isEmpty ? "tags on each" : "tags \(Shown.text($0)) on each" },
        showObserved: { $0.isEmpty ? "tags on each" : "missing on \(Shown.text($0))" },
        remedy: { subject, wanted in
            let tags = wanted.isEmpty ? ["KEY=VALUE"] : wanted
            let words = tags.map { tag in
                let key = tag.prefix { $0 != "=" }
                return "Key=\(key),Value=\(tag.dropFirst(key.count + 1))"
            }
            return .procedure(
                "aws rds add-tags-to-resource --resource-name ARN --tags \(words.joined(separator: " ")), for "
                    + "\(CountText.list(subject.untagged.value ?? [])) …")
        }
    )
}

extension StrandedSubject {
    /// Whether the entry that means the database asks for tags; any entry of its kind where none can be told.
    fileprivate var asksForTags: Bool {
        let entries = policy.map { [$0] } ?? context.policy.databases.filter { $0.kind == kind }
        return entries.contains { $0.protection.copyTagsToSnapshots == true }
    }

    /// What the entry selects by, as `key=value`, sorted; without such tags any tag will do.
    fileprivate var wantedTags: [String] {
        (policy?.select.tags ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// The snapshots that lack what is wanted, sorted. AWS's own tags are nobody's.
    fileprivate var untagged: Collected<[String]> {
        snapshots.map { snapshots in
            snapshots.filter { snapshot in
                let own = snapshot.tags.filter { !$0.key.hasPrefix("aws:") }
                let wanted = policy?.select.tags ?? [:]
                return wanted.isEmpty ? own.isEmpty : !wanted.allSatisfy { own[$0.key] == $0.value }
            }.map { KeptSnapshot($0.snapshot, in: $0.region).name }.sorted()
        }
    }
}
