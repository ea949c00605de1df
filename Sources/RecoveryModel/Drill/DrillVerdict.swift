package import AWSNames

/// How a drill ended. "Restored" is not among the verdicts, since only verified data counts.
package enum DrillVerdict: String, CaseIterable, Sendable, Codable {
    /// The data was verified within both objectives, and everything was deleted.
    case verified
    /// A check failed, or there was nothing to restore or to check.
    case notVerified
    /// The data was verified, but too late or too old.
    case objectiveBreached
    /// An operation failed.
    case failed
    /// Refused before anything was changed.
    case refused
    /// Resources were not deleted; their ids are in the record.
    case cleanupFailed
    /// The drill was interrupted, and everything was deleted.
    case interrupted
    /// A dry run that no guard refused.
    case planned

    /// The exit code of a process that ran the drill. An interrupted process ends by its signal instead.
    package var exitCode: Int32 {
        switch self {
        case .verified, .planned: 0
        case .notVerified, .objectiveBreached: 3
        case .failed: 1
        case .refused: 5
        case .cleanupFailed: 6
        case .interrupted: 130
        }
    }
}

/// A resource of a drill that was not deleted.
package struct Leftover: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        case instance, cluster, snapshot, clusterSnapshot, scratchDatabase
        /// The folder of a server that a drill has started itself.
        case scratchServer
    }

    package var kind: Kind
    package var id: String
    /// Set when its region differs from the source's.
    package var region: Region?
    /// In US dollars; nil when the price is unknown.
    package var costPerDay: Double?

    package init(kind: Kind, id: String, region: Region? = nil, costPerDay: Double? = nil) {
        self.kind = kind
        self.id = id
        self.region = region
        self.costPerDay = costPerDay
    }

    /// The kind, id and region, for people.
    package var shown: String { "\(kind.word) \(id)\(region.map { " in \($0)" } ?? "")" }
}

extension Leftover.Kind {
    /// The name of the kind, for people.
    package var word: String {
        switch self {
        case .clusterSnapshot: "cluster snapshot"
        case .scratchDatabase: "scratch database"
        case .scratchServer: "scratch server"
        case .instance, .cluster, .snapshot: rawValue
        }
    }

    /// The kind of a drill's restored database, and below, of its snapshot.
    package init(_ kind: DatabaseKind) { self = kind == .cluster ? .cluster : .instance }
    package init(snapshotOf kind: DatabaseKind) { self = kind == .cluster ? .clusterSnapshot : .snapshot }
}

/// An operation that failed.
package struct DrillProblem: Hashable, Sendable, Codable, Error, CustomStringConvertible {
    package var phase: DrillPhase
    package var operation: String
    package var reason: String
    package var hint: String?

    package init(phase: DrillPhase, operation: String, reason: String, hint: String? = nil) {
        self.phase = phase
        self.operation = operation
        self.reason = reason
        self.hint = hint
    }

    package var description: String { "\(operation): \(reason)" }
}
