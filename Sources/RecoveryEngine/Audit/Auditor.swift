package import RecoveryModel

/// Compares what the policy requires with what was observed: one walk over the catalogue.
package enum Auditor {
    /// Every verdict.
    package static func audit(_ policy: RecoveryPolicy, _ inventory: Inventory) -> AuditResult {
        let resources = PolicyResources(policy: policy, inventory: inventory)
        var findings = selectors(resources)
        walk(Catalogue.database, resources.databaseSubjects, into: &findings) {
            ResourceReference(.database, $0.instance.id, arn: $0.instance.arn)
        }
        walk(Catalogue.clusters, resources.clusterSubjects, into: &findings) {
            ResourceReference(.database, $0.cluster.id, arn: $0.cluster.arn)
        }
        walk(Catalogue.storage, resources.bucketSubjects, into: &findings) {
            ResourceReference(.bucket, $0.bucket.name)
        }
        walk(Catalogue.keys, resources.keySubjects, into: &findings) { ResourceReference(.key, $0.policy.alias) }
        walk(Catalogue.roles, resources.roleSubjects, into: &findings) { ResourceReference(.role, $0.policy.name) }
        walk(Catalogue.topics, resources.topicSubjects, into: &findings) { ResourceReference(.topic, $0.policy.topic) }
        walk(Catalogue.alarms, resources.alarmSubjects, into: &findings) { ResourceReference(.alarm, $0.required.name) }
        walk(Catalogue.events, resources.eventSubjects, into: &findings) {
            ResourceReference(.eventSubscription, $0.required.name)
        }
        walk(Catalogue.dashboards, resources.dashboardSubjects, into: &findings) {
            ResourceReference(.dashboard, $0.name)
        }
        for index in findings.indices { waive(&findings[index], by: policy.waivers, on: inventory.observedAt.day) }
        return AuditResult(
            policy: policy.name, account: inventory.account, region: inventory.region, at: inventory.observedAt,
            findings: consume findings)
    }

    /// By subject, then by the controls' names: nearly the order of the result, so that sorting moves little.
    private static func walk<Subject>(
        _ controls: [Control<Subject>], _ subjects: [Subject], into findings: inout [Finding],
        _ reference: (Subject) -> ResourceReference
    ) {
        let controls = controls.sorted { $0.description.id < $1.description.id }
        for subject in subjects {
            for control in controls {
                guard let assessment = control.assess(subject) else { continue }
                findings.append(
                    Finding(
                        control: control.description, resource: reference(subject), verdict: assessment.verdict,
                        required: assessment.required, observed: assessment.observed, remedy: assessment.remedy))
            }
        }
    }

    /// A selector that matches nothing is a violation, and one that could not be resolved is unknown.
    private static func selectors(_ resources: PolicyResources) -> [Finding] {
        resources.context.policy.databases.flatMap { policy -> [Finding] in
            func finding(
                _ name: String, arn: String? = nil, _ verdict: Verdict, observed: String?, remedy: Remedy?
            ) -> Finding {
                Finding(
                    control: PolicyResources.databaseExists, resource: ResourceReference(.database, name, arn: arn),
                    verdict: verdict, required: "exists", observed: observed, remedy: remedy)
            }
            let wanted = policy.select.ids.isEmpty ? [policy.select.shown] : policy.select.ids
            switch resources.selected(by: policy) {
            case .unavailable(let failure):
                return wanted.map { finding($0, .unknown(failure), observed: nil, remedy: nil) }
            case .known(let found) where policy.select.ids.isEmpty && !found.isEmpty:
                return []
            case .known(let found):
                return wanted.map { id in
                    guard let arn = found[id] else {
                        return finding(
                            id, .violated, observed: "missing",
                            remedy: .procedure("Restore the database, or take it out of the policy."))
                    }
                    return finding(id, arn: arn, .met, observed: "exists", remedy: nil)
                }
            }
        }
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
