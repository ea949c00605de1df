/// A database that was drilled: an instance and a cluster may share a name.
package struct DrilledDatabase: Hashable, Sendable {
    package var kind: DatabaseKind
    package var id: String

    package init(_ kind: DatabaseKind, _ id: String) {
        self.kind = kind
        self.id = id
    }
}

/// What one kept drill says about a database: evidence, as the audit reads it.
package struct DrillProof: Sendable, Equatable {
    package var database: DrilledDatabase
    /// When the drill ended.
    package var at: Instant
    package var verdict: DrillVerdict
    /// In milliseconds until the data was verified; nil when it was not.
    package var recoveryTime: Int?

    package init(database: DrilledDatabase, at: Instant, verdict: DrillVerdict, recoveryTime: Int?) {
        self.database = database
        self.at = at
        self.verdict = verdict
        self.recoveryTime = recoveryTime
    }

    package init(_ record: DrillRecord) {
        self.init(
            database: DrilledDatabase(record.kind, record.source), at: record.endedAt, verdict: record.verdict,
            recoveryTime: record.dataVerified ? record.objectives.rtoVerified : nil)
    }

    /// Whether it shows that recovery does not work. Drills that were stopped or could not run show neither.
    package var speaksAgainst: Bool { verdict == .notVerified || verdict == .objectiveBreached }
}
