import AWSNames

/// The operations by which providers turn one proof of identity into another.
///
/// Written by hand: generated operations stand on this module, and so cannot be used in it.
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
    /// Calls such an operation as the configuration wants it.
    ///
    /// - Parameter provider: What it is signed with; nil for operations that are not signed.
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
    /// What went wrong, without the operation: code and message, or why no answer came.
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
    /// A bare status says what it is.
    fileprivate var shownCode: String { code == String(status) ? "HTTP \(status)" : code }
}
