/// What a restore can lose, or bring back unproven, while every count agrees. A policy accepts a risk by its name
/// (`drill.accept`).
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
