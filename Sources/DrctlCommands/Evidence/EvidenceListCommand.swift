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

              $ drctl evidence list
            """)

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let listing = try await context.withEvidence(places.source) { store, trust in
            var entries: [EvidenceListing.Entry] = []
            var chains: [ChainVerification] = []
            for policy in try await store.policies() {
                let reading = try await store.reading(of: policy, by: trust, at: context.now())
                entries += reading.drills.map { .init(policy: policy, sequence: $0, record: $1) }
                chains.append(reading.verification)
            }
            return EvidenceListing(entries, chains: chains)
        }
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
