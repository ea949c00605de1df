import RecoveryModel

/// An entry of `databases`, as far as one name of it goes.
struct DatabaseSelectionSubject: Subject {
    /// What became of the name.
    enum Outcome: Sendable, Equatable {
        case found
        case missing
        /// The selector as a whole matches fewer than it must.
        case few(found: Int, of: Int)
        /// Of another kind or engine, for people.
        case other(String)
    }

    let resource: ResourceReference
    let entry: Int?
    let outcome: Collected<Outcome>
}

extension Control where Judged == DatabaseSelectionSubject {
    /// A selector that matches nothing is a violation, and one that could not be resolved is unknown.
    static let databaseExists = Control(
        "database.exists",
        title: "Every selector matches a database",
        why: "A database that the policy means and does not find is not protected by it.",
        severity: .critical,
        field: "databases[].select",
        required: { _ in true },
        observed: \.outcome,
        satisfies: { outcome, _ in outcome == .found },
        showRequired: { _ in "exists" },
        showObserved: { outcome in
            switch outcome {
            case .found: "exists"
            case .missing: "not found"
            case .few(let found, let wanted): "\(found) found of at least \(wanted)"
            case .other(let text): text
            }
        },
        remedy: { subject, _ in
            if case .known(.few) = subject.outcome {
                return .procedure(
                    "Find out which database is gone or has lost its tags, and restore it or them; or lower `atLeast`.")
            }
            guard case .known(.other(let text)) = subject.outcome else {
                return .procedure("Restore the database, or remove it from the policy.")
            }
            return .procedure(
                "\(subject.resource.name) is \(text): give it an entry of its own with that engine, and `kind: cluster` for "
                    + "a Multi-AZ DB cluster; a member is covered by the entry of its cluster.")
        }
    )
}

extension DatabaseSelectionSubject.Outcome: Recordable {
    var recorded: JSONValue {
        switch self {
        case .found: "found"
        case .missing: "missing"
        case .few(let found, let wanted): .string("\(found) of \(wanted)")
        case .other(let text): .string(text)
        }
    }
}

extension Family {
    /// The policy's own selection: nothing is asked for it that its databases do not ask.
    static let databaseSelections = Family(
        .database, controls: [.databaseExists],
        subjects: { context in
            context.selections.flatMap { selection -> [DatabaseSelectionSubject] in
                func subject(
                    _ name: String, arn: String? = nil, _ outcome: Collected<DatabaseSelectionSubject.Outcome>
                ) -> DatabaseSelectionSubject {
                    DatabaseSelectionSubject(
                        resource: ResourceReference(selection.policy.kind.resource, name, arn: arn),
                        entry: selection.entry, outcome: outcome)
                }
                if let failure = selection.failure {
                    return selection.databases.map { subject($0.id, .unavailable(failure)) }
                }
                let wanted = selection.policy.select.atLeast
                let found = selection.databases.count
                let whole = wanted.map { wanted in
                    subject(
                        selection.policy.select.shown,
                        .known(found < wanted ? .few(found: found, of: wanted) : .found))
                }
                let named = selection.policy.select.ids.isEmpty ? [] : selection.databases
                return [whole].compactMap(\.self) + named.map { subject($0.id, arn: $0.arn, .known(.found)) }
                    + selection.misses.map { miss in
                        subject(miss.name, .known(miss.found.map { .other($0) } ?? .missing))
                    }
            }
        },
        reads: { _ in [] },
        imagine: { _, _, _ in }
    )
}
