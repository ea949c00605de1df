package import ArgumentParser
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl evidence verify`: verifies chain and signatures, offline.
package struct EvidenceVerifyCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify that no record was edited, deleted, reordered, back-dated or truncated",
        discussion: """
            With --public-key signatures are checked too; with --anchor, --expect-at-least and --since, that the evidence was
            not put back to an earlier state; with --countersigner, that a second party has signed all of it. Exit code 0: all evidence is unchanged, or consistent where nothing proves
            more; 1: something was changed, or there is no evidence; 4: it cannot be shown that nothing was.

              $ drctl evidence verify --public-key drctl.pub --expect-at-least 12 --since "31d ago"
              $ drctl evidence verify --policy policies
            """)

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidenceOptions

    @Option(
        name: .customLong("expect-at-least"),
        help: ArgumentHelp("Every policy must have this many records.", valueName: "number"))
    package var expectAtLeast: Int?

    @Option(
        help: ArgumentHelp(
            "Every policy must have a record since this time: RFC 3339 or `31d ago`.", valueName: "time"))
    package var since: String?

    @Option(
        name: .customLong("timestamp-authorities"),
        help: ArgumentHelp(
            "Check timestamps, too: the certificates of the authorities that are trusted.", valueName: "file.pem"))
    package var timestampAuthorities: String?

    @Option(
        help: ArgumentHelp(
            "Check the signatures of this second party, too; may be repeated.", valueName: "file.pem"))
    package var countersigner: [String] = []

    package init() {}

    package func validate() throws {
        if let expectAtLeast, expectAtLeast < 1 { throw ValidationError("--expect-at-least must be at least 1") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let (atLeast, now, authorities) = (expectAtLeast, context.now(), timestampAuthorities)
        let witnesses = EvidenceWitnesses(
            authorities: authorities, secondParties: EvidenceTrust.keys(try countersigner.map(context.publicKey)))
        if let authorities { _ = try context.bytes(of: authorities, "certificates of timestamp authorities") }
        let since = try since.map { text in
            guard let instant = RelativeTime.instant(text, now: now) else {
                throw CommandFailure(.usage, "--since: \"\(text)\" is not a time", hint: "use \(now) or `31d ago`")
            }
            return instant
        }
        var chains: [ChainVerification] = []
        for request in try context.evidenceRequests(places.source) {
            chains += try await context.withEvidence(request.source) { store, trust -> [ChainVerification] in
                var trust = trust
                (trust.atLeast, trust.since) = (atLeast, since)
                return try await Self.chains(of: request, in: store, trust, witnesses, at: now)
            }
        }
        let verification = EvidenceVerification(chains)
        try context.render(verification)
        switch verification.verdict {
        case .unchanged?, .consistent?: return .success
        case .unproven?: return .incomplete
        case .changed?, nil: return .failed
        }
    }

    /// - Throws: `CommandFailure` when what is asked for has no evidence.
    private static func chains(
        of request: EvidenceRequest, in store: EvidenceStore, _ trust: EvidenceTrust, _ witnesses: EvidenceWitnesses,
        at now: Instant
    ) async throws -> [ChainVerification] {
        let present = Set(try await store.policies())
        if let missing = request.policies?.first(where: { !present.contains($0) }) {
            throw CommandFailure(
                .failed, "no evidence of policy \(missing) found in \(store.place)",
                hint: "`drctl drill run` stores some")
        }
        // A policy that an anchor names must be there, too.
        let wanted = request.policies.map { Set($0) } ?? present.union(trust.anchors.map(\.policy))
        guard !wanted.isEmpty else {
            throw CommandFailure(
                .failed, "no evidence found in \(store.place)",
                hint:
                    "name its place with --evidence or DRCTL_EVIDENCE, or the policy that says it with --policy; "
                    + "`drctl drill run` stores some")
        }
        var chains: [ChainVerification] = []
        for policy in wanted.sorted() {
            chains.append(try await store.verify(policy, by: trust, and: witnesses, at: now))
        }
        return chains
    }
}
