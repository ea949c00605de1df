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
        let outcome = try await context.withTargets(loaded.ofRun, coverage.values) { run in
            try await run.each { target in
                var compared = try await context.drift(of: target, digest: digests[target.name.policy])
                compared.report.leaveOut(ignored)
                return (compared, compared.report.exitStatus)
            }
        }
        if outcome.run.failures.isEmpty { try requireMatch(ignored, in: outcome.run.values, context) }
        try context.render(.drift(outcome.run.map(\.report)))
        context.complain(of: outcome.run.failures)
        return outcome.status
    }

    /// Refuses what names nothing that any target requires, or was left with; says what left nothing out.
    private func requireMatch(
        _ ignored: [ApplyConsent.Selector], in targets: [ComparedTarget], _ context: CommandContext
    ) throws {
        for selector in ignored {
            let left = targets.flatMap(\.report.ignored)
            guard !left.contains(where: { $0 == "\(selector)" || $0.hasPrefix("\(selector):") }) else { continue }
            let isKnown = targets.flatMap(\.known).contains { selector.names($0.control, $0.resource) }
            if !isKnown, let mistake = selector.mistake(in: targets.flatMap(\.findings)) {
                throw CommandFailure(.usage, "--ignore \(selector): \(mistake.summary)", hint: mistake.hint)
            }
            context.console.say("--ignore \(selector) leaves nothing out of this run")
        }
    }
}

/// The drift of a target, and what it was compared by.
struct ComparedTarget: Sendable {
    var report: DriftReport
    /// Those of the audit.
    let findings: [Finding]
    /// What the last apply left.
    let known: [ObservedValue]
}

extension DriftReport {
    /// What the report means to a pipeline.
    fileprivate var exitStatus: ExitStatus {
        switch conclusion {
        case .drifted: .difference
        case .unchanged: .success
        case .incomplete: .incomplete
        }
    }
}

extension CommandContext {
    /// What has changed in a target since its last apply.
    ///
    /// - Throws: `FileFailure` when nobody can know what that was, `CancellationError`.
    func drift(of open: OpenTarget, digest: String?) async throws -> ComparedTarget {
        let session = open.session
        let target = Target(open.policy, account: session.account, region: session.region)
        // Proofs go out of date by themselves, which is no drift: evidence is not read.
        let judged = try await withOrphans(ControlContext(target, try await inventory(target, open)), open)
        let (audit, violated) = Auditor.compared(judged)
        let baseline = try state.baseline(
            policy: audit.policy, account: audit.account.description, region: audit.region.rawValue)
        let report = try await DriftFinder(client: patient(session.client), policyDigest: digest).drift(
            audit, violated, from: baseline)
        return ComparedTarget(report: report, findings: audit.findings, known: baseline?.values ?? [])
    }
}

extension DriftReport {
    /// Leaves out what is to be ignored, and notes what that was.
    fileprivate mutating func leaveOut(_ selectors: [ApplyConsent.Selector]) {
        func isIgnored(_ control: ControlID, _ resource: ResourceReference) -> Bool {
            selectors.contains { $0.names(control, resource) }
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
