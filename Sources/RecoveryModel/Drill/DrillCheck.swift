/// One question to the database, ready to be asked.
package struct PlannedCheck: Hashable, Sendable, Codable {
    package enum Origin: String, Sendable, Codable { case policy, builtIn }

    /// What the answer must be.
    package enum Expectation: Hashable, Sendable, Codable {
        /// What the source answered.
        case sameAsSource
        case equal(String)
        case atLeast(Double)
        case atMost(Double)
        /// A time no later than this.
        case notAfter(Instant)
        /// Anything: it is a measurement.
        case measured
    }

    package var name: String
    package var origin: Origin
    /// One query giving one value.
    package var sql: String
    /// True when the answer is itself the query to run: for questions about every table.
    package var isGenerator: Bool
    package var expectation: Expectation
    /// True when equality is proven until the recovery point's time.
    package var isBounded: Bool
    /// True when a difference is worth telling and no reason to fail.
    package var isAdvisory: Bool
    /// True when the schema's version explains a difference.
    package var isStructural: Bool
    /// A statement that has to be run first, on the copy alone: it may create an extension there.
    package var preparation: String?
    /// Set for a question about what came after a point in time: the check of what came until then.
    package var absenceBeside: String?

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

/// What a database answered to one check.
package struct CheckObservation: Hashable, Sendable, Codable {
    package var name: String
    /// Made presentable: no user data. Nil when there was an error.
    package var value: String?
    package var error: String?
    package var milliseconds: Int

    package init(name: String, value: String?, error: String?, milliseconds: Int) {
        self.name = name
        self.value = value
        self.error = error
        self.milliseconds = milliseconds
    }
}

/// What a database answered to all of them: the source on one snapshot of its data, or the restored copy.
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

/// The names of checks that mean something beyond passing.
package enum CheckName {
    package static let schemaVersion = "schema version"
    package static let newestData = "newest data"
    package static let databaseSize = "database size"
}

/// A check's outcome.
package struct CheckResult: Hashable, Sendable, Codable {
    package enum Verdict: String, Sendable, Codable {
        case passed
        case failed
        /// It could not be asked: as bad as failed.
        case errored
        /// A difference that is explained, or advisory.
        case warned
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
