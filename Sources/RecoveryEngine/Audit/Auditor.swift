package import RecoveryModel

/// Compares what the policy requires with what was observed: one walk over the families.
package enum Auditor {
    /// Every verdict.
    package static func audit(_ target: Target, _ inventory: Inventory) -> AuditResult {
        audit(ControlContext(target, inventory))
    }

    /// Every verdict, where the context is needed for something else too.
    package static func audit(_ context: ControlContext) -> AuditResult {
        result(verdicts(context).findings, context)
    }

    /// Every verdict, with the observed values of what is violated: all that drift compares.
    package static func compared(_ context: ControlContext) -> (audit: AuditResult, violated: [ObservedValue]) {
        let verdicts = verdicts(context, isRecording: true)
        return (result(verdicts.findings, context), verdicts.violated ?? [])
    }

    private static func result(_ verdicts: consuming [Finding], _ context: ControlContext) -> AuditResult {
        var findings = verdicts
        if !context.policy.severities.isEmpty {
            var overrides = SeverityOverrides(context.policy)
            for index in findings.indices { overrides.apply(to: &findings[index]) }
        }
        let today = context.now.day
        let waivers = context.policy.waivers
        if !waivers.isEmpty {
            for index in findings.indices { waive(&findings[index], by: waivers, on: today) }
        }
        var audit = AuditResult(
            policy: context.policy.name, account: context.inventory.account, region: context.inventory.region,
            at: context.now, findings: consume findings)
        audit.markConsequences()
        audit.orphans = context.orphans
        audit.objectives = EffectiveObjective.all(context)
        return audit
    }

    /// Every verdict as the controls give it, before anybody accepts a violation.
    static func verdicts(_ context: ControlContext, isRecording: Bool = false) -> Verdicts {
        var verdicts = Verdicts(isRecording: isRecording)
        // A list that grows stands in memory twice while it is moved, and this is the largest of an audit.
        verdicts.findings.reserveCapacity(families.reduce(0) { $0 + $1.most(context) })
        for family in families { family.audit(context, &verdicts) }
        return verdicts
    }

    /// In the order of reports, so that a large result need not be sorted.
    private static let families = Catalogue.families.sorted { $0.kind < $1.kind }

    /// The observed value of every control, where it could be read: what an apply leaves behind.
    package static func observedValues(_ context: ControlContext) -> [ObservedValue] {
        Catalogue.families.flatMap { $0.record(context) }
    }

    /// A violation that somebody has accepted is waived until the end of the day that they gave.
    private static func waive(_ finding: inout Finding, by waivers: [Waiver], on today: CalendarDay) {
        guard finding.verdict == .violated else { return }
        let match = waivers.first { waiver in
            waiver.control == finding.control.id.description
                && (waiver.resource == "*" || waiver.resource == finding.resource.name)
                && waiver.expires >= today
        }
        guard let match else { return }
        finding.verdict = .waived(owner: match.owner, reason: match.reason, expires: match.expires.description)
        finding.remedy = nil
    }
}
