import AWSNames
package import ArgumentParser
import RecoveryEngine
package import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl secrets export`: the values, encrypted with age before they touch a disk.
package struct SecretsExportCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export secrets into a file that age has encrypted",
        discussion: """
            The secrets of the policies (`databases[].secrets`), or those that are named. Without recipients nothing is read.

              $ drctl secrets export --to secrets.age --encrypt-to age1… --policy policies/knowledge-base.yaml
            """)

    @OptionGroup package var global: LookupOptions

    @Option(help: ArgumentHelp("The file that is written.", valueName: "file.age"))
    package var to: String

    @Option(
        name: .customLong("encrypt-to"),
        help: ArgumentHelp(
            "Encrypt to this recipient: an age or ssh public key; may be repeated (default: $DRCTL_AGE_RECIPIENT).",
            valueName: "age1…"))
    package var encryptTo: [String] = []

    @Option(help: ArgumentHelp("Only this secret; may be repeated.", valueName: "name"))
    package var secret: [String] = []

    @Option(help: ArgumentHelp("json, which can be restored anywhere, or env.", valueName: "form"))
    package var form: SecretsExport.Form = .json

    package init() {}

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        let recipients = context.recipients(encryptTo)
        guard !recipients.isEmpty else {
            throw CommandFailure(
                .usage, "no recipient was named: secrets are not exported in the clear",
                hint: "make a key with `age-keygen -o key.txt`, and give its public key with --encrypt-to")
        }
        guard !PrivateFile(to).exists else {
            throw CommandFailure(
                .usage, "\(to) exists already; nothing was exported",
                hint: "name another file: what it holds may be the only copy of older values")
        }
        let age = try context.ageProgram()
        let document = try context.loadPolicy()
        let (wanted, form, file) = (secret, form, to)
        let result = try await context.withTarget(of: document) { part, open in
            let named = Set(part.policy.databases.flatMap(\.secrets))
            if let unknown = wanted.first(where: { !named.contains($0) }) {
                throw CommandFailure(
                    .usage, "the policy does not name secret \(unknown)",
                    hint: Spelling.hint(for: unknown, in: named.sorted()) ?? "add it to `databases[].secrets`")
            }
            let names = wanted.isEmpty ? named.sorted() : wanted
            guard !names.isEmpty else {
                throw CommandFailure(
                    .refused, "the policy names no secret; nothing was exported",
                    hint: "name them in `databases[].secrets`")
            }
            let vault = SecretsVault(client: context.patient(open.session.client))
            let bundle = try await vault.bundle(of: names, at: context.now())
            switch form {
            case .json:
                try await SecretsFile(file).write(Redacted(bundle.json), to: recipients, by: age)
                return SecretsExport(file: file, form: form, names: names, recipients: recipients.count)
            case .env:
                let variables: EnvironmentFile
                let text: String
                do throws(EnvironmentFile.Refusal) {
                    variables = try EnvironmentFile(bundle)
                    text = try variables.text()
                } catch {
                    throw CommandFailure(.failed, error.description, hint: "give --form json")
                }
                try await SecretsFile(file).write(Redacted(text), to: recipients, by: age)
                return SecretsExport(
                    file: file, form: form, names: Array(variables.values.keys), recipients: recipients.count)
            }
        }
        try context.renderForCertain(Report(result))
        return .success
    }
}

extension SecretsExport.Form: ExpressibleByArgument {}

extension CommandContext {
    /// The recipients of the options, else of the environment.
    func recipients(_ given: [String]) -> [String] {
        guard given.isEmpty else { return given }
        return (environment["DRCTL_AGE_RECIPIENT"] ?? "").split(separator: ",")
            .map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
}
