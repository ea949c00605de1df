/// A database of a policy where it is: what a series of drills drills one by one.
package struct DrillCandidate: Hashable, Sendable, Codable {
    package var policy: String
    package var scope: DrillScope
    /// Nil for whatever a target has that could not be planned.
    package var database: String?
    package var kind: DatabaseKind
    /// When a drill last verified it, with nothing against it since; nil when none did.
    package var proven: Instant?
    /// True for a PostgreSQL outside RDS; nil in series of older versions.
    package var isOutsideRDS: Bool?

    package init(policy: String, scope: DrillScope, database: String?, kind: DatabaseKind, proven: Instant? = nil) {
        self.policy = policy
        self.scope = scope
        self.database = database
        self.kind = kind
        self.proven = proven
    }

    package var target: TargetName { TargetName(policy: policy, account: scope.account, region: scope.region) }
}

/// The drills of several databases as one result: what became of each database that the policies select.
package struct DrillSeries: Hashable, Sendable {
    /// What became of one database.
    package enum Outcome: Hashable, Sendable, Codable {
        case drilled(DrillRecord)
        /// No drill ran, or what it came to is not known; with the exit code that this means.
        case failed(RunFailure, exitCode: Int32)
        /// Its proof is recent enough; until then, where the policy says how often.
        case current(until: Instant?)
        /// The policy waives the proof until this day.
        case waived(until: String)
    }

    /// A database with its outcome.
    package struct Entry: Hashable, Sendable, Codable {
        package var candidate: DrillCandidate
        package var outcome: Outcome

        package init(_ candidate: DrillCandidate, _ outcome: Outcome) {
            self.candidate = candidate
            self.outcome = outcome
        }

        /// What it means to a pipeline.
        package var exitCode: Int32 {
            switch outcome {
            case .drilled(let record): record.verdict.exitCode
            case .failed(_, let code): code
            case .current, .waived: 0
            }
        }
    }

    package var id: String
    package var startedAt: Instant
    package var endedAt: Instant
    /// Those that were to be drilled, in their order: the oldest proof first; then the others.
    package var entries: [Entry]
    /// What went wrong besides, such as the notification.
    package var problems: [String] = []

    package init(id: String, startedAt: Instant, endedAt: Instant, entries: [Entry]) {
        self.id = id
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.entries = entries
    }

    /// The records of the drills that ran.
    package var records: [DrillRecord] {
        entries.compactMap { if case .drilled(let record) = $0.outcome { record } else { nil } }
    }

    /// The entries that were to be drilled.
    package var due: [Entry] {
        entries.filter { entry in
            switch entry.outcome {
            case .drilled, .failed: true
            case .current, .waived: false
            }
        }
    }

    /// The exit codes, the worst first: what is left and costs, data that is not recoverable, what failed, what nobody
    /// could look at, what was refused, what was stopped.
    private static let severity: [Int32] = [6, 3, 1, 77, 65, 64, 4, 5, 143, 130]

    /// What the series means to a pipeline: the worst of its entries.
    package var exitCode: Int32 {
        let codes = Set(entries.map(\.exitCode)).subtracting([0])
        return Self.severity.first(where: codes.contains) ?? codes.max() ?? 0
    }
}
