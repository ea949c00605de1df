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
            something could not be checked, or nothing was applied yet.

              $ drctl drift --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .drift }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var coverage: CoverageOptions

    @Option(
        help: ArgumentHelp(
            "Leave out this control, for this run; the result says so. May be repeated.",
            valueName: "control[:resource]"))
    package var ignore: [String] = []

    package init() {}

    package func validate() throws {
        let known = Catalogue.descriptions.map(\.id.description)
        for selector in ignore.map(ApplyConsent.Selector.init) where !known.contains(selector.control) {
            throw CommandFailure.unknownControl(selector.control, among: known).asValidation
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let loaded = try context.loadValidPolicies()
        let digests = Dictionary(loaded.documents.map { ($0.policy.name, $0.digest) }) { first, _ in first }
        let ignored = ignore.map(ApplyConsent.Selector.init)
        return try await context.report(on: loaded.ofRun, coverage.values, as: Report.drift) {
            target in
            var report = try await context.drift(of: target, digest: digests[target.name.policy])
            report.leaveOut(ignored)
            let status: ExitStatus =
                switch report.conclusion {
                case .drifted: .difference
                case .unchanged: .success
                case .incomplete: .incomplete
                }
            return (report, status)
        }
    }
}

extension CommandContext {
    /// What has changed in a target since its last apply.
    ///
    /// - Throws: `FileFailure` when nobody can know what that was, `CancellationError`.
    func drift(of open: OpenTarget, digest: String?) async throws -> DriftReport {
        let session = open.session
        let target = Target(open.policy, account: session.account, region: session.region)
        // Proofs go out of date by themselves, which is no drift: evidence is not read.
        let judged = try await withOrphans(ControlContext(target, try await inventory(target, open)), open)
        let audit = Auditor.audit(judged)
        let baseline = try state.baseline(
            policy: audit.policy, account: audit.account.description, region: audit.region.rawValue)
        return try await DriftFinder(client: patient(session.client), policyDigest: digest).drift(
            audit, Auditor.violatedValues(audit, judged), from: baseline)
    }
}

extension DriftReport {
    /// Leaves out what is to be ignored, and notes what that was.
    fileprivate mutating func leaveOut(_ selectors: [ApplyConsent.Selector]) {
        func isIgnored(_ control: ControlID, _ resource: ResourceReference) -> Bool {
            selectors.contains {
                $0.control == control.description && ($0.resource.map { $0 == resource.name } ?? true)
            }
        }
        let left = differences.filter { isIgnored($0.control, $0.resource) }
        differences.removeAll { isIgnored($0.control, $0.resource) }
        let unseen = unknown.filter { isIgnored($0.control.id, $0.resource) }
        unknown.removeAll { isIgnored($0.control.id, $0.resource) }
        ignored = Set(
            left.map { "\($0.control):\($0.resource.name)" } + unseen.map { "\($0.control.id):\($0.resource.name)" }
        ).sorted()
    }
}
