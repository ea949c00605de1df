/// A question to the IAM policy simulator: may the caller perform all of these actions on all of these resources.
package struct PermissionQuestion: Hashable, Sendable, Codable {
    /// Such as `rds:DeleteDBInstance`.
    package var actions: [String]
    /// The actions among them that many drills never need.
    package var perhaps: Set<String>
    /// The ARNs against each of which the call is authorized.
    package var resources: [String]
    /// The request's context values, by condition key.
    package var context: [String: [String]]

    package init(
        _ actions: [String], perhaps: Set<String> = [], on resources: [String], context: [String: [String]]
    ) {
        self.actions = actions
        self.perhaps = perhaps
        self.resources = resources
        self.context = context
    }
}

/// The answer of the IAM policy simulator.
package struct PermissionFacts: Hashable, Sendable, Codable {
    /// One action on one resource that would not be allowed.
    package struct Refusal: Hashable, Sendable, Codable {
        package var action: String
        /// An ARN.
        package var resource: String
        /// Condition keys in the caller's policies whose values are unknown; with any, the result is undecided.
        package var undecidedBy: [String]
        /// False for a call that many drills never need.
        package var isCertain: Bool

        package init(action: String, resource: String, undecidedBy: [String], isCertain: Bool) {
            self.action = action
            self.resource = resource
            self.undecidedBy = undecidedBy
            self.isCertain = isCertain
        }
    }

    /// The number of simulated calls.
    package var asked: Int
    package var refusals: [Refusal]
    /// Why the simulation failed, or is incomplete.
    package var failure: String?

    package init(asked: Int = 0, refusals: [Refusal] = [], failure: String? = nil) {
        self.asked = asked
        self.refusals = refusals
        self.failure = failure
    }
}
