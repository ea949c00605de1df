public import AWSNames

/// Calls AWS: serialises, finds the endpoint, signs, sends, retries and parses.
///
/// A value: copies and clients made by `with` share connections, keys, quotas and limits.
public struct AWSClient: Sendable {
    /// How it was made.
    public let settings: ClientSettings
    private let state: ClientState

    /// A client that shares nothing with others but its transport.
    public init(_ settings: ClientSettings) {
        self.settings = settings
        state = ClientState()
    }

    private init(_ settings: ClientSettings, state: ClientState) {
        self.settings = settings
        self.state = state
    }

    /// A client that differs in some settings, such as region or credentials, and shares what this one has learnt.
    public func with(_ change: (inout ClientSettings) -> Void) -> AWSClient {
        var settings = settings
        change(&settings)
        return AWSClient(settings, state: state)
    }

    /// Makes a call and waits for its whole answer.
    ///
    /// - Throws: `ClientError`, or `CancellationError`.
    public func send<Input, Output>(
        _ operation: Operation<Input, Output>, _ input: Input
    ) async throws -> Output {
        let call = try Call(operation, input)
        let reply = try await pipeline(call).run(.whole)
        return try decode(reply, operation, call)
    }

    /// Makes a call whose answer's body arrives piece by piece; the output holds what the head says.
    ///
    /// - Throws: `ClientError`, or `CancellationError`.
    public func stream<Input, Output>(
        _ operation: Operation<Input, Output>, _ input: Input
    ) async throws -> StreamedOutput<Output> {
        let call = try Call(operation, input)
        let reply = try await pipeline(call).run(.streamed)
        return StreamedOutput(output: try decode(reply, operation, call), next: reply.next)
    }

    /// A URL by which anybody may make this call until it expires.
    ///
    /// - Throws: `ClientError`.
    public func presign<Input, Output>(
        _ operation: Operation<Input, Output>, _ input: Input, expiresIn: Duration
    ) async throws -> HTTPRequest {
        try await pipeline(Call(operation, input)).presigned(expiresIn: expiresIn)
    }

    /// A password for 15 minutes to a database with IAM authentication.
    ///
    /// - Throws: `ClientError`.
    public func databaseAuthToken(host: String, port: Int, user: String) async throws -> Redacted<String> {
        let name = "rds-db:connect"
        guard let region = settings.region else {
            throw ClientError(operation: name, cause: .endpoint(EndpointError("Invalid Configuration: Missing Region")))
        }
        let credentials: Credentials
        do {
            credentials = try await settings.credentials.credentials()
        } catch {
            throw ClientError(operation: name, cause: .credentials(error))
        }
        return DatabaseAuthToken.make(
            host: host, port: port, user: user, region: region, credentials: credentials,
            date: SigningDate(secondsSince1970: Int(settings.clock.now())))
    }

    private func pipeline(_ call: Call) -> Pipeline {
        Pipeline(call: call, settings: settings, state: state)
    }

    private func decode<Input, Output>(
        _ reply: Pipeline.Reply, _ operation: Operation<Input, Output>, _ call: Call
    ) throws -> Output {
        do {
            return try operation.decode(reply.response)
        } catch var error as ServiceError {
            // S3 tells of a failed copy in the body of a response with status 200.
            error.attempts = reply.attempts
            throw ClientError(operation: call.name, attempts: reply.attempts, cause: .service(error))
        } catch {
            throw ClientError(
                operation: call.name, attempts: reply.attempts,
                cause: .response(error, requestID: reply.response.requestID))
        }
    }
}

/// An answer whose body is read piece by piece.
public struct StreamedOutput<Output: Sendable>: Sendable {
    /// What the head of the answer says.
    public var output: Output
    /// The next piece of the body; nil at the end. Throws `HTTPError` or `CancellationError`.
    public var next: @Sendable () async throws -> [UInt8]?
}

extension HTTPResponse {
    /// The service's name for the request, as far as the header says it.
    var requestID: String? { headers["x-amzn-requestid"] ?? headers["x-amz-request-id"] }
}
