import AWSCore
package import ArgumentParser
import RecoveryModel
import RecoveryRuntime

/// `drctl evidence timestamp`: has an authority say when evidence existed.
package struct EvidenceTimestampCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "timestamp",
        abstract: "Have a time stamp authority say when evidence existed (RFC 3161)",
        discussion: """
            Without it, the times of evidence are those of the machines that wrote it. Of each policy the newest record is
            stamped, and with it all before it, since each holds the digest of the one before. Only that digest is sent.
            `drctl evidence verify --timestamp-authorities FILE` and `openssl ts -verify` read the stamps. Exit code 0:
            every policy's newest record has a stamp; 1: the server gave none, or there is no evidence.

              $ drctl evidence timestamp --server https://freetsa.org/tsr
            """)

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidencePlaceOption

    @Option(
        help: ArgumentHelp(
            "The time stamp server (default: $DRCTL_TIMESTAMP_SERVER).", valueName: "url"))
    package var server: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let given = server ?? context.environment["DRCTL_TIMESTAMP_SERVER"] ?? ""
        guard let url = HTTPURL(given), ["http", "https"].contains(url.scheme) else {
            throw CommandFailure(
                .usage, given.isEmpty ? "no timestamp server is named" : "\(given) is not the URL of a server",
                hint: "name it with --server or DRCTL_TIMESTAMP_SERVER, as https://HOST/PATH")
        }
        for request in try context.evidenceRequests(EvidenceSource(place: places.evidence)) {
            try await context.withEvidenceClient(request.source, needsSession: false) { client in
                let store = try context.evidence(at: request.source.place, key: nil, client: client)
                let policies = try await request.policies(in: store)
                guard !policies.isEmpty else {
                    throw CommandFailure(
                        .failed, "no evidence found in \(store.place)", hint: "run `drctl evidence list`")
                }
                try await context.withConnection { _, transport in
                    let authority = TimestampAuthority(url: url, transport: transport) { .random(in: 1...UInt64.max) }
                    for policy in policies {
                        guard let stamp = try await store.stamp(policy, by: authority) else {
                            context.console.say("\(policy): the newest record has a timestamp already")
                            continue
                        }
                        let at = stamp.at.map { " at \($0)" } ?? ""
                        context.console.say("\(policy): record \(stamp.sequence) was stamped\(at)")
                    }
                }
            }
        }
        return .success
    }
}
