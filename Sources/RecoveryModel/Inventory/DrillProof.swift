/// A database that was drilled. Names repeat from kind to kind, from region to region and from account to account.
package struct DrilledDatabase: Hashable, Sendable {
    package var scope: DrillScope
    package var kind: DatabaseKind
    package var id: String
    /// True for a PostgreSQL outside RDS, whose name may be that of an instance too.
    package var isOutsideRDS = false

    package init(_ scope: DrillScope, _ kind: DatabaseKind, _ id: String) {
        self.scope = scope
        self.kind = kind
        self.id = id
    }
}

/// What one kept drill says about a database: evidence, as the audit reads it.
package struct DrillProof: Sendable, Equatable {
    package var database: DrilledDatabase
    /// Nil in evidence of older versions.
    package var arn: String?
    /// When the drill ended.
    package var at: Instant
    package var verdict: DrillVerdict
    /// In milliseconds until the data was verified; nil when it was not.
    package var recoveryTime: Int?

    package init(
        database: DrilledDatabase, arn: String? = nil, at: Instant, verdict: DrillVerdict, recoveryTime: Int?
    ) {
        self.database = database
        self.arn = arn
        self.at = at
        self.verdict = verdict
        self.recoveryTime = recoveryTime
    }

    package init(_ record: DrillRecord) {
        var database = DrilledDatabase(record.scope, record.kind, record.source)
        database.isOutsideRDS = record.place != nil
        self.init(
            database: database, arn: record.sourceARN,
            at: record.endedAt, verdict: record.verdict,
            recoveryTime: record.dataVerified ? record.objectives.rtoVerified : nil)
    }

    /// Whether it shows that recovery does not work. Drills that were stopped or could not run show neither.
    package var speaksAgainst: Bool { verdict == .notVerified || verdict == .objectiveBreached }
}
