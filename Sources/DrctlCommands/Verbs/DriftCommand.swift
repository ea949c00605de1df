import AWSNames
package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
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

    @OptionGroup package var global: GlobalOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        var status = ExitStatus.success
        for document in try context.loadPolicies() {
            let report = try await context.withSession(document.policy) { session in
                let target = Target(document.policy, account: session.account, region: session.region)
                // Proofs go out of date by themselves, which is no drift: evidence is not read.
                let judged = ControlContext(target, try await context.inventory(target, session))
                let audit = Auditor.audit(judged)
                let baseline = try context.state.baseline(
                    policy: audit.policy, account: audit.account.description, region: audit.region.rawValue)
                return try await DriftFinder(client: session.client).drift(
                    audit, Auditor.observedValues(judged), from: baseline)
            }
            try context.render(.drift(Run([.init(report.target, .done(report))])))
            status = status.moreSevere(
                !report.differences.isEmpty ? .difference : report.unknown.isEmpty ? .success : .incomplete)
        }
        return status
    }
}
