import AWSNames

/// A helper program that prints credentials as JSON.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
struct ProcessCredentialProvider: NamedCredentialProvider {
    let name: String
    /// The configured command, which is split as by the AWS CLI.
    let command: String
    /// The account, if the helper names none.
    let accountID: String?
    let context: CredentialContext

    func credentials() async throws -> Credentials {
        let arguments = try arguments()
        let program = arguments[0]
        let output: CredentialProcessRunner.Output
        do {
            output = try await context.processRunner.run(arguments, context.configuration.sources.environment)
        } catch let error as CredentialProcessRunner.Failure {
            throw CredentialError.failed(name, "credential_process: \(program): \(error)")
        }
        guard output.status == nil else {
            let said = output.errorText.trimmingWhitespace.prefix(400)
            let reason = said.isEmpty ? "" : ": \(said)"
            throw CredentialError.failed(name, "credential_process: \(program): \(output.status ?? "")\(reason)")
        }
        return try read(output.text.secret, program: program)
    }

    private func read(_ output: [UInt8], program: String) throws -> Credentials {
        guard let answer = try? JSONFields(output) else {
            throw CredentialError.failed(name, "credential_process: \(program) did not print a JSON object")
        }
        guard answer.number("Version") == 1 else {
            throw CredentialError.failed(name, "credential_process: \(program) did not print \"Version\": 1")
        }
        let fields = CredentialFields(
            accessKeyID: answer.text("AccessKeyId"), secretAccessKey: answer.secret("SecretAccessKey"),
            sessionToken: answer.secret("SessionToken"), expiration: answer.text("Expiration"),
            accountID: answer.text("AccountId") ?? accountID)
        return try fields.credentials(from: name) { "credential_process: \(program): \($0)" }
    }

    /// The AWS CLI starts the helper without a shell, AWS's SDKs with one. Only a command with a pipe or list, which
    /// would otherwise become arguments of the helper, is run by the shell.
    private func arguments() throws -> [String] {
        guard let words = command.shellWords, let program = words.first, !program.isEmpty else {
            throw CredentialError.failed(name, "credential_process: the command's quotes do not match")
        }
        let isShellCommand = words.contains { ["|", "||", "&&", ";"].contains($0) }
        return isShellCommand ? ["/bin/sh", "-c", command] : words
    }
}
