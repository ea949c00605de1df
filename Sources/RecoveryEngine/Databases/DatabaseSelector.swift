package import RecoveryModel

/// What an entry of `databases` means, ready to be compared with many databases.
package struct DatabaseSelector: Sendable {
    package let policy: DatabasePolicy
    /// Those that the entry names.
    package let ids: Set<String>

    package init(_ policy: DatabasePolicy) {
        self.policy = policy
        ids = Set(policy.select.ids)
    }

    package var kind: DatabaseKind { policy.kind }

    /// True when the database is named, or carries every tag asked for; what a drill or AWS Backup restored for a test
    /// carries its source's tags and is not meant by them.
    package func matches(_ database: Database) -> Bool {
        if !ids.isEmpty { return ids.contains(database.id) }
        let tags = policy.select.tags
        return !TestRestore.made(database.id, tags: database.tags) && !tags.isEmpty
            && tags.allSatisfy { database.tags[$0.key] == $0.value }
    }
}

extension DatabasePolicy.Selector {
    /// For people.
    package var shown: String {
        ids.isEmpty
            ? "tags " + tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            : ids.joined(separator: ", ")
    }
}
