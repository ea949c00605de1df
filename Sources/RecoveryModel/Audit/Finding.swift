/// The verdict of one control on one resource, with its evidence and its mend.
package struct Finding: Sendable, Equatable {
    package var control: ControlDescription
    package var resource: ResourceReference
    package var verdict: Verdict
    /// What the policy asks for, for people.
    package var required: String
    /// What was seen, for people; nil when it could not be seen.
    package var observed: String?
    /// How to mend it; nil unless it is violated.
    package var remedy: Remedy?

    package init(
        control: ControlDescription, resource: ResourceReference, verdict: Verdict, required: String,
        observed: String?, remedy: Remedy?
    ) {
        self.control = control
        self.resource = resource
        self.verdict = verdict
        self.required = required
        self.observed = observed
        self.remedy = remedy
    }
}

/// The mend of a violation.
package enum Remedy: Sendable, Equatable {
    /// API calls with every parameter, and what they disturb.
    case changes([Change], disruption: Disruption)
    /// Something that people have to do, because no single call does it or no tool should.
    case procedure(String)
    /// Time or a change under way will mend it.
    case resolvesItself(String)
}

/// What a change disturbs while it is made.
package enum Disruption: Sendable, Hashable, Codable {
    case none
    /// The database is away for so long as this says.
    case restart(String)

    /// For people; nil when nothing is disturbed.
    package var text: String? { if case .restart(let text) = self { text } else { nil } }
}
