package import ArgumentParser
import CMalloc
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

    @Flag(
        name: .customLong("explain-calls"),
        help: "List the calls of each operation and the controls that need them.")
    package var explainCalls = false

    @OptionGroup package var coverage: CoverageOptions
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
            throw CommandFailure.unknownControl(unknown, among: known)
        }
        let (policies, origins) = try load(controls.map(\.field), context)
        let (verbose, filter) = (verbose, FindingFilter(controls: control, resources: resource))
        let (publishes, evidence, explains) = (publishMetrics, places.source, explainCalls)
        let outcome = try await context.withTargets(policies, coverage.values) { run in
            try await run.each { opened in
                var target = opened
                let explanation = explains ? CallExplanation() : nil
                if let explanation { target.session = target.session.explained(by: explanation) }
                let judged = try await context.observe(target, evidence: evidence)
                try await context.keepInventory(of: judged.selectedDatabases, target, evidence: evidence)
                var audit = Auditor.audit(judged)
                audit.calls = try await explanation?.calls(of: judged, by: target.session.client)
                let wasPublished = publishes ? try await context.publish(judged, target.session) : true
                let status = filter.part(of: audit).exitStatus
                return (audit, wasPublished ? status : status.moreSevere(.incomplete))
            }
        }
        try filter.requireMatch(in: outcome.run)
        let run = filter.part(of: outcome.run)
        try context.render(.audit(run, origins: origins, verbose: verbose))
        context.complain(of: outcome.run.failures)
        if context.isOnGitHub {
            for annotation in GitHubAnnotation.findings(of: run, origins: origins) {
                context.console.say("\(annotation)")
            }
        }
        return outcome.status
    }

    /// The policies, and where each value of them comes from: kept while AWS is asked only for a format that says it.
    private func load(
        _ fields: [String], _ context: CommandContext
    ) throws -> (RunPolicies, [String: PolicyOrigins]) {
        let loaded = try context.loadValidPolicies()
        guard context.options.output.readsOrigins || context.isOnGitHub else { return (loaded.ofRun, [:]) }
        let origins = loaded.documents.map { ($0.policy.name, PolicyOrigins($0, fields: fields)) }
        return (loaded.ofRun, Dictionary(uniqueKeysWithValues: origins))
    }
}

extension CommandContext {
    /// What AWS shows of the policy's resources, with what drills have proven: one truth for every verb.
    ///
    /// - Throws: `CommandFailure` for a place that is none, `CancellationError`.
    func observe(
        _ open: OpenTarget, evidence source: EvidenceSource, isPruning: Bool = false
    ) async throws -> ControlContext {
        let (policy, session) = (open.policy, open.session)
        let target = Target(policy, account: session.account, region: session.region)
        var inventory = try await inventory(target, open)
        if policy.drill != nil { inventory.drills = try await drills(of: open, evidence: source) }
        return try await withOrphans(ControlContext(target, inventory), open, isPruning: isPruning)
    }

    /// The same audit with what drctl created in the target and the policy does not ask for any more.
    ///
    /// - Throws: `CancellationError`.
    func withOrphans(
        _ judged: ControlContext, _ open: OpenTarget, isPruning: Bool = false
    ) async throws -> ControlContext {
        let session = open.session
        let handiwork = state.handiwork(policy: open.policy.name, account: session.account, region: session.region)
        let search = OrphanSearch(
            client: patient(session.client), context: judged, handiwork: handiwork, isPruning: isPruning)
        return ControlContext(judged, orphans: try await search.list())
    }

    /// What AWS shows of the target's resources.
    ///
    /// - Throws: `CancellationError`.
    func inventory(_ target: Target, _ open: OpenTarget) async throws -> Inventory {
        let session = open.session
        let collector = InventoryCollector(
            client: patient(session.client), account: session.account, region: session.region, progress: open.reading)
        let inventory = try await collector.collect(target, at: now())
        // What AWS's answers were read in goes back to the system before they are judged.
        _ = malloc_trim(0)
        return inventory
    }

    /// What the kept drills of a policy prove; unavailable when the evidence cannot be read, or be believed.
    ///
    /// - Throws: `CommandFailure` for a place that is none, `CancellationError`.
    private func drills(
        of open: OpenTarget, evidence source: EvidenceSource
    ) async throws -> Collected<[DrillProof]> {
        let source = try evidence(source, of: open.policy)
        let store = try evidence(at: source.place, key: nil, client: open.home.client)
        let trust = try await trust(source, client: open.home.client)
        do {
            let reading = try await store.reading(of: open.policy.name, by: trust, at: now())
            return reading.proven.map { $0.map(DrillProof.init) }
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
