package import RecoveryModel

extension ControlContext {
    /// The ids of the databases that were seen and that the policy selects, by kind and sorted.
    package var selectedDatabases: [DatabaseKind: [String]] {
        let seen = selections.filter { $0.failure == nil }
        return Dictionary(grouping: seen, by: \.policy.kind).mapValues { selections in
            Set(selections.flatMap { $0.databases.map(\.id) }).sorted()
        }
    }

    /// Why databases of a kind could not be listed, by kind; empty when all that the policy selects from were.
    package var unlistedDatabases: [DatabaseKind: CollectionFailure] {
        let failed = selections.compactMap { selection in selection.failure.map { (selection.policy.kind, $0) } }
        return Dictionary(failed) { first, _ in first }
    }
}
