/// RTO and RPO as they really were, against what was agreed.
package struct MeasuredObjectives: Hashable, Sendable, Codable {
    /// What the realised RPO stands on.
    package enum Basis: String, Sendable, Codable {
        /// Counts or checksums bounded by the recovery point's time agree with the source: complete until then.
        case comparedData
        /// The newest row that was found in the restored database.
        case newestRow
        /// Only what RDS says of the recovery point.
        case recoveryPoint
        /// What RDS could have restored at the marked instant, before the drill waited for the log.
        case shippedLog
    }

    /// Objectives, in milliseconds.
    package var rtoTarget: Int
    package var rpoTarget: Int
    /// From the start, without what only a drill does; nil when it was never reached.
    package var rtoAvailable: Int?
    package var rtoVerified: Int?
    /// Until every page had been read; nil unless warming was asked for. The verdict does not depend on it.
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
