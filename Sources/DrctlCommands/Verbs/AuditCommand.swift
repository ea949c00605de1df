package import ArgumentParser
import RecoveryEngine
import RecoveryModel
package import RecoveryReports
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

    package static var reports: Report.Kind { .audit }

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

    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func validate() throws {
        if publishMetrics, !control.isEmpty || !resource.isEmpty {
            throw ValidationError("a part of an audit is no heartbeat: remove --control and --resource")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let controls = Catalogue.descriptions
        let known = Set(controls.map(\.id.description))
        if let unknown = control.first(where: { !known.contains($0) }) {
            throw CommandFailure(.usage, "control \(unknown) not found", hint: "list them: drctl controls list")
        }
        let documents = try context.loadPolicies()
        // Where each value comes from is kept while AWS is asked only for a format that says it.
        let origins =
            context.options.output.readsOrigins
            ? Dictionary(
                uniqueKeysWithValues: documents.map {
                    ($0.policy.name, PolicyOrigins($0, fields: controls.map(\.field)))
                }) : [:]
        let verbose = verbose
        return try await context.report(
            on: documents.map(\.policy), as: { .audit($0, origins: origins, verbose: verbose) }
        ) { policy in
            let (audit, wasPublished) = try await audit(policy, context)
            let status = wasPublished ? audit.exitStatus : audit.exitStatus.moreSevere(.incomplete)
            return (audit.target, audit, status)
        }
    }

    /// The findings of one policy that were asked for, and whether its metrics are published, where they have to be.
    private func audit(_ policy: RecoveryPolicy, _ context: CommandContext) async throws -> (AuditResult, Bool) {
        let (publishes, evidence) = (publishMetrics, places.evidence)
        var (audit, wasPublished) = try await context.withSession(policy) { session in
            let judged = try await context.observe(policy, session, evidence: evidence)
            let audit = Auditor.audit(judged)
            guard publishes else { return (audit, true) }
            return (audit, try await context.publish(judged, session))
        }
        audit.findings.removeAll { finding in
            !control.isEmpty && !control.contains(finding.control.id.description)
                || !resource.isEmpty && !resource.contains(finding.resource.name)
        }
        return (audit, wasPublished)
    }
}

extension CommandContext {
    /// What AWS shows of the policy's resources, with what drills have proven: one truth for every verb.
    ///
    /// - Throws: `CommandFailure` for a place that is none, `CancellationError`.
    func observe(
        _ policy: RecoveryPolicy, _ session: AWSSession, evidence place: String?
    ) async throws -> ControlContext {
        let target = Target(policy, account: session.account, region: session.region)
        var inventory = try await inventory(target, session)
        if policy.drill != nil { inventory.drills = try await drills(of: policy, session, evidence: place) }
        return ControlContext(target, inventory)
    }

    /// What AWS shows of the target's resources.
    ///
    /// - Throws: `CancellationError`.
    func inventory(_ target: Target, _ session: AWSSession) async throws -> Inventory {
        console.live("Reading AWS …")
        let collector = InventoryCollector(client: session.client, account: session.account, region: session.region)
        return try await collector.collect(target, at: now())
    }

    /// What the kept drills of a policy prove; unavailable when the evidence cannot be read.
    ///
    /// - Throws: `CommandFailure` for a place that is none, `CancellationError`.
    private func drills(
        of policy: RecoveryPolicy, _ session: AWSSession, evidence place: String?
    ) async throws -> Collected<[DrillProof]> {
        let store = try evidence(at: place, key: nil, client: session.client)
        do {
            return .known(try await store.drills(of: policy.name).map { DrillProof($0.record) })
        } catch let error as CancellationError {
            throw error
        } catch {
            return .unavailable(CollectionFailure(operation: "evidence \(store.place)", reason: "\(error)"))
        }
    }

    /// Publishes what alarms watch; false when some of it could not be, which is said.
    ///
    /// - Throws: `CancellationError`.
    fileprivate func publish(_ judged: ControlContext, _ session: AWSSession) async throws -> Bool {
        let (samples, unknown) = NightlyMetrics.samples(judged)
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
    func moreSevere(_ other: ExitStatus) -> ExitStatus {
        let order: [ExitStatus] = [.success, .incomplete, .difference]
        return (order.firstIndex(of: self) ?? 3) >= (order.firstIndex(of: other) ?? 3) ? self : other
    }
}
