package import RecoveryModel

/// What a report says of the policy itself.
package struct PolicySummary: Sendable, Equatable {
    package var owner: String?
    package var environment: String?
    package var objectives: Objectives
    /// How often recovery is to be proven; nil when the policy does not ask.
    package var drillEvery: TimeSpan?

    package init(owner: String?, environment: String?, objectives: Objectives, drillEvery: TimeSpan?) {
        self.owner = owner
        self.environment = environment
        self.objectives = objectives
        self.drillEvery = drillEvery
    }

    /// Of a parsed policy.
    package init(_ policy: RecoveryPolicy) {
        self.init(
            owner: policy.owner, environment: policy.scope.environment, objectives: policy.objectives,
            drillEvery: policy.drill?.every)
    }
}

/// What a report says of one drill.
package struct DrillSummary: Sendable, Hashable {
    package var database: String
    package var at: Instant
    /// True when the restored data was checked and is right, within the objectives.
    package var verified: Bool
    /// In one line: what was checked, or what went wrong.
    package var summary: String
    /// Such as `snapshot rds:kb-prod-2026-11-23-02-05`.
    package var recoveryPoint: String
    package var measuredRTO: TimeSpan?
    package var measuredRPO: TimeSpan?

    package init(
        database: String, at: Instant, verified: Bool, summary: String, recoveryPoint: String, measuredRTO: TimeSpan?,
        measuredRPO: TimeSpan?
    ) {
        self.database = database
        self.at = at
        self.verified = verified
        self.summary = summary
        self.recoveryPoint = recoveryPoint
        self.measuredRTO = measuredRTO
        self.measuredRPO = measuredRPO
    }
}
