package import RecoveryModel

/// Every kind of resource with its controls: the one list. Its order is that of templates and statements.
package enum Catalogue {
    package static let families: [Family] = [
        .databaseSelections, .databases(.instance), .databases(.cluster), .strandedSnapshots, .selfManaged, .buckets,
        .keys, .roles,
        .secrets, .topics,
        .alarms,
        .eventSubscriptions, .eventRules, .dashboards, .backupVaults, .backupPlans, .restoreTesting,
    ]

    /// What people read about each control, sorted by id.
    package static let descriptions = families.flatMap(\.controls).sorted { $0.id < $1.id }
}
