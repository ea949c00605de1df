/// What a verified drill has found of the same database, with which a later one compares.
package struct EarlierDrill: Hashable, Sendable, Codable {
    /// The time of the data that it restored.
    package var point: Instant
    /// How much older its newest row was, in milliseconds; nil when it was not asked for.
    package var newestAge: Int?
    package var schemaVersion: String?
    /// Nil in evidence of older versions.
    package var profile: DataProfile?

    package init(point: Instant, newestAge: Int? = nil, schemaVersion: String? = nil, profile: DataProfile? = nil) {
        self.point = point
        self.newestAge = newestAge
        self.schemaVersion = schemaVersion
        self.profile = profile
    }
}

/// How far a figure may be off before it is an anomaly, and what that does to a drill.
package struct AnomalyLimit: Hashable, Sendable, Codable {
    /// In percent.
    package var beyond = 20
    package var verdict = Verdict.warn

    /// What an anomaly does.
    package enum Verdict: String, CaseIterable, Sendable, Codable { case warn, fail }

    package init() {}
}
