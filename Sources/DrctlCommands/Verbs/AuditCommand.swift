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
            Reads only, AWS and the evidence of drills. Exit code 0: everything is met or waived; 2: something is violated;
            4: something could not be checked, or not be published.

              $ drctl audit --policy policies/knowledge-base.yaml

            Every night, with the metrics that the policy's alarms watch: that the audit ran, how old the newest recovery point
            is, and the last verified drill:

              $ drctl audit --publish-metrics --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Show what is met, too.")
    package var verbose = false

    @Option(help: ArgumentHelp("Only this control; may be repeated.", valueName: "id"))
    package var control: [String] = []

    @Option(help: ArgumentHelp("Only this resource; may be repeated.", valueName: "name"))
    package var resource: [String] = []

    @Flag(
        name: .customLong("publish-metrics"),
        help: "Write the audit's heartbeat, recovery point age and drill age to CloudWatch (DR/drctl).")
    package var publishMetrics = false

    @Option(
        help: ArgumentHelp(
            "Where drills' evidence is kept (default: $DRCTL_EVIDENCE, or evidence in the state folder).",
            valueName: "folder|s3://bucket/prefix"))
    package var evidence: String?

    package init() {}

    package func validate() throws {
        if publishMetrics, !control.isEmpty || !resource.isEmpty {
            throw ValidationError("a part of an audit is no heartbeat: leave --control and --resource out")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let known = Set(Catalogue.descriptions.map(\.id.description))
        if let unknown = control.first(where: { !known.contains($0) }) {
            throw CommandFailure(.usage, "there is no control \(unknown)", hint: "drctl controls list")
        }
        var status = ExitStatus.success
        // Where each value comes from is not kept while AWS is asked.
        for policy in try context.loadPolicies().map(\.policy) {
            let (publishes, evidence) = (publishMetrics, evidence)
            var (audit, wasPublished) = try await context.withSession(policy) { session in
                let inventory = try await context.inventory(policy, session, evidence: evidence)
                let audit = Auditor.audit(policy, inventory)
                guard publishes else { return (audit, true) }
                return (audit, try await context.publish(policy, inventory, session))
            }
            audit.findings.removeAll { finding in
                !control.isEmpty && !control.contains(finding.control.id.description)
                    || !resource.isEmpty && !resource.contains(finding.resource.name)
            }
            try context.render(audit, verbose: verbose)
            status = status.worse(audit.exitStatus)
            if !wasPublished { status = status.worse(.incomplete) }
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
        Auditor.audit(policy, try await inventory(policy, session))
    }

    /// What AWS shows of the policy's resources.
    ///
    /// - Throws: `CancellationError`.
    func inventory(_ policy: RecoveryPolicy, _ session: AWSSession) async throws -> Inventory {
        console.live("Looking at AWS …")
        let collector = InventoryCollector(client: session.client, account: session.account, region: session.region)
        return try await collector.collect(for: policy, at: now())
    }

    /// The same, with what drills have proven.
    ///
    /// - Throws: `CommandFailure` for a place that is none, `CancellationError`.
    func inventory(
        _ policy: RecoveryPolicy, _ session: AWSSession, evidence place: String?
    ) async throws -> Inventory {
        var inventory = try await inventory(policy, session)
        guard policy.drill != nil else { return inventory }
        let store = try evidence(at: place, key: nil, client: session.client)
        do {
            inventory.drills = .known(try await store.drills(of: policy.name).map { DrillProof($0.record) })
        } catch let error as CancellationError {
            throw error
        } catch {
            inventory.drills = .unavailable(CollectionFailure(operation: "evidence \(store.place)", reason: "\(error)"))
        }
        return inventory
    }

    /// Publishes what alarms watch; false when some of it could not be, which is said.
    ///
    /// - Throws: `CancellationError`.
    fileprivate func publish(
        _ policy: RecoveryPolicy, _ inventory: Inventory, _ session: AWSSession
    ) async throws -> Bool {
        let (samples, unknown) = NightlyMetrics.samples(policy, inventory)
        for failure in unknown { console.complain("a metric is not published, since it is not known: \(failure)") }
        do {
            try await MetricPublisher(client: session.client).publish(samples, at: now())
            console.say("Published \(samples.count) metrics to \(MetricPublisher.namespace)")
        } catch let error as CancellationError {
            throw error
        } catch {
            console.complain("the metrics were not published: \(error)", hint: ErrorAdvice.hint(for: error))
            return false
        }
        return unknown.isEmpty
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
