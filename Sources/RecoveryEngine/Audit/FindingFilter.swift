package import RecoveryModel

/// The part of an audit that somebody asked for, by controls and resources; empty for all of it.
package struct FindingFilter: Sendable, Hashable {
    private let controls: [String]
    private let resources: [String]
    /// What answers a requirement of it; nil for no restriction.
    package let framework: Framework?

    /// From the ids of controls and the names of resources; an empty list is no restriction.
    package init(controls: [String], resources: [String], framework: Framework? = nil) {
        self.controls = controls
        self.resources = resources
        self.framework = framework
    }

    /// True when everything was asked for.
    package var isEmpty: Bool { !namesSome && framework == nil }

    /// True when controls or resources were named.
    private var namesSome: Bool { !controls.isEmpty || !resources.isEmpty }

    /// True for what was asked for.
    package func matches(_ finding: Finding) -> Bool {
        matches(
            control: finding.control.id.description, resource: finding.resource.name,
            standards: finding.control.standards)
    }

    /// True for a resource that was asked for, by whatever control.
    package func matches(_ resource: ResourceReference) -> Bool {
        resources.isEmpty || resources.contains(resource.name)
    }

    /// The same for a finding of which only this is known.
    package func matches(control: String, resource: String, standards: [Standard]) -> Bool {
        (controls.isEmpty || controls.contains(control)) && (resources.isEmpty || resources.contains(resource))
            && (framework.map { framework in standards.contains { framework.requirement(of: $0) != nil } } ?? true)
    }

    /// Whether everything was asked for that a waiver may be about.
    package func covers(_ waiver: Waiver) -> Bool {
        framework == nil && (controls.isEmpty || controls.contains(waiver.control))
            && (resources.isEmpty || resources.contains(waiver.resource))
    }

    /// What was asked for and is in no finding; nil when everything is. A part that is empty would be compliant, although
    /// nothing was checked.
    ///
    /// - Parameter findings: Those of all targets, before the filter.
    package func mistake(in findings: some Collection<Finding>) -> Mistake? {
        // A framework is no mistake where the policy asks for nothing of it: its requirements are then not asked for.
        guard namesSome else { return nil }
        let required = Set(findings.map(\.control.id.description))
        let known = Set(findings.map(\.resource.name))
        if let resource = resources.first(where: { !known.contains($0) }) {
            return Mistake(
                "resource \(resource) not found: the policy requires nothing of it",
                hint: Spelling.hint(for: resource, in: known.sorted()) ?? Self.list("it has requirements of", known))
        }
        if let control = controls.first(where: { !required.contains($0) }) {
            return Mistake(
                "the policy does not require \(control)",
                hint: Spelling.hint(for: control, in: required.sorted())
                    ?? "`drctl controls show \(control)` names its policy field")
        }
        for control in controls.isEmpty ? [nil] : controls.map(Optional.some) {
            let some = FindingFilter(controls: control.map { [$0] } ?? [], resources: resources, framework: framework)
            guard !findings.contains(where: some.matches) else { continue }
            return Mistake(
                "the policy does not require \(control ?? "anything")"
                    + (resources.isEmpty ? "" : " of \(CountText.list(resources))")
                    + (framework.map { " that answers \($0.title)" } ?? ""),
                hint: framework == nil ? "omit --control or --resource" : "omit --control, --resource or --framework")
        }
        return nil
    }

    private static func list(_ intro: String, _ names: Set<String>) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = names.sorted().prefix(8)
        let rest = names.count > shown.count ? ["\(names.count - shown.count) more"] : []
        return "\(intro) \(CountText.list(shown + rest))"
    }

    /// Why a filter is refused.
    package struct Mistake: Sendable, Hashable {
        /// What is not there.
        package var summary: String
        /// What was probably meant, or what there is.
        package var hint: String?

        init(_ summary: String, hint: String?) {
            self.summary = summary
            self.hint = hint
        }
    }
}
