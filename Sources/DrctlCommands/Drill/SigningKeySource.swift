import AWSCore
import AWSNames
import RecoveryModel
import RecoveryRuntime

extension CommandContext {
    /// The prefix of the name of a secret that contains the key.
    private static let stored = "secretsmanager:"

    /// The key that signs evidence, from the file or secret that `--signing-key` or `DRCTL_SIGNING_KEY` names, from the
    /// variable itself when it contains PEM text, or from the policy's secret. Nil when none is set.
    ///
    /// - Throws: `CommandFailure`, which never contains a part of the key; `ClientError`.
    func signingKey(
        _ named: String?, of policy: RecoveryPolicy? = nil, client: AWSClient?
    ) async throws -> Ed25519PrivateKey? {
        let own = policy?.evidence?.signingKey.map { Self.stored + $0 }
        guard let source = named ?? environment["DRCTL_SIGNING_KEY"] ?? own, !source.isEmpty else { return nil }
        if named == nil, source.hasPrefix("-----BEGIN ") { return try key(source, "DRCTL_SIGNING_KEY") }
        guard source.hasPrefix(Self.stored) else { return try key(try privateText(source), source) }
        guard let client else { throw CommandFailure(.usage, "\(source) cannot be read without a session") }
        let text = try await SecretReader(client: client).text(String(source.dropFirst(Self.stored.count)))
        return try key(text?.secret ?? "", source)
    }

    private func key(_ pem: String, _ place: String) throws -> Ed25519PrivateKey {
        do {
            return try Ed25519PrivateKey(pem: [UInt8](pem.utf8))
        } catch {
            throw CommandFailure(
                .usage, "\(place) is not an Ed25519 private key in PEM format",
                hint: "create one with `openssl genpkey -algorithm ed25519 -out key.pem`")
        }
    }
}
