package import AWSNames

/// The result of a drill, which is the evidence. It contains no secrets and no user data; durations are in
/// milliseconds.
package struct DrillRecord: Hashable, Sendable, Codable {
    /// Raised when a member changes its meaning.
    package static let currentVersion = 1
    /// The kind of a drill's record in the evidence.
    package static let evidenceKind = "drill"

    package var version: Int
    package var drill: DrillID
    package var policy: String
    package var policyDigest: String
    package var scope: DrillScope
    package var caller: String?
    package var source: String
    /// The kind of the source; nil in records of older versions.
    package var sourceKind: DatabaseKind?
    /// The ARN of the source; nil in records of older versions, and when it was not found.
    package var sourceARN: String?
    /// Where the backup was read, of a PostgreSQL outside RDS; nil of an instance or cluster.
    package var place: String?
    package var target: String
    /// The region in which the copy was restored, when it differs from the source's.
    package var elsewhere: Region?
    package var startedAt: Instant
    package var endedAt: Instant
    package var recoveryPoint: RecoveryPoint?
    /// The marker rows written to the source; nil for most drills.
    package var marking: Marking?
    package var verdict: DrillVerdict
    /// True when every check of the data passed, whatever else happened.
    package var dataVerified: Bool
    /// The reason for the verdict in one line, for people.
    package var summary: String
    package var objectives: MeasuredObjectives
    package var phases: [PhaseTiming]
    package var guards: [GuardFinding]
    package var baseline: Answers?
    package var checks: [CheckResult]
    package var fidelity: [FidelityFinding]
    package var problems: [DrillProblem]
    package var leftovers: [Leftover]
    package var estimatedCost: Double?
    /// Every call that changed something, in order.
    package var calls: [ChangingCall]
    /// The event before which the drill restored; nil unless one was named.
    package var event: SourceEvent?
    /// Nil unless warming was requested and ran.
    package var warming: Warming?
    /// The figures of the copy's tables, for later drills; nil in records of older versions.
    package var profile: DataProfile?
    /// The versions of drctl, psql and the restored server.
    package var versions: [String: String]
    /// Set when it is the record of a recovery; nil of a drill.
    package var recovery: RecoveryOutcome?

    package init(
        request: DrillRequest, endedAt: Instant, verdict: DrillVerdict, summary: String, objectives: MeasuredObjectives
    ) {
        version = Self.currentVersion
        drill = request.id
        policy = request.policy
        policyDigest = request.policyDigest
        scope = request.scope
        source = request.source
        sourceKind = request.kind
        target = request.target.id
        elsewhere = request.elsewhere
        startedAt = request.startedAt
        self.endedAt = endedAt
        self.verdict = verdict
        dataVerified = false
        self.summary = summary
        self.objectives = objectives
        phases = []
        guards = []
        checks = []
        fidelity = []
        problems = []
        leftovers = []
        calls = []
        event = request.event
        versions = [:]
    }

    /// The kind of the source, which an old record shows by its calls.
    package var kind: DatabaseKind {
        sourceKind ?? (calls.contains { $0.operation.contains("RestoreDBCluster") } ? .cluster : .instance)
    }
}
