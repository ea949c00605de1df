import AWSNames

/// The role of the ECS task or EKS pod that the process runs in.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
public struct ContainerCredentialProvider: NamedCredentialProvider {
    private let sources: ConfigurationSources
    private let requester: MetadataRequester

    /// Creates the provider for the agent that the environment names.
    public init(_ context: CredentialContext) {
        sources = context.configuration.sources
        requester = MetadataRequester(context)
    }

    let name = ContainerCredentialEndpoint.source

    /// The role's credentials. Throws `CredentialError`.
    public func credentials() async throws -> Credentials {
        guard let url = try ContainerCredentialEndpoint.url(sources) else {
            throw CredentialError.notConfigured(
                name, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set")
        }
        var headers: HTTPHeaders = ["accept": "application/json"]
        if let token = try authorizationToken() { headers["authorization"] = token.secret }
        let patience = MetadataRequester.Patience(
            retry: RetrySettings(maximumAttempts: 3, baseDelay: .seconds(1)), timeout: .seconds(2))
        do {
            var request = HTTPRequest(method: "GET", url: url, headers: headers)
            // The agent is on this machine, so a proxy cannot reach it and must not see the token.
            request.isDirect = true
            let response = try await requester.send(request, patience)
            return try read(response, url: url)
        } catch let error as HTTPError {
            throw CredentialError.failed(name, "\(error)")
        }
    }

    private func read(_ response: HTTPResponse, url: HTTPURL) throws -> Credentials {
        let answer = try? JSONFields(response.body)
        guard response.status == 200 else {
            let code = answer?.text("code", "Code") ?? "HTTP \(response.status)"
            let message = answer?.text("message", "Message").map { ": \($0)" } ?? ""
            throw CredentialError.failed(name, "\(url.scheme)://\(url.authority) returned \(code)\(message)")
        }
        guard let answer else { throw CredentialError.failed(name, "the response is not JSON") }
        let fields = CredentialFields(
            accessKeyID: answer.text("AccessKeyId"), secretAccessKey: answer.secret("SecretAccessKey"),
            sessionToken: answer.secret("Token"), expiration: answer.text("Expiration"),
            accountID: answer.text("AccountId"))
        return try fields.credentials(from: name)
    }

    /// The token, which is read each time because EKS replaces the file.
    private func authorizationToken() throws -> Redacted<String>? {
        let token: String
        if let path = sources.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            let variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
            do {
                guard let text = try sources.text(of: path) else {
                    throw CredentialError.failed(name, "\(variable): \(path) not found")
                }
                token = text
            } catch let error as FileReadError {
                throw CredentialError.failed(name, "\(variable): \(error)")
            }
        } else if let value = sources.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            token = value
        } else {
            return nil
        }
        guard token.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw CredentialError.failed(name, "the authorization token contains a line feed or control character")
        }
        return Redacted(token)
    }
}

/// The URL for a container's credentials. Over plain HTTP only addresses of this machine are allowed, since the request
/// contains a token and the response a secret.
enum ContainerCredentialEndpoint {
    static let source = "container"

    static func url(_ sources: ConfigurationSources) throws(CredentialError) -> HTTPURL? {
        if let path = sources.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            guard path.hasPrefix("/"), let url = HTTPURL("http://169.254.170.2\(path)") else {
                throw .failed(source, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path that begins with '/'")
            }
            return url
        }
        guard let text = sources.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
        guard let url = HTTPURL(text) else {
            throw .failed(source, "AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL with scheme and host")
        }
        guard url.scheme == "https" || isTrusted(url.host) else {
            throw .failed(
                source, "AWS_CONTAINER_CREDENTIALS_FULL_URI: '\(url.host)' is not asked over plain HTTP",
                hint: "use https, a loopback address or one of \(trusted.sorted().joined(separator: ", "))")
        }
        return url
    }

    /// The agents of ECS and EKS, and this machine.
    private static let trusted: Set<String> = [
        "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost", "[::1]",
    ]

    private static func isTrusted(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopback = parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
        return isLoopback || trusted.contains(host)
    }
}
