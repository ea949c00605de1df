/// One query to the database, ready to run.
package struct PlannedCheck: Hashable, Sendable, Codable {
    package enum Origin: String, Sendable, Codable { case policy, builtIn }

    /// What the answer must be.
    package enum Expectation: Hashable, Sendable, Codable {
        /// What the source answered.
        case sameAsSource
        case equal(String)
        case atLeast(ExactDecimal)
        case atMost(ExactDecimal)
        /// A time no later than this.
        case notAfter(Instant)
        /// Any value: the check is a measurement.
        case measured
        /// What the catalog says about the risks of a restore, which are judged one by one.
        case surveyed
        /// Figures of the tables, which are compared with those of earlier drills.
        case profiled
    }

    package var name: String
    package var origin: Origin
    /// One query that returns one value.
    package var sql: String
    /// True when the answer is itself the query to run, as for checks that cover every table.
    package var isGenerator: Bool
    package var expectation: Expectation
    /// True when equality proves that the data is complete up to the recovery point's time.
    package var isBounded: Bool
    /// True when a difference is reported but does not fail the drill.
    package var isAdvisory: Bool
    /// True when a migrated schema explains a difference.
    package var isStructural: Bool
    /// A statement that has to run first, on the copy only; it may create an extension there.
    package var preparation: String?
    /// Set for a check of the rows after a point in time: the name of the check of the rows up to it.
    package var absenceBeside: String?
    /// Set for a count that another check makes in the same scan: that check's name. Its answer begins with the count.
    package var countOf: String?

    package init(
        name: String, origin: Origin, sql: String, expectation: Expectation, isGenerator: Bool = false,
        isBounded: Bool = false, isAdvisory: Bool = false, isStructural: Bool = false, preparation: String? = nil,
        absenceBeside: String? = nil
    ) {
        self.name = name
        self.origin = origin
        self.sql = sql
        self.isGenerator = isGenerator
        self.expectation = expectation
        self.isBounded = isBounded
        self.isAdvisory = isAdvisory
        self.isStructural = isStructural
        self.preparation = preparation
        self.absenceBeside = absenceBeside
    }
}

/// A database's answer to one check.
package struct CheckObservation: Hashable, Sendable, Codable {
    package var name: String
    /// The answer without user data; nil after an error.
    package var value: String?
    package var error: String?
    package var milliseconds: Int
    /// The type of the column, as PostgreSQL names it; nil when it was not asked for.
    package var type: String?

    package init(name: String, value: String?, type: String? = nil, error: String?, milliseconds: Int) {
        self.name = name
        self.value = value
        self.type = type
        self.error = error
        self.milliseconds = milliseconds
    }
}

/// A database's answers to all checks: the source's, on one snapshot of its data, or the restored copy's.
package struct Answers: Hashable, Sendable, Codable {
    package var takenAt: Instant
    package var observations: [CheckObservation]

    package init(takenAt: Instant, observations: [CheckObservation]) {
        self.takenAt = takenAt
        self.observations = observations
    }

    /// The answer to the check of that name.
    package subscript(name: String) -> CheckObservation? { observations.first { $0.name == name } }
}

/// The names of checks whose answers are used elsewhere.
package enum CheckName {
    package static let schemaVersion = "schema version"
    package static let newestData = "newest data"
    package static let databaseSize = "database size"
    package static let catalogSurvey = "catalog survey"
    package static let tableSurvey = "table survey"
    package static let dataProfile = "data profile"
}

/// A check's outcome.
package struct CheckResult: Hashable, Sendable, Codable {
    package enum Verdict: String, Sendable, Codable {
        case passed
        case failed
        /// The check could not run, which counts as a failure.
        case errored
        /// The answers differ, which is explained or only advisory.
        case warned
        /// It would have been failed or warned, and the policy accepts it by name.
        case accepted
    }

    package var name: String
    package var origin: PlannedCheck.Origin
    package var query: String
    /// SHA-256 of the query's text, in hex.
    package var queryDigest: String
    package var expected: String
    package var got: String?
    package var milliseconds: Int
    package var verdict: Verdict
    package var detail: String?

    package init(
        name: String, origin: PlannedCheck.Origin, query: String, queryDigest: String, expected: String, got: String?,
        milliseconds: Int, verdict: Verdict, detail: String? = nil
    ) {
        self.name = name
        self.origin = origin
        self.query = query
        self.queryDigest = queryDigest
        self.expected = expected
        self.got = got
        self.milliseconds = milliseconds
        self.verdict = verdict
        self.detail = detail
    }
}
