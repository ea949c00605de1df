package import RecoveryModel

/// The part of an audit that somebody asked for, by controls and resources; empty for all of it.
package struct FindingFilter: Sendable, Hashable {
    private let controls: [String]
    private let resources: [String]

    /// From the ids of controls and the names of resources; an empty list is no restriction.
    package init(controls: [String], resources: [String]) {
        self.controls = controls
        self.resources = resources
    }

    /// True when everything was asked for.
    package var isEmpty: Bool { controls.isEmpty && resources.isEmpty }

    /// True for what was asked for.
    package func matches(_ finding: Finding) -> Bool {
        (controls.isEmpty || controls.contains(finding.control.id.description))
            && (resources.isEmpty || resources.contains(finding.resource.name))
    }

    /// What was asked for and is in no finding; nil when everything is. A part that is empty would be compliant, although
    /// nothing was checked.
    ///
    /// - Parameter findings: Those of all targets, before the filter.
    package func mistake(in findings: some Collection<Finding>) -> Mistake? {
        guard !isEmpty else { return nil }
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
            let some = FindingFilter(controls: control.map { [$0] } ?? [], resources: resources)
            guard !findings.contains(where: some.matches) else { continue }
            return Mistake(
                "the policy does not require \(control ?? "anything") of \(CountText.list(resources))",
                hint: "omit --control or --resource")
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
