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
            not put back to an earlier state. Exit code 0: all evidence is unchanged, or consistent where nothing proves
            more; 1: something was changed, or there is no evidence; 4: it cannot be shown that nothing was.

              $ drctl evidence verify --public-key drctl.pub --expect-at-least 12 --since "31d ago"
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

    package init() {}

    package func validate() throws {
        if let expectAtLeast, expectAtLeast < 1 { throw ValidationError("--expect-at-least must be at least 1") }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let (atLeast, now) = (expectAtLeast, context.now())
        let since = try since.map { text in
            guard let instant = RelativeTime.instant(text, now: now) else {
                throw CommandFailure(.usage, "--since: \"\(text)\" is not a time", hint: "use \(now) or `31d ago`")
            }
            return instant
        }
        let verification = try await context.withEvidence(places.source) { store, trust in
            var trust = trust
            (trust.atLeast, trust.since) = (atLeast, since)
            var chains: [ChainVerification] = []
            // A policy that an anchor names must be there, too.
            for policy in Set(try await store.policies()).union(trust.anchors.map(\.policy)) {
                chains.append(try await store.verify(policy, by: trust, at: now))
            }
            guard !chains.isEmpty else {
                throw CommandFailure(
                    .failed, "no evidence found in \(store.place)",
                    hint: "name its place with --evidence or DRCTL_EVIDENCE; `drctl drill run` stores some")
            }
            return EvidenceVerification(chains)
        }
        try context.render(verification)
        switch verification.verdict {
        case .unchanged?, .consistent?: return .success
        case .unproven?: return .incomplete
        case .changed?, nil: return .failed
        }
    }
}
