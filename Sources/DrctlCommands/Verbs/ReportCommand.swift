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

    @OptionGroup package var global: ReportPageOptions
    @OptionGroup package var coverage: CoverageOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let outcome = try await context.withTargets(try context.loadValidPolicies().ofRun, coverage.values) { run in
            try await run.each { (try await page(of: $0, context), .success) }
        }
        try context.emit(ReportPage.document(outcome.run, at: context.now()))
        context.complain(of: outcome.run.failures)
        return outcome.status
    }

    /// The page of one target.
    private func page(of target: OpenTarget, _ context: CommandContext) async throws -> ReportPage {
        let session = target.session
        let judged = try await context.observe(target, evidence: places.source)
        let audit = Auditor.audit(judged)
        let baseline = try context.state.baseline(
            policy: audit.policy, account: audit.account.description, region: audit.region.rawValue)
        let applied = ControlContext(judged.target, judged.inventory.withoutDrills)
        let (appliedAudit, violated) = Auditor.compared(applied)
        let drift = try await DriftFinder(client: session.client).drift(
            appliedAudit, violated, from: baseline)
        let source = try context.evidence(places.source, of: target.policy)
        let trust = try await context.trust(source, client: target.home.client)
        let reading = try await context.evidence(at: source.place, key: nil, client: target.home.client)
            .reading(of: target.policy.name, by: trust, at: context.now())
        _ = context.complain(of: [reading.verification])
        // What cannot be believed is not shown as proven, and a database of the same id in another place is another one.
        let drills = (reading.proven.value ?? [])
            .filter { $0.scope.account == session.account && $0.scope.region == session.region }
        return ReportPage(
            policy: PolicySummary(target.policy), audit: audit,
            plan: MaintenanceWindows.noted(in: Planner.plan(audit), judged.inventory, isNow: false), drift: drift,
            drills: drills.map { DrillSummary($0) })
    }
}
