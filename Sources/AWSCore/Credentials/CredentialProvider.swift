/// Where credentials come from.
public protocol CredentialProvider: Sendable {
    /// Credentials that work now; asked before every attempt, so a provider that fetches them also caches them.
    func credentials() async throws -> Credentials
}

/// Credentials that were given.
public struct StaticCredentialProvider: CredentialProvider {
    private let given: Credentials

    /// Hands out these, always.
    public init(_ credentials: Credentials) { given = credentials }

    /// Those given.
    public func credentials() -> Credentials { given }
}
