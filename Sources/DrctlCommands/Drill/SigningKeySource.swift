import AWSCore
import AWSNames
import RecoveryRuntime

extension CommandContext {
    /// What stands before the name of a secret that holds the key.
    private static let stored = "secretsmanager:"

    /// The key that evidence is signed with: of `--signing-key` or `DRCTL_SIGNING_KEY`, which name a file or a secret, or of
    /// the variable itself when it holds a PEM text. Nil when there is neither.
    ///
    /// - Throws: `CommandFailure`, never with a part of the key in it; `ClientError`.
    func signingKey(_ settings: DrillSettings, client: AWSClient) async throws -> Ed25519PrivateKey? {
        guard let source = settings.signingKey ?? environment["DRCTL_SIGNING_KEY"], !source.isEmpty else { return nil }
        if settings.signingKey == nil, source.hasPrefix("-----BEGIN ") { return try key(source, "DRCTL_SIGNING_KEY") }
        guard source.hasPrefix(Self.stored) else { return try key(try privateText(source), source) }
        let text = try await SecretReader(client: client).text(String(source.dropFirst(Self.stored.count)))
        return try key(text?.secret ?? "", source)
    }

    private func key(_ pem: String, _ place: String) throws -> Ed25519PrivateKey {
        do {
            return try Ed25519PrivateKey(pem: [UInt8](pem.utf8))
        } catch {
            throw CommandFailure(
                .usage, "\(place): it is no Ed25519 key", hint: "openssl genpkey -algorithm ed25519 -out key.pem")
        }
    }
}
