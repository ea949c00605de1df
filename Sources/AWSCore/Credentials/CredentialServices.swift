import AWSNames

/// The operations with which providers exchange one kind of credentials for another.
///
/// They are handwritten because generated operations depend on this module and cannot be used in it.
enum CredentialServices {
    static let sts = Service(
        id: "STS", endpointPrefix: "sts", signingName: "sts", wireProtocol: .query, apiVersion: "2011-06-15")
    static let sso = Service(
        id: "SSO", endpointPrefix: "portal.sso", signingName: "awsssoportal", wireProtocol: .restJSON,
        apiVersion: "2019-06-10")
    static let ssoOIDC = Service(
        id: "SSO OIDC", endpointPrefix: "oidc", signingName: "sso-oauth", wireProtocol: .restJSON,
        apiVersion: "2019-06-10")
}

extension CredentialContext {
    /// Calls such an operation according to the configuration.
    ///
    /// - Parameter provider: The credentials; nil for operations that are not signed.
    /// - Throws: `ClientError`, `ConfigurationError`, `CancellationError`.
    func call<Input, Output>(
        _ operation: Operation<Input, Output>, _ input: Input, region: Region?,
        signedWith provider: (any CredentialProvider)? = nil
    ) async throws -> Output {
        var settings = ClientSettings(
            region: region, credentials: provider ?? NothingToSignWith(), transport: transport)
        let endpoint = try configuration.endpointURL(forServiceID: operation.service.id)?.value
        settings.endpointURL = { _ in endpoint }
        settings.endpoints = EndpointOptions(
            usesFIPS: configuration.usesFIPS.value, usesDualStack: configuration.usesDualStack.value,
            usesLegacyGlobalEndpoint: configuration.stsRegionalEndpoints.value == .legacy)
        settings.retry.maximumAttempts = configuration.maximumAttempts.value
        settings.clock = clock
        return try await AWSClient(settings).send(operation, input)
    }
}

/// For operations that are not signed.
private struct NothingToSignWith: CredentialProvider {
    struct Misuse: Error {}

    func credentials() throws -> Credentials { throw Misuse() }
}

extension ClientError {
    /// The failure without the operation: code and message, or why there was no response.
    var reason: String {
        switch cause {
        case .service(let error): error.message.isEmpty ? error.shownCode : "\(error.shownCode): \(error.message)"
        case .transport(let error): "\(error)"
        case .endpoint(let error): "\(error)"
        case .input(let error), .credentials(let error), .response(let error, _): "\(error)"
        case .deadline(let duration): "no answer in \(duration)"
        }
    }
}

extension ServiceError {
    /// The meaning of a status without a message.
    fileprivate var shownCode: String { code == String(status) ? "HTTP \(status)" : code }
}
