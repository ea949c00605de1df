import AWSCore
package import ArgumentParser
import RecoveryModel
import RecoveryRuntime

/// `drctl evidence countersign`: a second party signs what it has verified.
package struct EvidenceCountersignCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "countersign",
        abstract: "Sign evidence as a second party, after verifying it",
        discussion: """
            For somebody who does not write the evidence, such as an auditor with a key of their own: whoever has the key that
            signs evidence could write all of it anew. Of each policy the newest record is signed, and with it all before it.
            Only what is unchanged is signed, so the keys or anchors that prove that have to be named.
            `drctl evidence verify --countersigner FILE` then reports what was changed, removed or added since. Exit code 0:
            every policy's newest record is signed by this key; 1: the evidence is not unchanged, or there is none.

              $ drctl evidence countersign --signing-key auditor.pem --public-key drctl.pub
            """)

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidenceOptions

    @Option(
        name: .customLong("signing-key"),
        help: ArgumentHelp(
            "The second party's key, which signs no evidence itself.", valueName: "file.pem|secretsmanager:name"))
    package var signingKey: String

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let named = signingKey
        for request in try context.evidenceRequests(places.source) {
            let isStored = named.hasPrefix("secretsmanager:")
            try await context.withEvidenceClient(request.source, needsSession: isStored) { client in
                guard let key = try await context.signingKey(named, client: client) else {
                    throw CommandFailure(.usage, "--signing-key names no key")
                }
                let store = try context.evidence(at: request.source.place, key: nil, client: client)
                let trust = try await context.trust(request.source, client: client)
                guard trust.checksSignatures || !trust.anchors.isEmpty else {
                    throw CommandFailure(
                        .usage, "nothing says which evidence is genuine",
                        hint: "name the key that signs it with --public-key, or an anchor with --anchor")
                }
                let policies = try await request.policies(in: store)
                guard !policies.isEmpty else {
                    throw CommandFailure(
                        .failed, "no evidence found in \(store.place)", hint: "run `drctl evidence list`")
                }
                for policy in policies {
                    let anchor = try await store.countersign(policy, with: key, by: trust, at: context.now())
                    context.console.say(
                        anchor.map { "\(policy): countersigned record \($0.count), anchor \($0)" }
                            ?? "\(policy): this key has signed the newest record already")
                }
            }
        }
        return .success
    }
}
