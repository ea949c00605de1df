/// A source of credentials.
public protocol CredentialProvider: Sendable {
    /// Valid credentials. They are requested before every attempt, so a provider that fetches them also caches them.
    func credentials() async throws -> Credentials

    /// Discards cached credentials that a service has reported as expired, so that the next ones are fetched.
    func invalidate(_ credentials: Credentials) async
}

extension CredentialProvider {
    /// Does nothing: without a cache there is nothing to discard.
    public func invalidate(_ credentials: Credentials) {}
}

/// Fixed credentials.
public struct StaticCredentialProvider: CredentialProvider {
    private let given: Credentials

    /// Creates a provider that always returns these.
    public init(_ credentials: Credentials) { given = credentials }

    /// The fixed credentials.
    public func credentials() -> Credentials { given }
}
