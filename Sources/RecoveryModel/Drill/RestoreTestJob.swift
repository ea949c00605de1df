/// A restore job of AWS Backup, as DescribeRestoreJob and ListRestoreJobs describe it.
package struct RestoreTestJob: Hashable, Sendable {
    package var id: String
    /// `PENDING`, `RUNNING`, `COMPLETED`, `ABORTED` or `FAILED`.
    package var status: String
    /// What AWS Backup says of the status; nil when it says nothing.
    package var message: String?
    /// The ARN of the recovery point.
    package var recoveryPoint: String
    /// When the recovery point was made; nil when AWS Backup does not say.
    package var pointCreatedAt: Instant?
    /// The ARN of what the recovery point is of; nil when AWS Backup does not say.
    package var source: String?
    /// The ARN of what was created; nil as long as there is none.
    package var created: String?
    package var startedAt: Instant
    /// Nil as long as it runs.
    package var completedAt: Instant?
    /// The ARN of the restore testing plan; nil for a job that somebody started.
    package var plan: String?
    /// `VALIDATING`, `SUCCESSFUL`, `FAILED` or `TIMED_OUT`; nil when no validation has begun.
    package var validation: String?
    /// Set once AWS Backup deletes, or has deleted, what it created.
    package var deletion: String?

    package init(id: String, status: String, recoveryPoint: String, startedAt: Instant) {
        self.id = id
        self.status = status
        self.recoveryPoint = recoveryPoint
        self.startedAt = startedAt
    }
}

/// What became of the restore tests of one database.
package struct RestoreTestState: Hashable, Sendable {
    /// What is proven.
    package enum Outcome: String, Sendable {
        /// A test was validated as successful.
        case proven
        /// A test was restored, and nobody has validated it yet.
        case unvalidated
        /// A test runs.
        case running
        /// The newest test failed, or its validation did.
        case failed
        /// A test that would change the answer may be the database's: AWS Backup does not say what it is of.
        case unknown
        /// AWS Backup has tested nothing: it passes over in silence what has no recovery point that fits.
        case missing
    }

    /// The database's kind and id.
    package var database: ResourceReference
    package var outcome: Outcome
    /// The job that decides: the one that proves, or the newest; nil when there is none.
    package var job: RestoreTestJob?

    package init(database: ResourceReference, outcome: Outcome, job: RestoreTestJob?) {
        self.database = database
        self.outcome = outcome
        self.job = job
    }
}

/// What became of the restore tests of every database.
package struct RestoreTestList: Hashable, Sendable {
    package var states: [RestoreTestState]

    package init(states: [RestoreTestState]) { self.states = states }

    /// Of no database nothing is proven.
    package var isProven: Bool { !states.isEmpty && states.allSatisfy { $0.outcome == .proven } }
}
