package import ArgumentParser
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl evidence list`: lists the records, one per line.
package struct EvidenceListCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the records of every policy",
        discussion: """
            Verifies what it lists. Exit code 4: some of it cannot be relied on.

              $ drctl evidence list --policy policies
            """)

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        var entries: [EvidenceListing.Entry] = []
        var alarmTests: [EvidenceListing.AlarmTest] = []
        var chains: [ChainVerification] = []
        for request in try context.evidenceRequests(places.source) {
            let found = try await context.withEvidence(request.source) { store, trust in
                var readings: [EvidenceReading] = []
                for policy in try await request.policies(in: store) {
                    readings.append(try await store.reading(of: policy, by: trust, at: context.now()))
                }
                return readings
            }
            for reading in found {
                let policy = reading.verification.policy
                entries += (reading.drills + reading.recoveries).map { .init(policy: policy, sequence: $0, record: $1) }
                alarmTests += reading.alarmTests.map { .init(policy: policy, sequence: $0, record: $1) }
            }
            chains += found.map(\.verification)
        }
        let listing = EvidenceListing(entries, alarmTests: alarmTests, chains: chains)
        try context.render(listing)
        return listing.chains.contains { !$0.findings.isEmpty } ? .incomplete : .success
    }
}

extension CommandContext {
    /// Names what is wrong with evidence that a result was made from; the status that such a result has.
    func complain(of chains: [ChainVerification]) -> ExitStatus {
        for chain in chains where !chain.findings.isEmpty {
            console.complain(
                "the evidence of \(chain.policy) is \(chain.verdict.rawValue) and not to be relied on: "
                    + chain.findings.map(\.description).joined(separator: "; "),
                hint: "run `drctl evidence verify`")
        }
        return chains.contains { !$0.findings.isEmpty } ? .incomplete : .success
    }
}
