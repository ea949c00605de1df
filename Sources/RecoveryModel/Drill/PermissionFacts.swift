/// What IAM's policy simulator is asked: may the caller do all of these to all of these.
package struct PermissionQuestion: Hashable, Sendable, Codable {
    /// Such as `rds:DeleteDBInstance`.
    package var actions: [String]
    /// Those among them that many drills never come to.
    package var perhaps: Set<String>
    /// ARNs; the call is authorised against each.
    package var resources: [String]
    /// What the request would tell besides, by condition key.
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

/// What the simulator said.
package struct PermissionFacts: Hashable, Sendable, Codable {
    /// One action on one resource that would not be allowed.
    package struct Refusal: Hashable, Sendable, Codable {
        package var action: String
        /// An ARN.
        package var resource: String
        /// Condition keys that the caller's policies ask for and that nobody could tell; with any, nothing is decided.
        package var undecidedBy: [String]
        /// False for a call that many drills never come to.
        package var isCertain: Bool

        package init(action: String, resource: String, undecidedBy: [String], isCertain: Bool) {
            self.action = action
            self.resource = resource
            self.undecidedBy = undecidedBy
            self.isCertain = isCertain
        }
    }

    /// How many calls were simulated.
    package var asked: Int
    package var refusals: [Refusal]
    /// Why the simulator could not be asked, or not about all.
    package var failure: String?

    package init(asked: Int = 0, refusals: [Refusal] = [], failure: String? = nil) {
        self.asked = asked
        self.refusals = refusals
        self.failure = failure
    }
}
