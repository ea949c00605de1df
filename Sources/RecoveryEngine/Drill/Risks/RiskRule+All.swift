import RecoveryModel

extension RiskRule {
    /// The rule of a risk.
    static func of(_ risk: RestoreRisk) -> RiskRule {
        switch risk {
        case .unloggedTables: unloggedTables
        case .otherDatabases: otherDatabases
        case .sequences: sequences
        case .collations: collations
        case .eventTriggers: eventTriggers
        case .publications: publications
        case .subscriptions: subscriptions
        case .cronJobs: cronJobs
        case .foreignServers: foreignServers
        case .extensions: extensions
        case .settings: settings
        case .largeObjects: largeObjects
        case .preparedTransactions: preparedTransactions
        case .hiddenRows: hiddenRows
        case .rowCounts: rowCounts
        case .columnContents: columnContents
        case .noise: noise
        case .newestRow: newestRow
        case .schemaVersion: schemaVersion
        }
    }
}
