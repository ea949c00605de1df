import AWSNames
package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl report`: everything that is known of a policy's recoverability, on one page.
package struct ReportCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write one HTML page: objectives, verdicts, drift and drills",
        discussion: """
            Reads only. The page needs nothing from elsewhere and can be mailed or printed.

              $ drctl report --policy policies/knowledge-base.yaml --out recovery.html
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var settings: DrillSettings

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policy = try context.loadPolicy().policy
        let page = try await context.withSession(policy) { session in
            let judged = try await context.observe(policy, session, evidence: settings.evidence)
            let audit = Auditor.audit(judged)
            let baseline = try context.state.baseline(
                policy: audit.policy, account: audit.account.description, region: audit.region.rawValue)
            let applied = ControlContext(judged.target, judged.inventory.withoutDrills)
            let drift = try await DriftFinder(client: session.client).drift(
                Auditor.audit(applied), Auditor.observedValues(applied), from: baseline)
            let drills = try await context.evidence(at: settings.evidence, key: nil, client: session.client)
                .drills(of: policy.name)
            return ReportPage(
                policy: PolicySummary(policy), audit: audit, plan: Planner.plan(audit), drift: drift,
                drills: drills.map { DrillSummary($0.record) })
        }
        try context.emit(page.html)
        return .success
    }
}
