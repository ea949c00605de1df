public import AWSNames

/// The metadata service of an EC2 instance, version 2 only: every request has a session token.
///
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
public struct InstanceMetadataService: Sendable {
    private let configuration: InstanceMetadataConfiguration
    private let requester: MetadataRequester

    /// The configuration.
    public init(_ context: CredentialContext) {
        configuration = context.configuration.instanceMetadata
        requester = MetadataRequester(context)
    }

    /// Why the service returned no usable response.
    enum Failure: Error, Hashable {
        /// `AWS_EC2_METADATA_DISABLED`.
        case disabled(SettingOrigin)
        /// There is no answer, most likely because this is not an EC2 instance.
        case unreachable(HTTPError)
        /// The service returned an error.
        case status(Int, path: String)
    }

    /// The region of the instance; nil when the service is not available.
    public func region() async throws -> Region? {
        do {
            let response = try await session().get("/latest/meta-data/placement/region")
            let text = String(decoding: response.body, as: UTF8.self).trimmingWhitespace
            return text.isEmpty ? nil : Region(String(text))
        } catch is Failure {
            return nil
        }
    }

    /// A session, which reads paths.
    func session() async throws -> Session {
        if configuration.isDisabled.value { throw Failure.disabled(configuration.isDisabled.origin) }
        let response = try await send("PUT", Self.tokenPath, ["x-aws-ec2-metadata-token-ttl-seconds": "21600"])
        return Session(service: self, token: Redacted(String(decoding: response.body, as: UTF8.self)))
    }

    struct Session {
        fileprivate let service: InstanceMetadataService
        fileprivate let token: Redacted<String>

        func get(_ path: String) async throws -> HTTPResponse {
            try await service.send("GET", path, ["x-aws-ec2-metadata-token": token.secret])
        }
    }

    /// The path of session tokens.
    var tokenURL: HTTPURL { url(Self.tokenPath) }

    private static let tokenPath = "/latest/api/token"

    private func url(_ path: String) -> HTTPURL {
        var url = configuration.endpoint.value
        url.path = (url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path) + path
        return url
    }

    private func send(_ method: String, _ path: String, _ headers: HTTPHeaders) async throws -> HTTPResponse {
        let patience = MetadataRequester.Patience(
            retry: RetrySettings(maximumAttempts: configuration.attempts?.value ?? 3),
            timeout: .seconds(configuration.timeout.value), retriesUnreachable: configuration.attempts != nil)
        do {
            let request = HTTPRequest(method: method, url: url(path), headers: headers)
            let response = try await requester.send(request, patience)
            guard response.status == 200, !response.body.isEmpty else {
                throw Failure.status(response.status, path: path)
            }
            return response
        } catch let error as HTTPError {
            throw Failure.unreachable(error)
        }
    }
}
