package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl audit`: a verdict per control and resource.
package struct AuditCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check every requirement of the policy against AWS",
        discussion: """
            Reads only. Exit code 0: everything is met or waived; 2: something is violated; 4: something could not be checked.

              $ drctl audit --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Show what is met, too.")
    package var verbose = false

    @Option(help: ArgumentHelp("Only this control; may be repeated.", valueName: "id"))
    package var control: [String] = []

    @Option(help: ArgumentHelp("Only this resource; may be repeated.", valueName: "name"))
    package var resource: [String] = []

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let known = Set(Catalogue.descriptions.map(\.id.description))
        if let unknown = control.first(where: { !known.contains($0) }) {
            throw CommandFailure(.usage, "there is no control \(unknown)", hint: "drctl controls list")
        }
        var status = ExitStatus.success
        for document in try context.loadPolicies() {
            var audit = try await context.audit(document.policy)
            audit.findings.removeAll { finding in
                !control.isEmpty && !control.contains(finding.control.id.description)
                    || !resource.isEmpty && !resource.contains(finding.resource.name)
            }
            try context.render(audit, verbose: verbose)
            status = status.worse(audit.exitStatus)
        }
        return status
    }
}

extension CommandContext {
    /// Collects and judges.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, `AWSSession.Refusal`.
    func audit(_ policy: RecoveryPolicy) async throws -> AuditResult {
        try await withSession(policy) { session in try await audit(policy, session) }
    }

    /// Collects and judges in a session.
    ///
    /// - Throws: `CancellationError`.
    func audit(_ policy: RecoveryPolicy, _ session: AWSSession) async throws -> AuditResult {
        console.live("Looking at AWS …")
        let collector = InventoryCollector(client: session.client, account: session.account, region: session.region)
        return Auditor.audit(policy, try await collector.collect(for: policy, at: now()))
    }

    /// A session that is confined to the policy's accounts and regions.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, `AWSSession.Refusal`, what the body throws.
    func withSession<Value: Sendable>(
        _ policy: RecoveryPolicy, _ body: @Sendable (AWSSession) async throws -> Value
    ) async throws -> Value {
        try await withSession(region: options.region ?? policy.scope.regions.first) { session in
            try session.confine(to: policy)
            return try await body(session)
        }
    }
}

extension AuditResult {
    /// What the result means to a pipeline.
    var exitStatus: ExitStatus {
        switch conclusion {
        case .compliant: .success
        case .violated: .difference
        case .incomplete: .incomplete
        }
    }
}

extension ExitStatus {
    /// Of two results the one that a pipeline must not miss.
    func worse(_ other: ExitStatus) -> ExitStatus {
        let order: [ExitStatus] = [.success, .incomplete, .difference]
        return (order.firstIndex(of: self) ?? 3) >= (order.firstIndex(of: other) ?? 3) ? self : other
    }
}
