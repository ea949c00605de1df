package import RecoveryModel

extension DrillSummary {
    /// What a drill's record comes to.
    package init(_ record: DrillRecord) {
        let passed = record.checks.count { $0.verdict == .passed }
        let checks =
            record.checks.isEmpty ? record.summary : "\(passed) of \(CountText.of(record.checks.count, "check")) passed"
        let point = record.recoveryPoint.map { point in
            point.snapshot.map { point.kind == .vaulted ? "recovery point \($0)" : "snapshot \($0)" }
                ?? "point in time \(point.time)"
        }
        self.init(
            database: record.source, at: record.startedAt, verified: record.verdict == .verified,
            summary: record.verdict == .verified ? checks : record.summary, recoveryPoint: point ?? "none",
            measuredRTO: record.objectives.rtoVerified.map(Self.wholeSeconds),
            measuredRPO: record.objectives.rpoRealised.map(Self.wholeSeconds))
    }

    /// Never shown as less than it was.
    private static func wholeSeconds(_ milliseconds: Int) -> TimeSpan {
        TimeSpan((milliseconds + 999) / 1_000, .seconds)
    }
}
