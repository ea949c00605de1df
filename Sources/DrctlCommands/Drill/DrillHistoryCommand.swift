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
            Reads the evidence. Makes no AWS call unless the evidence is in an S3 bucket.

              $ drctl drill history --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: GlobalOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let policies = try context.loadPolicies().map(\.policy)
        // Policies of one place are read at once.
        let option = places.evidence
        let byPlace = Dictionary(grouping: policies) { context.evidencePlace(option, of: $0) ?? "" }
        var records: [DrillRecord] = []
        for (place, policies) in byPlace.sorted(by: { $0.key < $1.key }) {
            records += try await context.withEvidence(at: place.isEmpty ? nil : place) { store in
                var records: [DrillRecord] = []
                for policy in policies { records += try await store.drills(of: policy.name).map(\.record) }
                return records
            }
        }
        try context.render(DrillHistory(records, of: policies.map(\.name)))
        return .success
    }
}

extension CommandContext {
    /// Opens the evidence store for reading, with a session only when it is a bucket.
    ///
    /// - Throws: `CommandFailure`, `ClientError`, what the body throws.
    func withEvidence<Value: Sendable>(
        at named: String?, _ body: @Sendable (EvidenceStore) async throws -> Value
    ) async throws -> Value {
        let place = named ?? environment["DRCTL_EVIDENCE"] ?? ""
        guard place.hasPrefix("s3://") else {
            return try await body(try evidence(at: place.isEmpty ? nil : place, key: nil, client: nil))
        }
        return try await withSession { session in
            try await body(try evidence(at: place, key: nil, client: session.client))
        }
    }
}
