package import AWSNames

/// How a drill ended. 'Restored' is not among them: only verified data counts.
package enum DrillVerdict: String, CaseIterable, Sendable, Codable {
    /// Data verified within both objectives, nothing left behind.
    case verified
    /// The data did not verify, or there was nothing to restore or to check.
    case notVerified
    /// The data verified, too late or too old.
    case objectiveBreached
    /// An operation did not succeed.
    case failed
    /// Refused before anything was changed.
    case refused
    /// Something is left: its ids are in the record.
    case cleanupFailed
    /// Stopped from outside; everything was torn down.
    case interrupted
    /// A dry run that nothing refused.
    case planned

    /// What a process that ran the drill ends with; the signal that interrupted it is another's to tell.
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

/// Something of a drill that is still there.
package struct Leftover: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable { case instance, cluster, snapshot, clusterSnapshot }

    package var kind: Kind
    package var id: String
    /// Set when it is in another region than the source.
    package var region: Region?
    /// In US dollars; nil when the price is not known.
    package var costPerDay: Double?

    package init(kind: Kind, id: String, region: Region? = nil, costPerDay: Double? = nil) {
        self.kind = kind
        self.id = id
        self.region = region
        self.costPerDay = costPerDay
    }

    /// For people: what it is and where.
    package var shown: String { "\(kind.word) \(id)\(region.map { " in \($0)" } ?? "")" }
}

extension Leftover.Kind {
    /// For people.
    package var word: String { self == .clusterSnapshot ? "cluster snapshot" : rawValue }

    /// What a drill of that kind of database leaves of itself, and of its snapshot.
    package init(_ kind: DatabaseKind) { self = kind == .cluster ? .cluster : .instance }
    package init(snapshotOf kind: DatabaseKind) { self = kind == .cluster ? .clusterSnapshot : .snapshot }
}

/// Something that did not work.
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
