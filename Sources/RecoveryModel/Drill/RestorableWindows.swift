/// The instants that RDS can restore each database of the policies to.
package struct RestorableWindows: Hashable, Sendable {
    /// A database, and what is known of its window.
    package struct Entry: Hashable, Sendable {
        package enum Outcome: Hashable, Sendable {
            case known(RestorableWindow)
            /// It was not found, or could not be read.
            case failed(RunFailure)
        }

        package var target: TargetName
        /// Nil for whatever a target has whose databases could not be listed.
        package var database: String?
        package var outcome: Outcome

        package init(_ target: TargetName, _ database: String?, _ outcome: Outcome) {
            self.target = target
            self.database = database
            self.outcome = outcome
        }
    }

    /// By target, then name.
    package let entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries.sorted { ($0.target, $0.database ?? "") < ($1.target, $1.database ?? "") }
    }

    /// Those without any point in time that can be restored.
    package var closed: [Entry] {
        entries.filter { if case .known(let window) = $0.outcome { !window.isOpen } else { false } }
    }

    /// Those of which nothing is known.
    package var failed: [Entry] {
        entries.filter { if case .failed = $0.outcome { true } else { false } }
    }
}
