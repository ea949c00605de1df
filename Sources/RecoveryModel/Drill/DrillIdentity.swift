package import AWSNames

/// A drill's name: unique, sortable by policy and time, and short enough to be a tag.
package struct DrillID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    package static func < (left: DrillID, right: DrillID) -> Bool { left.rawValue < right.rawValue }
}

/// The tags on everything that a drill creates: enough to find, identify and delete it when the ledger is lost.
package enum DrillTag {
    /// The drill's id.
    package static let drill = "drctl:drill"
    /// The policy's name.
    package static let policy = "drctl:policy"
    /// The source instance, which must never be deleted.
    package static let source = "drctl:source"
    /// The region of the source, which differs from the resource's own when a copy is restored.
    package static let sourceRegion = "drctl:source-region"
    /// RFC 3339; after this time anybody may delete the resource.
    package static let expires = "drctl:expires"
    /// RFC 3339: the recovery point's time.
    package static let recoveryPoint = "drctl:recovery-point"
    /// The recovery's id. What carries it is production, and is never deleted by drctl.
    package static let recovery = "drctl:recovery"
}

/// Where a drill takes place.
package struct DrillScope: Hashable, Sendable, Codable {
    package var account: AccountID
    package var region: Region

    package init(account: AccountID, region: Region) {
        self.account = account
        self.region = region
    }
}
