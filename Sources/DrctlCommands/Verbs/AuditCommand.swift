package import ArgumentParser
import CMalloc
import RecoveryEngine
package import RecoveryModel
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

            Every night, with the metrics that the policy's alarms watch: that the audit ran, and the ages of the newest recovery
            point, the last verified drill, secrets and certificates:

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
        help: "Write the audit's heartbeat and the ages that alarms watch to CloudWatch (DR/drctl).")
    package var publishMetrics = false

    @Flag(
        name: .customLong("explain-calls"),
        help: "List the calls of each operation and the controls that need them.")
    package var explainCalls = false

    @Option(help: ArgumentHelp("Only what answers this framework, by its requirements.", valueName: "framework"))
    package var framework: Framework?

    @Option(
        name: .customLong("fail-on"),
        help: ArgumentHelp(
            "Exit with 2 or 4 only for what is at least this severe; the result is the same.", valueName: "severity"))
    package var failOn: Severity = .low

    @Option(
        help: ArgumentHelp("Say what is new, fixed and unchanged since this JSON result.", valueName: "previous.json"))
    package var baseline: String?

    @Option(
        help: ArgumentHelp("Keep the result here, and draw a trend.", valueName: "folder|s3://bucket/prefix"))
    package var history: String?

    @Option(
        name: .customLong("send-to"),
        help: ArgumentHelp("Send the findings to this service: security-hub.", valueName: "service"))
    package var sendTo: FindingsReceiver?

    @OptionGroup package var coverage: CoverageOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func validate() throws {
        if publishMetrics, !control.isEmpty || !resource.isEmpty || framework != nil {
            throw ValidationError("a part of an audit is no heartbeat: remove --control, --resource and --framework")
        }
        if history != nil, !control.isEmpty || !resource.isEmpty || framework != nil {
            throw ValidationError("a part of an audit is no history: remove --control, --resource and --framework")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let controls = Catalogue.descriptions
        let known = Set(controls.map(\.id.description))
        if let unknown = control.first(where: { !known.contains($0) }) {
            throw CommandFailure.unknownControl(unknown, among: known)
        }
        let (policies, origins, sources, waivers) = try load(controls.map(\.field), context)
        let (verbose, filter) = (verbose, FindingFilter(controls: control, resources: resource, framework: framework))
        let (publishes, evidence, explains, threshold) = (publishMetrics, places.source, explainCalls, failOn)
        let (receiver, place) = (sendTo, history)
        let earlier = try context.baseline(baseline, of: policies.policies)
        // What cannot be kept is said before AWS is asked anything; a bucket needs the session.
        let folder = try await context.history(at: place, client: nil)
        let result = try await context.withTargets(policies, coverage.values) { run in
            let bucket = folder == nil ? try await context.history(at: place, client: run.sessions.own.client) : nil
            let history = folder ?? bucket
            let names = Set(run.list.targets.map(\.name.policy)).sorted()
            let summaries = try await history?.summaries(of: names) ?? []
            let outcome = try await run.each { opened in
                var target = opened
                let explanation = explains ? CallExplanation() : nil
                if let explanation { target.session = target.session.explained(by: explanation) }
                let judged = try await context.observe(target, evidence: evidence)
                try await context.keepInventory(of: judged.selectedDatabases, target, evidence: evidence)
                var audit = Auditor.audit(judged)
                if let source = sources[target.policy.name] {
                    audit.provenance = AuditProvenance(
                        file: source.file, digest: source.digest, caller: target.session.caller,
                        evidence: AuditProvenance.evidence(judged.inventory.drills))
                }
                audit.calls = try await explanation?.calls(of: judged, by: target.session.client)
                let wasPublished = publishes ? try await context.publish(judged, target.session) : true
                let part = filter.part(of: audit)
                var wasSent = true
                if let receiver { wasSent = try await context.send(part, to: receiver, target.session) }
                let status = part.exitStatus(failingOn: threshold)
                return (audit, wasPublished && wasSent ? status : status.moreSevere(.incomplete))
            }
            // While the connection is open: a history may be in a bucket.
            let keeping = AuditKeeping(history: history, earlier: summaries)
            let kept = try await keeping.keep(.audit(outcome.run, origins: origins), context)
            return (outcome, kept)
        }
        let (outcome, kept) = result
        try filter.requireMatch(in: outcome.run)
        let run = filter.part(of: outcome.run)
        let judgedNothing = framework != nil && run.values.allSatisfy(\.findings.isEmpty)
        let comparisons = AuditComparisons(
            baseline: earlier.map { BaselineComparison(run, since: $0, filter) }, trend: kept.trend)
        try context.render(.audit(run, origins: origins, verbose: verbose, comparisons: comparisons))
        context.complain(of: outcome.run.failures)
        for warning in waivers.warnings(in: outcome.run, filter) {
            context.console.report(warning)
            if context.isOnGitHub { context.console.say("\(GitHubAnnotation(warning))") }
        }
        context.tell(belowThreshold: threshold, in: run)
        if context.isOnGitHub {
            for annotation in GitHubAnnotation.findings(of: run, origins: origins) {
                context.console.say("\(annotation)")
            }
        }
        // Shown all the same: what AWS said is not asked again.
        if let failure = kept.failure { throw failure }
        return judgedNothing ? outcome.status.moreSevere(.incomplete) : outcome.status
    }

    /// The policies, with their files, and where each value of them comes from: that is kept while AWS is asked only for a
    /// format that says it.
    private func load(
        _ fields: [String], _ context: CommandContext
    ) throws -> (RunPolicies, [String: PolicyOrigins], [String: (file: String, digest: String)], IdleWaivers) {
        let loaded = try context.loadValidPolicies()
        let waivers = IdleWaivers(loaded.documents, on: context.now().day)
        let sources = Dictionary(
            uniqueKeysWithValues: loaded.documents.map { ($0.policy.name, (file: $0.file, digest: $0.digest)) })
        guard context.options.output.readsOrigins || context.isOnGitHub else {
            return (loaded.ofRun, [:], sources, waivers)
        }
        let origins = loaded.documents.map { ($0.policy.name, PolicyOrigins($0, fields: fields)) }
        return (loaded.ofRun, Dictionary(uniqueKeysWithValues: origins), sources, waivers)
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
        var inventory = try await inventory(target, open, evidence: source)
        let testsAlarms = policy.alarms?.testEvery != nil
        if policy.drill != nil || testsAlarms {
            let reading = try await evidence(of: open, source)
            if policy.drill != nil {
                inventory.drills = reading.flatMap(\.proven).map { $0.map(DrillProof.init) }
            }
            if testsAlarms {
                inventory.alarmProofs = reading.flatMap(\.provenAlarmTests).map { $0.flatMap(AlarmProof.all) }
            }
        }
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

    /// What AWS shows of the target's resources, and the places of backups.
    ///
    /// - Parameter source: The keys that manifests must be signed with are those of evidence.
    /// - Throws: `CommandFailure` for a key that is none, `CancellationError`.
    func inventory(
        _ target: Target, _ open: OpenTarget, evidence source: EvidenceSource = EvidenceSource()
    ) async throws -> Inventory {
        let session = open.session
        var collector = InventoryCollector(
            client: patient(session.client), account: session.account, region: session.region, progress: open.reading)
        if !target.selfManaged.isEmpty {
            collector.trust = EvidenceTrust.keys(try publicKeys(try evidence(source, of: open.policy)))
            collector.pgBackRest = pgBackRest()
        }
        let inventory = try await collector.collect(target, at: now())
        // What AWS's answers were read in goes back to the system before they are judged.
        _ = malloc_trim(0)
        return inventory
    }

    /// What is kept of a policy, with what its chain proves; unavailable when the evidence cannot be read.
    ///
    /// - Throws: `CommandFailure` for a place that is none, `CancellationError`.
    private func evidence(of open: OpenTarget, _ source: EvidenceSource) async throws -> Collected<EvidenceReading> {
        let source = try evidence(source, of: open.policy)
        let store = try evidence(at: source.place, key: nil, client: open.home.client)
        let trust = try await trust(source, client: open.home.client)
        do {
            return .known(try await store.reading(of: open.policy.name, by: trust, at: now()))
        } catch let error as CancellationError {
            throw error
        } catch {
            let reason = (error as? EvidenceFailure)?.reason ?? "\(error)"
            return .unavailable(CollectionFailure(operation: "evidence \(store.place)", reason: reason))
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

extension CommandContext {
    /// Says what `--fail-on` passes over: an exit code of 0 is then no verdict.
    fileprivate func tell(belowThreshold threshold: Severity, in run: Run<AuditResult>) {
        let passedOver = run.values.lazy.flatMap(\.findings).count {
            $0.control.severity < threshold && ($0.verdict == .violated || $0.verdict.word == "unknown")
        }
        guard passedOver > 0 else { return }
        console.say(
            "The exit code leaves out \(CountText.of(passedOver, "finding")) below \(threshold.rawValue) (--fail-on)"
        )
    }
}

extension AuditResult {
    /// What the findings of at least that severity mean to a pipeline.
    func exitStatus(failingOn threshold: Severity) -> ExitStatus {
        AuditConclusion(of: findings.lazy.filter { $0.control.severity >= threshold }).exitStatus
    }
}

extension AuditConclusion {
    /// What it means to a pipeline.
    var exitStatus: ExitStatus {
        switch self {
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
