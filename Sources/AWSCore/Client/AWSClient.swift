public import AWSNames

/// Calls AWS: serialises, resolves the endpoint, signs, sends, retries and parses.
///
/// It is a value: copies and clients created by `with` share connections, keys, quotas and limits.
public struct AWSClient: Sendable {
    private let shared: SharedSettings
    private let state: ClientState

    /// Creates a client that shares only its transport with others.
    public init(_ settings: ClientSettings) {
        self.init(settings, state: ClientState())
    }

    private init(_ settings: ClientSettings, state: ClientState) {
        shared = SharedSettings(settings)
        self.state = state
    }

    /// The client's settings.
    public var settings: ClientSettings { shared.value }

    /// A client that differs in some settings, such as region or credentials, and shares this one's state.
    public func with(_ change: (inout ClientSettings) -> Void) -> AWSClient {
        var settings = settings
        change(&settings)
        return AWSClient(settings, state: state)
    }

    /// Makes a call and waits for its complete response. A read whose response was cut off on its way, or garbled, is made
    /// again, as after a lost connection.
    ///
    /// - Throws: `ClientError`, or `CancellationError`.
    public func send<Input, Output>(
        _ operation: Operation<Input, Output>, _ input: Input
    ) async throws -> Output {
        let call = try Call(operation, input)
        settings.onCall?(CallInput(operation, input, in: settings.region))
        var unreadable = 0
        while true {
            let reply = try await pipeline(call).run(.whole)
            do {
                return try decode(reply, operation, call)
            } catch let error as ClientError
                where error.isGarbled && call.isRead && unreadable + 1 < settings.retry.maximumAttempts
            {
                unreadable += 1
                try await settings.clock.sleep(
                    settings.retry.delay(
                        afterAttempt: unreadable, .transient, random: settings.clock.random(), hint: nil))
            }
        }
    }

    /// Makes a call whose response body is streamed; the output contains the header's values.
    ///
    /// - Throws: `ClientError`, or `CancellationError`.
    public func stream<Input, Output>(
        _ operation: Operation<Input, Output>, _ input: Input
    ) async throws -> StreamedOutput<Output> {
        let call = try Call(operation, input)
        let reply = try await pipeline(call).run(.streamed)
        return StreamedOutput(output: try decode(reply, operation, call), next: reply.next)
    }

    /// A URL with which anybody can make this call until it expires.
    ///
    /// - Throws: `ClientError`.
    public func presign<Input, Output>(
        _ operation: Operation<Input, Output>, _ input: Input, expiresIn: Duration
    ) async throws -> HTTPRequest {
        try await pipeline(Call(operation, input)).presigned(expiresIn: expiresIn)
    }

    /// A password for a database with IAM database authentication, valid for 15 minutes.
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
        Pipeline(call: call, shared: shared, state: state)
    }

    private func decode<Input, Output>(
        _ reply: Pipeline.Reply, _ operation: Operation<Input, Output>, _ call: Call
    ) throws -> Output {
        do {
            return try operation.decode(reply.response)
        } catch var error as ServiceError {
            // S3 reports a failed copy in the body of a response with status 200.
            error.attempts = reply.attempts
            throw ClientError(operation: call.name, attempts: reply.attempts, cause: .service(error))
        } catch {
            throw ClientError(
                operation: call.name, attempts: reply.attempts,
                cause: .response(error, requestID: reply.response.requestID))
        }
    }
}

/// A response with a streamed body.
public struct StreamedOutput<Output: Sendable>: Sendable {
    /// The values of the response's header.
    public var output: Output
    /// The next piece of the body; nil at the end. Throws `HTTPError` or `CancellationError`.
    public var next: @Sendable () async throws -> [UInt8]?
}

extension HTTPResponse {
    /// The request id in the header, if any.
    var requestID: String? { headers["x-amzn-requestid"] ?? headers["x-amz-request-id"] }
}
