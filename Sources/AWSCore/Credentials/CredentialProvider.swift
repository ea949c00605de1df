/// Where credentials come from.
public protocol CredentialProvider: Sendable {
    /// Credentials that work now; asked before every attempt, so a provider that fetches them also caches them.
    func credentials() async throws -> Credentials

    /// A service has called these expired: whoever keeps them drops them, so that the next ones are fresh.
    func invalidate(_ credentials: Credentials) async
}

extension CredentialProvider {
    /// Nothing: what is not kept cannot be dropped.
    public func invalidate(_ credentials: Credentials) {}
}

/// Credentials that were given.
public struct StaticCredentialProvider: CredentialProvider {
    private let given: Credentials

    /// Hands out these, always.
    public init(_ credentials: Credentials) { given = credentials }

    /// Those given.
    public func credentials() -> Credentials { given }
}
