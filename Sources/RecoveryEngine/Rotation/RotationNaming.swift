import AWSNames
import Digests
import RecoveryModel

/// How the snapshots of a rotation are named and marked.
package struct RotationNaming: Sendable, Equatable {
    /// The beginning of the name of every snapshot of a rotation.
    package static let prefix = "drctl-keep-"

    /// The account's id, whose snapshots alone are meant.
    package var account: String
    /// The policy's name.
    package var policy: String
    /// The identifier of the database.
    package var database: String
    /// RDS's own id of the database.
    package var resource: String

    package init(account: String, policy: String, database: String, resource: String) {
        self.account = account
        self.policy = policy
        self.database = database
        self.resource = resource
    }

    /// What all names of one policy and database begin with. The digest keeps two policies, and two databases of one name,
    /// apart.
    ///
    /// RDS takes 255 letters, digits and hyphens, no two hyphens in a row.
    var stem: String {
        let digest = SHA256.hex("\(policy)\n\(database)\n\(resource)").prefix(8)
        return "\(Self.prefix)\(database.lowercased())-\(digest)-"
    }

    /// The one name for a period: whoever makes the snapshot of the period makes it under this name, so that there are
    /// never two.
    func name(of period: RetentionPeriod, at now: Instant) -> String {
        let label = period.label(of: now)
        return stem + (period == .week ? "week-\(label.suffix(10))" : label)
    }

    /// The tags of what is made for some periods in a region.
    func tags(
        of name: String, for classes: [RetentionPeriod], in region: Region, besides others: [String: String]
    ) -> [String: String] {
        others.merging([
            RotationTag.policy: policy, RotationTag.database: database, RotationTag.resource: resource,
            RotationTag.name: name,
            RotationTag.classes: classes.map(\.rawValue).joined(separator: " "), RotationTag.region: region.rawValue,
        ]) { _, ours in ours }
    }

    /// Whether drctl has made this snapshot, in this region, of this database: by its type, its name and all of its tags.
    ///
    /// - Parameter home: The region of the database: there nothing is a copy, and elsewhere everything is one from there.
    func owns(_ snapshot: ListedSnapshot, in region: Region, home: Region) -> Bool {
        guard snapshot.type == "manual", snapshot.database == database, snapshot.id.hasPrefix(stem),
            snapshot.resource == nil || snapshot.resource == resource,
            snapshot.tags[RotationTag.policy] == policy, snapshot.tags[RotationTag.database] == database,
            snapshot.tags[RotationTag.resource] == resource, snapshot.tags[RotationTag.name] == snapshot.id,
            snapshot.tags[RotationTag.region] == region.rawValue
        else { return false }
        guard region != home else { return snapshot.original == nil }
        guard let original = snapshot.original.flatMap({ ARN($0) }) else { return false }
        return original.account == account && original.region == home.rawValue
            && original.resource.hasSuffix(":\(snapshot.id)")
    }
}
