package import RecoveryModel

/// Turns an audit's violations into ordered steps, each with its reasons.
package enum Planner {
    /// The steps that fix what can be fixed; what cannot is named.
    ///
    /// - Parameter isPruning: Whether the steps that remove orphans are among them.
    package static func plan(_ audit: AuditResult, isPruning: Bool = false) -> Plan {
        var steps: [ResourceReference: [Pending]] = [:]
        var unfixable: [Finding] = []
        for finding in audit.findings where finding.verdict == .violated {
            guard case .changes(let changes)? = finding.remedy, !changes.isEmpty else {
                unfixable.append(finding)
                continue
            }
            let reason = Step.Reason(
                control: finding.control.id, title: finding.control.title, required: finding.required,
                observed: finding.observed ?? "")
            // Changes merge only when they are of one resource.
            let resource = ResourceReference(finding.resource.kind, finding.resource.name)
            for change in changes { add(change, reason, to: &steps[resource, default: []]) }
        }
        var all = steps.values.joined().map { pending in
            let step = Step(change: pending.change, reasons: pending.reasons)
            return (order: order(step.facts), step: step)
        }
        if isPruning {
            all += (audit.orphans?.orphans ?? []).compactMap(\.pruningStep).map { (order: order($0.facts), step: $0) }
        }
        var plan = Plan(
            policy: audit.policy, account: audit.account, region: audit.region, at: audit.at,
            steps: all.sorted { $0.order < $1.order }.map(\.step), unfixable: unfixable,
            unknown: audit.findings.filter { if case .unknown = $0.verdict { true } else { false } })
        plan.orphans = isPruning ? audit.orphans?.leftByPruning : audit.orphans
        return plan
    }

    private struct Pending {
        var change: Change
        var reasons: [Step.Reason]
    }

    private static func order(_ facts: ChangeFacts) -> (Int, String, String) {
        (facts.stage.rawValue, facts.resource.name, facts.line)
    }

    /// One call that does two things is one step with two reasons.
    private static func add(_ change: Change, _ reason: Step.Reason, to steps: inout [Pending]) {
        for index in steps.indices {
            guard let merged = steps[index].change.merged(with: change) else { continue }
            steps[index].change = merged
            if !steps[index].reasons.contains(reason) { steps[index].reasons.append(reason) }
            return
        }
        steps.append(Pending(change: change, reasons: [reason]))
    }
}
