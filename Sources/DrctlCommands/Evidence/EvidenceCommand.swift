import AWSCore
package import ArgumentParser
import Files
import RecoveryModel
package import RecoveryReports
import RecoveryRuntime

/// `drctl evidence`: shows what drills proved, and verifies that it was not changed.
package struct EvidenceCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "List, show and verify what drills have proven",
        discussion: """
            Works offline when the evidence is in a folder.

              $ drctl evidence verify
            """,
        subcommands: [EvidenceListCommand.self, EvidenceShowCommand.self, EvidenceVerifyCommand.self])

    package init() {}
}

/// `drctl evidence list`: lists the records, one per line.
package struct EvidenceListCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the records of every policy",
        discussion: """
              $ drctl evidence list
            """)

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidenceOptions

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let entries = try await context.withEvidence(at: places.evidence) { store in
            var entries: [EvidenceListing.Entry] = []
            for policy in try await store.policies() {
                entries += try await store.drills(of: policy).map { .init(policy: policy, sequence: $0, record: $1) }
            }
            return entries
        }
        try context.render(EvidenceListing(entries))
        return .success
    }
}

/// `drctl evidence show`: shows one record in full.
package struct EvidenceShowCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a record in full, the newest by default",
        discussion: """
              $ drctl evidence show knowledge-base 3 --output markdown
            """)

    package static var reports: Report.Kind { .drill }

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidenceOptions

    @Argument(help: ArgumentHelp("The policy's name.", valueName: "policy"))
    package var policyName: String

    @Argument(help: ArgumentHelp("The record's number.", valueName: "number"))
    package var number: Int?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let (name, number) = (policyName, number)
        let (record, policies) = try await context.withEvidence(at: places.evidence) { store in
            let record = try await store.drills(of: name).last { number == nil || $0.sequence == number }?.record
            return (record, record == nil ? try await store.policies() : [])
        }
        guard let record else {
            let wanted = number.map { "record \($0)" } ?? "evidence"
            let meant = policies.contains(name) ? nil : Spelling.hint(for: name, in: policies)
            throw CommandFailure(
                .usage, "\(wanted) of policy \(name) not found", hint: meant ?? "run `drctl evidence list`")
        }
        try context.render(record, verbose: true)
        return .success
    }
}

/// `drctl evidence verify`: verifies chain and signatures, offline.
package struct EvidenceVerifyCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify that no record was edited, deleted, reordered or truncated",
        discussion: """
            With --public-key signatures are checked too. Exit code 0: all evidence is unchanged; 1: something was
            changed.

              $ drctl evidence verify --public-key drctl.pub
            """)

    @OptionGroup package var global: EvidenceVerbOptions
    @OptionGroup package var places: EvidenceOptions

    @Option(
        name: .customLong("public-key"),
        help: ArgumentHelp("The Ed25519 key to check signatures with.", valueName: "file.pem"))
    package var publicKey: String?

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let key = try publicKey.map(key)
        let chains = try await context.withEvidence(at: places.evidence) { store in
            var chains: [EvidenceVerification.Chain] = []
            for policy in try await store.policies() {
                chains.append(
                    .init(
                        policy: policy, records: try await store.links(of: policy).count,
                        findings: try await store.verify(policy, key: key)))
            }
            return chains
        }
        let verification = EvidenceVerification(chains, checksSignatures: key != nil)
        try context.render(verification)
        return verification.isUnchanged ? .success : .failed
    }

    private func key(_ path: String) throws -> Ed25519PublicKey {
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try InputFile(path, mebibytes: 1).read()
        } catch {
            throw CommandFailure(.usage, error.description, hint: error.hint)
        }
        guard let bytes else { throw CommandFailure(.usage, "\(path): there is no such file") }
        guard let key = try? Ed25519PublicKey(pem: bytes) else {
            throw CommandFailure(.usage, "\(path): it is no Ed25519 public key")
        }
        return key
    }
}
