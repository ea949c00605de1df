package import AWSNames

/// The recovery point that a drill was asked for; relative times are already resolved.
package enum RecoveryPointSelection: Hashable, Sendable, Codable {
    /// The newest automated snapshot.
    case latestAutomated
    /// The newest snapshot of any kind.
    case newest
    /// A snapshot taken for the drill.
    case fresh
    /// A snapshot by its id.
    case snapshot(String)
    /// A snapshot that another account shares, by its ARN: RDS restores an encrypted one from a copy only, so that it is
    /// copied first.
    case shared(arn: String)
    /// The newest recovery point of a vault of AWS Backup, by the vault's name or ARN: RDS does not list those of a logically
    /// air-gapped vault, so that AWS Backup restores it.
    case vault(String)
    /// The state at an instant.
    case pointInTime(Instant)
    /// The latest instant that can be restored.
    case latestRestorable
    /// The instant between two rows that the drill writes to the source.
    case marked
}

/// The recovery point that a drill restores.
package struct RecoveryPoint: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        case automatedSnapshot, manualSnapshot, backupServiceSnapshot, pointInTime
        /// One in a vault of AWS Backup, whose ARN is in the place of a snapshot's name.
        case vaulted
        /// One of `drctl backup`, whose name is in the place of a snapshot's.
        case backup
    }

    package var kind: Kind
    /// Nil for a point in time.
    package var snapshot: String?
    /// The time of the data.
    package var time: Instant
    /// Why this one was chosen.
    package var reason: String
    /// The region it is in; nil for the source's own region.
    package var region: Region?
    /// The ARN of the snapshot in another region, or of another account, that it is a copy of.
    package var original: String?

    package init(kind: Kind, snapshot: String?, time: Instant, reason: String) {
        self.kind = kind
        self.snapshot = snapshot
        self.time = time
        self.reason = reason
    }
}

/// The properties of a snapshot that are needed to choose a recovery point.
package struct SnapshotFacts: Hashable, Sendable, Codable {
    /// How the time of a copy's data is known when RDS does not report it.
    package enum TimeBasis: String, Sendable, Codable {
        /// From the original snapshot, in its own region.
        case original
        /// From the name that RDS gave the original: to the minute, and no later than the data.
        case originalsName
    }

    package var id: String
    /// The type as RDS reports it: `automated`, `manual`, `awsbackup`.
    package var type: String
    /// Only `available` snapshots can be restored.
    package var status: String
    /// The time of the data; nil while the snapshot is being created, or when the time is unknown.
    package var createdAt: Instant?
    /// Nil when RDS reports the time.
    package var timeBasis: TimeBasis?
    package var engine: String
    package var engineVersion: String?
    /// The instance or cluster it is a snapshot of.
    package var instance: String
    /// The region it was copied from, when that is another one.
    package var sourceRegion: Region?
    /// The ARN of the snapshot in another region that it is a copy of.
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
