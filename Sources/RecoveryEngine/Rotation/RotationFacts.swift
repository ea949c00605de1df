package import AWSNames
package import RecoveryModel

/// What a rotation decides by: one database, and its snapshots in the regions that are to have them.
package struct RotationFacts: Sendable {
    package var naming: RotationNaming
    package var kind: DatabaseKind
    /// RDS's word for the database; a snapshot is taken of an `available` one only.
    package var status: String
    /// Whether the database is encrypted, and its snapshots with it; nil when RDS does not say.
    package var isEncrypted: Bool?
    /// The region of the database.
    package var home: Region
    /// The regions that receive copies, with the key there.
    package var copies: [Region: CopyKey]
    /// Of everything that is made.
    package var tags: [String: String]
    /// What RDS lists in each of the regions.
    package var listed: [Region: [ListedSnapshot]]
    /// Who else may restore a snapshot of the rotation's own, by region and name; what is missing is not known.
    package var sharing: [Region: [String: Collected<[String]>]]

    package init(
        naming: RotationNaming, kind: DatabaseKind, status: String, isEncrypted: Bool?, home: Region,
        copies: [Region: CopyKey], tags: [String: String], listed: [Region: [ListedSnapshot]],
        sharing: [Region: [String: Collected<[String]>]] = [:]
    ) {
        self.naming = naming
        self.kind = kind
        self.status = status
        self.isEncrypted = isEncrypted
        self.home = home
        self.copies = copies
        self.tags = tags
        self.listed = listed
        self.sharing = sharing
    }

    /// The snapshots of the rotation's own in a region, newest first.
    package func own(in region: Region) -> [RotatedSnapshot] {
        (listed[region] ?? []).filter { naming.owns($0, in: region, home: home) }.map { listed in
            RotatedSnapshot(
                id: listed.id, status: listed.status, takenAt: listed.takenAt, isEncrypted: listed.isEncrypted,
                sharedWith: sharing[region]?[listed.id]
                    ?? .unavailable(.notCollected("rds:Describe\(kind.snapshotOperation)Attributes")))
        }.sorted { ($1.takenAt?.milliseconds ?? .max, $1.id) < ($0.takenAt?.milliseconds ?? .max, $0.id) }
    }

    /// True for a name that somebody else's snapshot has.
    func isTaken(_ id: String, in region: Region) -> Bool {
        (listed[region] ?? []).contains { $0.id == id && !naming.owns($0, in: region, home: home) }
    }

    /// Snapshots with tags of this rotation that are not its own: of an earlier database of the name, or copied by
    /// somebody with the tags.
    var strays: [(id: String, region: Region)] {
        listed.sorted { $0.key < $1.key }.flatMap { region, snapshots in
            snapshots.filter {
                $0.tags[RotationTag.policy] == naming.policy && $0.tags[RotationTag.database] == naming.database
                    && $0.type == "manual" && !naming.owns($0, in: region, home: home)
            }.map { ($0.id, region) }
        }
    }
}

/// What a copy in another region is encrypted with.
package enum CopyKey: Sendable, Equatable {
    /// The database is not encrypted, and neither is its copy.
    case unencrypted
    /// The ARN of a key of that region.
    case key(String)
    /// No copy can be made; why, for people.
    case missing(String)
}

extension DatabaseKind {
    /// What RDS calls snapshots in the names of operations.
    package var snapshotOperation: String { pick(instance: "DBSnapshot", cluster: "DBClusterSnapshot") }
}
