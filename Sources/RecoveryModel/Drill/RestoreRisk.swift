/// What a restore can lose, or bring back unproven or damaged, while every count agrees. A policy accepts a risk by its
/// name (`drill.accept`).
package enum RestoreRisk: String, CaseIterable, Sendable, Codable {
    case unloggedTables = "unlogged-tables"
    case otherDatabases = "other-databases"
    case sequences
    case collations
    case eventTriggers = "event-triggers"
    case publications
    case subscriptions
    case cronJobs = "cron-jobs"
    case foreignServers = "foreign-servers"
    case extensions
    case settings
    case largeObjects = "large-objects"
    case preparedTransactions = "prepared-transactions"
    case hiddenRows = "hidden-rows"
    case rowCounts = "row-counts"
    case columnContents = "column-contents"
    case noise
    case newestRow = "newest-row"
    case schemaVersion = "schema-version"

    /// Damage that is found by comparing with earlier drills.
    package static let ofHistory: [RestoreRisk] = [.rowCounts, .columnContents, .noise, .newestRow, .schemaVersion]
    /// Losses that the catalogs of source and copy show.
    package static let ofCatalog = allCases.filter { !ofHistory.contains($0) }
}

/// One thing that a database's catalog says about a risk; never a row of a table.
package struct SurveyFact: Hashable, Sendable, Codable {
    package var risk: RestoreRisk
    /// The object's name, unique within the risk.
    package var name: String
    /// What matters of the object for the risk; a setting's value is a digest.
    package var value: String

    package init(_ risk: RestoreRisk, _ name: String, _ value: String) {
        self.risk = risk
        self.name = name
        self.value = value
    }
}
