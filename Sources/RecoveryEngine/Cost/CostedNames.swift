import RecoveryModel

/// What sizes can be given for.
package struct CostedNames: Sendable, Equatable {
    package var databases: Set<String>
    /// By their names, and by the policy's words for them.
    package var buckets: Set<String>
    /// Whether there may be databases that nobody can name before AWS is asked: those of a selector by tags.
    package var mayHaveOthers: Bool

    package init(databases: Set<String> = [], buckets: Set<String> = [], mayHaveOthers: Bool = false) {
        self.databases = databases
        self.buckets = buckets
        self.mayHaveOthers = mayHaveOthers
    }

    package var all: Set<String> { databases.union(buckets) }

    /// With those of another target.
    package mutating func form(_ other: CostedNames) {
        databases.formUnion(other.databases)
        buckets.formUnion(other.buckets)
        mayHaveOthers = mayHaveOthers || other.mayHaveOthers
    }
}

extension ControlContext {
    /// The databases and buckets of which a size can be said.
    ///
    /// - Parameter isSeen: Whether AWS was asked.
    package func costedNames(isSeen: Bool) -> CostedNames {
        CostedNames(
            databases: Set((costedDatabases + missingDatabases).filter { !$0.isNameless }.map(\.database.id))
                .union(strandedDatabases(StorageSizes()).filter { !$0.isNameless }.map(\.id)),
            buckets: Set(target.buckets.flatMap { [$0.name, $0.word] }).union(target.unlistedBuckets),
            mayHaveOthers: selections.contains {
                $0.policy.select.ids.isEmpty && (!isSeen || $0.failure != nil)
            })
    }

    /// Every database that has backups of its own, once.
    var costedDatabases: [DatabaseSubject] {
        once(
            selections.flatMap { selection in
                selection.databases.map {
                    DatabaseSubject(context: self, entry: selection.entry, policy: selection.policy, database: $0)
                }
            })
    }

    /// Those that the policy means and that are not there: an id of nothing, or of a database of another kind; tags that
    /// none has.
    var missingDatabases: [DatabaseSubject] {
        let there = Set(costedDatabases.map(\.database.arn))
        return once(
            selections.flatMap { selection in
                selection.misses.map { miss in
                    let found = miss.found.map { "RDS has \($0) of that name" } ?? "\(miss.name) was not found"
                    let database = Database(
                        id: miss.name, arn: target.place.arn("rds", selection.policy.kind.arnPart(miss.name)),
                        engine: selection.policy.engine ?? DatabaseEngine(""), form: selection.policy.form,
                        unseen: .init(operation: selection.policy.kind.listing, reason: found))
                    return DatabaseSubject(
                        context: self, entry: selection.entry, policy: selection.policy, database: database)
                }
            }
        ).filter { !there.contains($0.database.arn) }
    }

    private func once(_ subjects: [DatabaseSubject]) -> [DatabaseSubject] {
        var seen: Set<String> = []
        return subjects.filter { !$0.isBackedUpBySource && seen.insert($0.database.arn).inserted }.sorted {
            $0.database.id < $1.database.id
        }
    }
}

extension DatabaseSubject {
    /// Whether it stands for however many databases have the entry's tags.
    var isNameless: Bool { policy.select.ids.isEmpty && database.id == policy.select.shown }

    /// The same database of which nothing is known but its name.
    var unseen: DatabaseSubject {
        let failure = CollectionFailure(operation: policy.kind.listing, reason: "AWS was not asked")
        let database = Database(
            id: database.id, arn: database.arn, engine: database.engine, form: database.form, unseen: failure)
        return DatabaseSubject(context: context, entry: entry, policy: policy, database: database)
    }
}
