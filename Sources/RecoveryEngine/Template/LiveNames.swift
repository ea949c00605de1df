import AWSNames
package import RecoveryModel

extension TemplateSynthesizer {
    /// The policy with every database of a region by its id and engine, as they were found there: a template declares by
    /// names, and an entry of the policy may have tags instead, or leave the engine open.
    ///
    /// - Throws: `TemplateRefusal` when the databases could not be read, or tags match none.
    package static func named(
        _ policy: RecoveryPolicy, by live: ControlContext
    ) throws(TemplateRefusal) -> RecoveryPolicy {
        var policy = policy
        // From the last entry, so that the places of those before stay right.
        for (place, selection) in zip(live.target.part.databases, live.selections).reversed() {
            if let failure = selection.failure {
                throw TemplateRefusal(
                    reason: "\(selection.policy.select.shown): \(failure)",
                    hint: "a template by what is in the account needs to read it")
            }
            let found = Dictionary(grouping: selection.databases, by: \.engine)
                .sorted { $0.key.description < $1.key.description }
            var entries = found.map { engine, databases in
                var entry = policy.databases[place]
                entry.select = DatabasePolicy.Selector(ids: databases.map(\.id))
                for database in databases where database.form == .auroraCluster {
                    entry.select.members[database.id] = database.members.value?.map(\.id)
                }
                entry.engine = engine
                return entry
            }
            let missing = Set(selection.policy.select.ids).subtracting(selection.databases.map(\.id)).sorted()
            if !missing.isEmpty {
                var entry = policy.databases[place]
                entry.select = DatabasePolicy.Selector(ids: missing)
                entries.append(entry)
            }
            guard !entries.isEmpty else {
                throw TemplateRefusal(
                    reason: "\(selection.policy.select.shown): no database of the account matches",
                    hint: "select databases that exist, or give the ids of new ones")
            }
            policy.databases.replaceSubrange(place...place, with: entries)
        }
        return policy
    }
}
