/// What an earlier apply did to one target, from its journal.
package struct PastApply: Sendable, Hashable {
    /// A step that was begun.
    package struct Step: Sendable, Hashable {
        /// Its place in the plan, from 1.
        package var number: Int
        package var change: String
        package var begunAt: Instant
        /// `done` or `failed`; nil when the process ended first, so that nobody knows.
        package var outcome: String?
        package var reason: String?
        /// The change with the values before and after.
        package var call: JSONValue?

        package init(number: Int, change: String, begunAt: Instant, call: JSONValue?) {
            self.number = number
            self.change = change
            self.begunAt = begunAt
            self.call = call
        }
    }

    package var policy: String
    package var account = ""
    package var region = ""
    /// Nil when the journal cannot be read.
    package var at: Instant?
    /// By ARN.
    package var caller = ""
    /// How many steps the plan had.
    package var planned = 0
    package var steps: [Step] = []
    package var file: String
    /// Why the journal cannot be read, or not as a whole.
    package var problem: String?

    package init(policy: String, file: String, problem: String?) {
        self.policy = policy
        self.file = file
        self.problem = problem
    }

    /// How many steps ended so.
    package func count(_ outcome: String?) -> Int { steps.count { $0.outcome == outcome } }

    /// Such as `28 of 30 steps done, 1 failed, 1 not begun`.
    package var summary: String {
        var parts = ["\(count("done")) of \(CountText.of(planned, "step")) done"]
        if count("failed") > 0 { parts.append("\(count("failed")) failed") }
        if count("queued") > 0 { parts.append("\(count("queued")) queued for a maintenance window") }
        if count(nil) > 0 { parts.append("\(count(nil)) begun without an end") }
        if planned > steps.count { parts.append("\(planned - steps.count) not begun") }
        if let problem { parts = at == nil ? [problem] : parts + [problem] }
        return parts.joined(separator: ", ")
    }
}

/// The applies that were made with one state folder.
package struct ApplyHistory: Sendable, Hashable {
    /// Oldest first, numbered from 1.
    package let applies: [PastApply]
    /// The one that is shown with its steps; nil for the list.
    package let shown: Int?

    package init(_ applies: [PastApply], showing number: Int? = nil) {
        self.applies = applies.sorted {
            ($0.at?.milliseconds ?? 0, $0.file) < ($1.at?.milliseconds ?? 0, $1.file)
        }
        shown = number
    }
}
