import AWSNames
package import ArgumentParser
import Files
import PostgresTools
import RecoveryEngine
import RecoveryModel
import RecoveryReports
import RecoveryRuntime

/// `drctl secrets restore`: exported values back into Secrets Manager or a `.env` file.
package struct SecretsRestoreCommand: DrctlVerb {
    package static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore exported secrets into Secrets Manager or a .env file",
        discussion: """
            Shows what would change by name, and never a value; --yes writes it. What is there besides stays. A secret of
            Secrets Manager that has another value by now, which may be newer than the export, is replaced only when
            --overwrite names it, and keeps the replaced value as its previous version. Exit code 2: something would change.

              $ drctl secrets restore secrets.age --identity key.txt --region us-east-1
              $ drctl secrets restore secrets.age --identity key.txt --into-env .env --yes
            """)

    @OptionGroup package var global: BackupVerbOptions
    @OptionGroup package var keys: IdentityOptions

    @Argument(help: "The file that `secrets export` has written.")
    package var file: String

    @Option(
        name: .customLong("into-env"), help: ArgumentHelp("Write variables into this file.", valueName: "file"))
    package var intoEnv: String?

    @Option(
        name: .customLong("kms-key"),
        help: ArgumentHelp("The key of KMS for secrets that are made.", valueName: "alias/name|arn"))
    package var kmsKey: String?

    @Option(help: ArgumentHelp("Replace the value that this secret has now. May be repeated.", valueName: "name"))
    package var overwrite: [String] = []

    @Flag(help: "Write.")
    package var yes = false

    package init() {}

    package func validate() throws {
        if intoEnv != nil, kmsKey != nil {
            throw ValidationError("--kms-key is for Secrets Manager, and not for a file")
        }
        if intoEnv != nil, !overwrite.isEmpty {
            throw ValidationError("--overwrite is for Secrets Manager, and not for a file")
        }
    }

    package func run(_ context: CommandContext) async throws -> ExitStatus {
        guard let identity = context.identity(keys) else {
            throw CommandFailure(
                .usage, "\(file) is encrypted with age, and no key was given",
                hint: "give the file of the key with --identity, or set DRCTL_AGE_IDENTITY")
        }
        let text = try await context.opened(file, identity)
        let plan: SecretsRestorePlan
        if let intoEnv {
            plan = try restore(text, into: intoEnv)
        } else {
            plan = try await restore(text, context)
        }
        try context.renderForCertain(Report(plan))
        guard plan.failures.isEmpty else { return .failed }
        return plan.isDone || !plan.changesAnything ? .success : .difference
    }

    private func restore(_ text: Redacted<String>, into path: String) throws -> SecretsRestorePlan {
        do {
            let isJSON = SecretBundle.isJSON(text.secret)
            let bundle = isJSON ? try SecretBundle(json: text.secret) : nil
            let exported = try bundle.map { try EnvironmentFile($0) } ?? EnvironmentFile(parsing: text.secret)
            let there = try InputFile(path, mebibytes: 1).read()
            let old = try EnvironmentFile(bytes: there ?? [])
            var plan = SecretsRestorePlan(
                place: path, exportedAt: bundle?.exportedAt, entries: old.entries(restoring: exported))
            let new = try old.text(restoring: exported)
            guard yes, plan.changesAnything else { return plan }
            try PrivateFile(path).update(with: new)
            plan.isDone = true
            return plan
        } catch let refusal as EnvironmentFile.Refusal {
            throw CommandFailure(.usage, "\(path): \(refusal); nothing was changed")
        } catch let refusal as SecretBundle.Refusal {
            throw CommandFailure(.usage, "\(file): \(refusal); nothing was changed")
        }
    }

    private func restore(_ text: Redacted<String>, _ context: CommandContext) async throws -> SecretsRestorePlan {
        let bundle: SecretBundle
        do throws(SecretBundle.Refusal) {
            bundle = try SecretBundle(json: text.secret)
        } catch {
            throw CommandFailure(
                .usage, "\(file): \(error); nothing was changed",
                hint: "a file of variables goes into a file: --into-env .env")
        }
        let (yes, kmsKey, overwrite) = (yes, kmsKey, overwrite)
        return try await context.withSession(region: context.options.region) { session in
            let vault = SecretsVault(client: context.patient(session.client))
            let plan = try await vault.plan(
                bundle, place: "Secrets Manager of account \(session.account), \(session.region)")
            if let stranger = overwrite.first(where: { name in !plan.entries.contains { $0.name == name } }) {
                throw CommandFailure(
                    .usage, "the export has no secret \(stranger); nothing was changed",
                    hint: Spelling.hint(for: stranger, in: plan.entries.map(\.name)))
            }
            guard yes, plan.changesAnything else { return plan }
            let unnamed = plan.unnamed(in: overwrite)
            guard unnamed.isEmpty else {
                let words = CountText.list(unnamed)
                throw CommandFailure(
                    .refused, "\(plan.place) has other values by now of \(words); nothing was changed",
                    hint: "where the exported value is the right one: "
                        + unnamed.map { "--overwrite \($0)" }.joined(separator: " "))
            }
            return await vault.execute(plan, bundle, key: kmsKey, replacing: overwrite)
        }
    }
}

extension CommandContext {
    /// The text of an export, in memory.
    ///
    /// - Throws: `CommandFailure` for a file that is missing or that the key does not open.
    func opened(_ file: String, _ identity: String) async throws -> Redacted<String> {
        do {
            return try await SecretsFile(file).read(identity: identity, by: try ageProgram())
        } catch let failure as BackupFailure {
            throw CommandFailure(.usage, failure.description)
        } catch let failure as PipelineFailure {
            throw CommandFailure(
                .failed, "\(file) could not be decrypted: \(failure)", hint: "give the key that it is for")
        }
    }
}
