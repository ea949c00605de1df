import RecoveryModel

/// Computes the RTO and RPO that a drill achieved.
enum ObjectiveMeasurement {
    /// The time that a real recovery would have taken until `instant`, without the phases that only a drill has.
    static func recoveryTime(from start: Instant, until instant: Instant, phases: [PhaseTiming]) -> Int {
        let exempt = phases.filter { $0.phase.isDrillOnly && ($0.endedAt ?? instant) <= instant }
        return instant.milliseconds - start.milliseconds - exempt.reduce(0) { $0 + $1.milliseconds }
    }

    /// How much data would have been lost had the source failed at `failure`, and how that is known.
    ///
    /// The copy is complete until the recovery point's time when bounded comparisons with the source say so. Without
    /// them only the newest row found is certain, and without a freshness query only the time that RDS reports.
    static func recoveryPoint(
        _ point: RecoveryPoint, failure: Instant, checks: [PlannedCheck], results: [CheckResult], newestData: Instant?
    ) -> (milliseconds: Int, basis: MeasuredObjectives.Basis) {
        let bounded = Set(checks.filter(\.isBounded).map(\.name))
        let compared = results.filter { bounded.contains($0.name) }
        let horizon: Instant
        let basis: MeasuredObjectives.Basis
        if !compared.isEmpty, compared.allSatisfy({ $0.verdict == .passed }) {
            (horizon, basis) = (max(point.time, newestData ?? point.time), .comparedData)
        } else if let newestData {
            (horizon, basis) = (newestData, .newestRow)
        } else {
            (horizon, basis) = (point.time, .recoveryPoint)
        }
        return (max(0, failure.milliseconds - horizon.milliseconds), basis)
    }
}
