package import ArgumentParser
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl objectives`: targets, what follows from them, and what was measured.
package struct ObjectivesCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "objectives",
        abstract: "Show the objectives, what follows from them, and what drills have measured",
        discussion: """
            Reads and verifies the evidence; makes no AWS call unless it is in an S3 bucket. Exit code 0: both objectives were
            met by a recent drill of each database; 3: one was missed; 4: not proven, or too long ago.

              $ drctl objectives --policy policies/knowledge-base.yaml
              $ drctl objectives --output openslo --policy policies/knowledge-base.yaml
            """)

    package static var reports: Report.Kind { .objectives }

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let documents = try context.loadPolicies()
        let (now, source) = (context.now(), places.source)
        var policies: [ObjectivesReport.Policy] = []
        var chains: [ChainVerification] = []
        for (source, names) in try context.evidence(source, of: documents.map(\.policy)) {
            let readings = try await context.withEvidence(source) { store, trust in
                var readings: [EvidenceReading] = []
                for name in names { readings.append(try await store.reading(of: name, by: trust, at: now)) }
                return readings
            }
            for reading in readings {
                guard let document = documents.first(where: { $0.policy.name == reading.verification.policy }) else {
                    continue
                }
                // The first drill has no evidence to read, which is no doubt about any.
                let isEmpty = reading.verification.records == 0
                policies.append(
                    ObjectivesReport.Policy(
                        document.policy, derived: Self.derived(document), proven: isEmpty ? .known([]) : reading.proven,
                        now: now))
                if !isEmpty { chains.append(reading.verification) }
            }
        }
        let report = ObjectivesReport(at: now, policies: policies, chains: chains)
        try context.render(report)
        switch report.standing {
        case .met: return .success
        case .missed: return .notVerified
        case .outdated, .unproven: return .incomplete
        }
    }

    /// The values of a policy that follow from its objectives.
    static func derived(_ document: PolicyDocument) -> [ObjectivesReport.Derived] {
        document.explanation.compactMap { value in
            guard case .derived(let reason) = value.origin else { return nil }
            return ObjectivesReport.Derived(path: value.path.description, value: value.value, reason: reason)
        }
    }
}
