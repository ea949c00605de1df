package import RecoveryModel

/// What an audit is shown beside: an earlier one, and those before it.
package struct AuditComparisons: Sendable, Equatable {
    /// Nil without `--baseline`.
    package var baseline: BaselineComparison?
    /// The oldest first, this audit the last; nil without `--history`.
    package var trend: [AuditSummary]?

    package init(baseline: BaselineComparison? = nil, trend: [AuditSummary]? = nil) {
        self.baseline = baseline
        self.trend = trend
    }
}
