package import AWSNames

/// What the drill was asked to restore; relative times are already resolved.
package enum RecoveryPointSelection: Hashable, Sendable, Codable {
    /// The newest automated snapshot.
    case latestAutomated
    /// The newest snapshot of any kind.
    case newest
    /// A snapshot taken for the drill.
    case fresh
    /// A snapshot by its id.
    case snapshot(String)
    /// The state at an instant.
    case pointInTime(Instant)
    /// The latest instant that can be restored.
    case latestRestorable
    /// The instant between two rows that the drill writes to the source.
    case marked
}

/// What the drill restores.
package struct RecoveryPoint: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        case automatedSnapshot, manualSnapshot, backupServiceSnapshot, pointInTime
    }

    package var kind: Kind
    /// Nil for a point in time.
    package var snapshot: String?
    /// The data is as it was then.
    package var time: Instant
    /// Why this one.
    package var reason: String
    /// Where it is; nil for the source's own region.
    package var region: Region?
    /// The ARN of the snapshot that it is a copy of, in another region.
    package var original: String?

    package init(kind: Kind, snapshot: String?, time: Instant, reason: String) {
        self.kind = kind
        self.snapshot = snapshot
        self.time = time
        self.reason = reason
    }
}

/// A snapshot of an instance or cluster, as far as a choice needs it.
package struct SnapshotFacts: Hashable, Sendable, Codable {
    /// How the time of a copy's data is known, where RDS does not tell it.
    package enum TimeBasis: String, Sendable, Codable {
        /// From the snapshot that it was copied of, in that one's region.
        case original
        /// From the name that RDS gave that snapshot: to the minute, and no later than the data.
        case originalsName
    }

    package var id: String
    /// RDS's word: `automated`, `manual`, `awsbackup`.
    package var type: String
    /// Only `available` ones can be restored.
    package var status: String
    /// Of the data; nil while it is being made, or when nobody knows it.
    package var createdAt: Instant?
    /// Nil when RDS told the time.
    package var timeBasis: TimeBasis?
    package var engine: String
    package var engineVersion: String?
    /// The instance or cluster it was made of.
    package var instance: String
    /// Where it was copied from, when that is another region.
    package var sourceRegion: Region?
    /// The ARN of the snapshot that it is a copy of, in another region.
    package var original: String?
    /// The ARN of the key that it is encrypted with.
    package var encryptionKey: String?

    package init(id: String, type: String, status: String, createdAt: Instant?, engine: String, instance: String) {
        self.id = id
        self.type = type
        self.status = status
        self.createdAt = createdAt
        self.engine = engine
        self.instance = instance
    }
}
