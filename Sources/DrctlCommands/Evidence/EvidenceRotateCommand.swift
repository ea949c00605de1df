import AWSCore
package import ArgumentParser
import RecoveryModel
import RecoveryRuntime

/// `drctl evidence rotate`: replaces the key that signs evidence.
package struct EvidenceRotateCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Replace the key that signs evidence",
        discussion: """
            Adds a record to the chain of every policy (or of --policy-name), which the old and the new key sign. Earlier
            records stay verifiable with either public key; later ones must be signed by the new key.

              $ drctl evidence rotate --signing-key old.pem --to new.pem
            """)

    @OptionGroup package var global: EvidenceVerbOptions

    @OptionGroup package var places: EvidencePlaceOption

    @Option(
        name: .customLong("signing-key"),
        help: ArgumentHelp(
            "The key that signs the evidence now (default: $DRCTL_SIGNING_KEY, a path, secret or PEM text).",
            valueName: "file.pem|secretsmanager:name"))
    package var signingKey: String?

    @Option(
        help: ArgumentHelp("The key that signs it from now on.", valueName: "file.pem|secretsmanager:name"))
    package var to: String

    @Option(name: .customLong("policy-name"), help: ArgumentHelp("Only this policy's evidence.", valueName: "name"))
    package var policyName: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let (named, next, policyName) = (signingKey, to, policyName)
        let isStored = [named ?? context.environment["DRCTL_SIGNING_KEY"] ?? "", next].contains {
            $0.hasPrefix("secretsmanager:")
        }
        let requests = try context.evidenceRequests(EvidenceSource(place: places.evidence))
        guard requests.count == 1, let request = requests.first else {
            throw CommandFailure(
                .usage, "the policies keep their evidence in \(requests.count) places", hint: "name those of one place")
        }
        let source = request.source
        return try await context.withEvidenceClient(source, needsSession: isStored) { client in
            guard let key = try await context.signingKey(named, client: client) else {
                throw CommandFailure(
                    .usage, "the key that is replaced has to sign", hint: "name it with --signing-key")
            }
            guard let new = try await context.signingKey(next, client: client) else {
                throw CommandFailure(.usage, "--to names no key")
            }
            let store = try context.evidence(at: source.place, key: key, client: client)
            let policies = try await store.policies().filter {
                (policyName == nil || $0 == policyName) && request.policies?.contains($0) ?? true
            }
            guard !policies.isEmpty else {
                throw CommandFailure(.failed, "no evidence found in \(store.place)", hint: "run `drctl evidence list`")
            }
            // Nothing is written before it is known that every chain can be continued.
            for policy in policies {
                guard let obstacle = try await store.obstacleToSigning(policy) else { continue }
                throw CommandFailure(.refused, obstacle, hint: "name the key that signs it with --signing-key")
            }
            for policy in policies {
                let stored = try await store.rotate(policy, to: new, at: context.now())
                context.console.say("\(policy): the key is replaced by \(stored.place), anchor \(stored.anchor)")
            }
            return .success
        }
    }
}
