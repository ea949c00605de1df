package import AWSNames

/// What became of one verb on all of its targets: one result, rendered once. A target that fails is an entry like the
/// others, and never the end of the run.
package struct Run<Value: Sendable>: Sendable {
    /// What became of one target.
    package enum Outcome: Sendable {
        case done(Value)
        case failed(RunFailure)
    }

    /// A target with its outcome.
    package struct Entry: Sendable {
        package var target: TargetName
        package var outcome: Outcome

        package init(_ target: TargetName, _ outcome: Outcome) {
            self.target = target
            self.outcome = outcome
        }
    }

    /// In the order of the targets: by policy, its primary region first.
    package var entries: [Entry]
    /// What the policies' scopes name and this run did not check.
    package var uncovered: [UncoveredPlace]
    /// Whether every place had to be checked.
    package var requiresAll: Bool

    package init(_ entries: [Entry], uncovered: [UncoveredPlace] = [], requiresAll: Bool = false) {
        self.entries = entries
        self.uncovered = uncovered
        self.requiresAll = requiresAll
    }

    /// True when something was not checked that had to be; a policy that could not be read always had to.
    package var isTooNarrow: Bool { uncovered.contains(where: had) }

    /// Whether a place that was not checked had to be.
    package func had(toCover place: UncoveredPlace) -> Bool { requiresAll || place.account == nil }

    /// The results of the targets that did not fail, in order.
    package var values: [Value] {
        entries.compactMap { if case .done(let value) = $0.outcome { value } else { nil } }
    }

    /// The targets that failed, in order.
    package var failures: [(target: TargetName, failure: RunFailure)] {
        entries.compactMap { entry in
            if case .failed(let failure) = entry.outcome { (entry.target, failure) } else { nil }
        }
    }

    /// The same run with other results.
    package func map<Other>(_ transform: (Value) -> Other) -> Run<Other> {
        Run<Other>(
            entries.map { entry in
                switch entry.outcome {
                case .done(let value): .init(entry.target, .done(transform(value)))
                case .failed(let failure): .init(entry.target, .failed(failure))
                }
            }, uncovered: uncovered, requiresAll: requiresAll)
    }
}

extension Run: Equatable where Value: Equatable {}
extension Run.Entry: Equatable where Value: Equatable {}
extension Run.Outcome: Equatable where Value: Equatable {}

/// Why a target has no result.
package struct RunFailure: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// What failed, on what, and why.
    package var description: String
    /// The next command or setting, where it is known.
    package var hint: String?

    package init(_ description: String, hint: String? = nil) {
        self.description = description
        self.hint = hint
    }
}

/// What a run did not check: an account or region of a policy's scope, or a policy that could not be read.
package struct UncoveredPlace: Hashable, Sendable {
    /// The policy's name; its file, when it could not be read.
    package var policy: String
    /// Nil for the whole policy.
    package var account: AccountID?
    /// Nil for the whole account.
    package var region: Region?
    /// Why, for people.
    package var reason: String

    package init(policy: String, account: AccountID?, region: Region?, reason: String) {
        self.policy = policy
        self.account = account
        self.region = region
        self.reason = reason
    }
}
