import AWSNames
package import ArgumentParser
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl drift`: what changed behind our back.
package struct DriftCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Show what has changed since the last apply, and who changed it",
        discussion: """
            Compares the policy, what the last apply left, and AWS now. Reads only. Exit code 0: no drift; 2: drift; 4:
            something could not be checked.

              $ drctl drift --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drift }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var coverage: CoverageOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        try await context.report(on: try context.loadValidPolicies().ofRun, coverage.values, as: Report.drift) {
            target in
            let report = try await context.drift(of: target)
            let status: ExitStatus =
                !report.differences.isEmpty ? .difference : report.unknown.isEmpty ? .success : .incomplete
            return (report, status)
        }
    }
}

extension CommandContext {
    /// What has changed in a target since its last apply.
    ///
    /// - Throws: `FileFailure` when nobody can know what that was, `CancellationError`.
    func drift(of open: OpenTarget) async throws -> DriftReport {
        let session = open.session
        let target = Target(open.policy, account: session.account, region: session.region)
        // Proofs go out of date by themselves, which is no drift: evidence is not read.
        let judged = ControlContext(target, try await inventory(target, open))
        let audit = Auditor.audit(judged)
        let baseline = try state.baseline(
            policy: audit.policy, account: audit.account.description, region: audit.region.rawValue)
        return try await DriftFinder(client: session.client).drift(
            audit, Auditor.observedValues(judged), from: baseline)
    }
}
