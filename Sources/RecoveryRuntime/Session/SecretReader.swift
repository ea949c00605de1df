package import AWSCore
package import AWSNames
import AWSServices

/// Reads secrets from Secrets Manager, in the client's region.
package struct SecretReader: Sendable {
    let client: AWSClient

    package init(client: AWSClient) { self.client = client }

    /// The secret's text; nil when the secret is binary.
    ///
    /// - Parameter name: A name or an ARN.
    /// - Throws: `ClientError`, `CancellationError`.
    package func text(_ name: String) async throws -> Redacted<String>? {
        try await client.send(SecretsManager.getSecretValue, .init(secretId: name)).secretString
    }
}
