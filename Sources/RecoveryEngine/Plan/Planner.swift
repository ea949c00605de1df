package import RecoveryModel

/// Turns an audit's violations into ordered steps, each with its reasons.
package enum Planner {
    /// The steps that mend what can be mended; what cannot is said.
    package static func plan(_ audit: AuditResult) -> Plan {
        var steps: [Step] = []
        var left: [Finding] = []
        for finding in audit.findings {
            switch (finding.verdict, finding.remedy) {
            case (.violated, .changes(let changes, let disruption)?) where !changes.isEmpty:
                let reason = Step.Reason(
                    control: finding.control.id, title: finding.control.title, required: finding.required,
                    observed: finding.observed ?? "")
                for change in changes {
                    add(change, change.causes(disruption, among: changes) ? disruption : .none, reason, to: &steps)
                }
            case (.violated, _): left.append(finding)
            default: break
            }
        }
        return Plan(
            policy: audit.policy, account: audit.account, region: audit.region, at: audit.at,
            steps: steps.sorted { order($0.change) < order($1.change) }, left: left,
            unknown: audit.findings.filter { if case .unknown = $0.verdict { true } else { false } })
    }

    private static func order(_ change: Change) -> (Int, String, String) {
        (change.rank, change.resource.name, change.summary)
    }

    /// One call that does two things is one step with two reasons.
    private static func add(
        _ change: Change, _ disruption: Disruption, _ reason: Step.Reason, to steps: inout [Step]
    ) {
        for index in steps.indices {
            guard let merged = steps[index].change.merged(with: change) else { continue }
            steps[index].change = merged
            if steps[index].disruption == .none { steps[index].disruption = disruption }
            if !steps[index].reasons.contains(reason) { steps[index].reasons.append(reason) }
            return
        }
        steps.append(Step(change: change, disruption: disruption, reasons: [reason]))
    }
}

extension Change {
    /// Of several changes with a disruption, the restart is what disturbs, or else what sets the database.
    fileprivate func causes(_ disruption: Disruption, among changes: [Change]) -> Bool {
        let restarts = changes.contains { if case .rebootDatabase = $0 { true } else { false } }
        return switch self {
        case .rebootDatabase: true
        case .modifyDatabase: !restarts
        default: false
        }
    }
}
