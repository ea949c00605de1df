package import RecoveryModel

/// The part of a plan that somebody asked for, by controls and resources.
package struct PlanFilter: Sendable, Hashable {
    /// Empty for every step.
    package var only: [ApplyConsent.Selector]
    package var exclude: [ApplyConsent.Selector]

    package init(only: [ApplyConsent.Selector] = [], exclude: [ApplyConsent.Selector] = []) {
        self.only = only
        self.exclude = exclude
    }

    /// True when every step was asked for.
    package var isEmpty: Bool { only.isEmpty && exclude.isEmpty }

    /// The plan with the steps that were asked for, with what they rely on, and without what relies on a step that is left
    /// out.
    package func part(of plan: Plan) -> Plan {
        guard !isEmpty else { return plan }
        var part = plan
        let wanted = plan.steps.filter { step in only.isEmpty || only.contains { $0.allows(step) } }
        var needed = wanted.reduce(into: Set<Prerequisite>()) { $0.formUnion($1.change.prerequisites.reliesOn) }
        var kept: [Step] = []
        // From the last to the first: what a step relies on comes before it.
        for step in plan.steps.reversed() {
            let prerequisites = step.change.prerequisites
            guard wanted.contains(step) || !prerequisites.provides.isDisjoint(with: needed) else { continue }
            needed.formUnion(prerequisites.reliesOn)
            kept.append(step)
        }
        var missing: Set<Prerequisite> = []
        part.steps = kept.reversed().filter { step in
            let prerequisites = step.change.prerequisites
            let isOut = exclude.contains { $0.allows(step) } || !prerequisites.reliesOn.isDisjoint(with: missing)
            if isOut { missing.formUnion(prerequisites.provides) }
            return !isOut
        }
        part.leftOut = plan.steps.count - part.steps.count
        return part
    }

    /// Whether what a finding asks for was asked for here.
    package func asks(for finding: Finding) -> Bool {
        let (control, resource) = (finding.control.id, finding.resource)
        return (only.isEmpty || only.contains { $0.names(control, resource) })
            && !exclude.contains { $0.names(control, resource) }
    }

    /// A selector that names what the policies do not require; nil when there is none.
    ///
    /// - Parameters:
    ///   - findings: Those of all targets.
    ///   - steps: Those of all targets: what is pruned has no finding.
    package func mistake(in findings: [Finding], steps: [Step] = []) -> FindingFilter.Mistake? {
        (only + exclude).lazy.filter { !steps.contains(where: $0.allows) }.compactMap { $0.mistake(in: findings) }.first
    }
}

extension ApplyConsent.Selector {
    /// Why it names nothing that the policies require; nil when it does name something.
    ///
    /// - Parameter findings: Those of all targets.
    package func mistake(in findings: [Finding]) -> FindingFilter.Mistake? {
        FindingFilter(controls: [control], resources: resource.map { [$0] } ?? []).mistake(in: findings)
    }
}
