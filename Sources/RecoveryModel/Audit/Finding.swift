import AWSNames

/// The verdict of one control on one resource, with its evidence and what fixes it.
package struct Finding: Sendable, Equatable {
    package var control: ControlDescription
    package var resource: ResourceReference
    /// The policy's entry that asks for it, such as the third of `databases`; nil for what stands once in a policy, or
    /// nowhere.
    package var entry: Int?
    package var verdict: Verdict
    /// What the policy asks for, for people.
    package var required: String
    /// What was seen, for people; nil when it could not be seen.
    package var observed: String?
    /// What fixes it; nil unless it is violated.
    package var remedy: Remedy?
    /// Whether it is violated because its resource does not exist, which another finding says: what creates the resource
    /// fixes it too.
    package var isConsequence = false

    package init(
        control: ControlDescription, resource: ResourceReference, verdict: Verdict, required: String,
        observed: String?, remedy: Remedy?, entry: Int? = nil
    ) {
        self.control = control
        self.resource = resource
        self.verdict = verdict
        self.required = required
        self.observed = observed
        self.remedy = remedy
        self.entry = entry
    }
}

extension Finding {
    /// Stable: it survives rewording, reordering and time.
    package func id(at target: TargetName) -> String {
        "\(target.policy)/\(target.account)/\(target.region.rawValue)/\(control.id.description)/\(resource.name)"
    }
}

/// What fixes a violation. Most findings have none, and no room for one.
package indirect enum Remedy: Sendable, Equatable {
    /// API calls with every parameter.
    case changes([Change])
    /// Something that people have to do, because no single call does it or no tool should.
    case procedure(String)
    /// Time or a change under way will fix it.
    case resolvesItself(String)
}
