/// The RTO and RPO that a drill achieved, with the objectives.
package struct MeasuredObjectives: Hashable, Sendable, Codable {
    /// The evidence for the realised RPO.
    package enum Basis: String, Sendable, Codable {
        /// Counts or checksums up to the recovery point's time agree with the source: the data is complete up to then.
        case comparedData
        /// The newest row found in the restored database.
        case newestRow
        /// Only the time that RDS reports for the recovery point.
        case recoveryPoint
        /// The latest restorable time at the marked instant, before the drill waited for the log.
        case shippedLog
        /// The time up to which a server replayed the archived log, or of the last transaction in it.
        case replayedLog
    }

    /// Objectives, in milliseconds.
    package var rtoTarget: Int
    package var rpoTarget: Int
    /// From the start, without the phases that only a drill has; nil when it was never reached.
    package var rtoAvailable: Int?
    package var rtoVerified: Int?
    /// Until every page had been read; nil unless warming was requested. The verdict does not depend on it.
    package var rtoWarmed: Int?
    package var rpoRealised: Int?
    package var rpoBasis: Basis?

    package init(rtoTarget: Int, rpoTarget: Int) {
        self.rtoTarget = rtoTarget
        self.rpoTarget = rpoTarget
    }

    /// Nil when nothing was measured.
    package var rtoMet: Bool? { rtoVerified.map { $0 <= rtoTarget } }
    /// Nil when nothing was measured.
    package var rpoMet: Bool? { rpoRealised.map { $0 <= rpoTarget } }
}
