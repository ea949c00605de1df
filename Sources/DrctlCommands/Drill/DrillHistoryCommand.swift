import AWSCore
package import ArgumentParser
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl drill history`: shows what earlier drills measured, and the trend.
package struct DrillHistoryCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show earlier drills, their RTO and RPO, and the trend",
        discussion: """
            Reads and verifies the evidence. Makes no AWS call unless the evidence is in an S3 bucket. Exit code 4: some of
            it cannot be relied on.

              $ drctl drill history --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policies = try context.loadPolicies().map(\.policy)
        let source = places.source
        var records: [DrillRecord] = []
        var chains: [ChainVerification] = []
        // Policies of one place are read at once.
        for (source, policies) in try context.evidence(source, of: policies) {
            let found = try await context.withEvidence(source) { store, trust in
                var readings: [EvidenceReading] = []
                for policy in policies {
                    readings.append(try await store.reading(of: policy, by: trust, at: context.now()))
                }
                return readings
            }
            records += found.flatMap { $0.drills.map(\.record) }
            chains += found.map(\.verification)
        }
        let history = DrillHistory(records, of: policies.map(\.name), chains: chains)
        try context.render(history)
        return history.chains.contains { !$0.findings.isEmpty } ? .incomplete : .success
    }
}

extension CommandContext {
    /// Opens the evidence store for reading, with what is trusted in it, and with a session only when a bucket is read.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, what the body throws.
    func withEvidence<Value: Sendable>(
        _ source: EvidenceSource, _ body: @Sendable (EvidenceStore, EvidenceTrust) async throws -> Value
    ) async throws -> Value {
        try await withEvidenceClient(source, needsSession: false) { client in
            try await body(
                try evidence(at: source.place, key: nil, client: client), try await trust(source, client: client))
        }
    }

    /// Runs the body with a client when the evidence or an anchor is in a bucket, or a session is needed anyway.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, what the body throws.
    func withEvidenceClient<Value: Sendable>(
        _ source: EvidenceSource, needsSession: Bool, _ body: @Sendable (AWSClient?) async throws -> Value
    ) async throws -> Value {
        guard needsSession || self.needsSession(source) else { return try await body(nil) }
        return try await withSession(region: options.region ?? source.region) { session in
            try await body(session.client)
        }
    }
}
