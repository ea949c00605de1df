import AWSNames

extension Pipeline {
    struct Attempt: Sendable {
        var number: Int
        /// The invocation id, which is the same for all attempts of a call.
        var identifier: String
        var endpoint: Endpoint
        /// The credentials; nil when the request is not signed.
        var credentials: Credentials?
    }

    /// Why an attempt failed.
    enum Failure: Error {
        case transport(HTTPError)
        case response(HTTPResponse, WireError)

        var headers: HTTPHeaders {
            if case .response(let response, _) = self { response.headers } else { [:] }
        }

        var code: String? {
            if case .response(_, let error) = self { error.code } else { nil }
        }

        func kind(_ service: Service) -> FailureKind {
            switch self {
            case .transport(let error): FailureKind(error)
            case .response(_, let error) where error.code == nil && error.isGarbled:
                // Why the service refused is not known. What it refused it did not do: it can be asked again.
                .transient
            case .response(let response, let error):
                FailureKind(status: response.status, code: error.code, retryable: service.retryableErrors)
            }
        }

        func error(_ call: Call, _ endpoint: Endpoint, attempts: Int) -> ClientError {
            let cause: ClientError.Cause =
                switch self {
                case .transport(let error): .transport(error)
                case .response(let response, let error):
                    .service(
                        ServiceError(
                            operation: call.name, code: error.code ?? String(response.status), message: error.message,
                            status: response.status, requestID: error.requestID ?? response.requestID,
                            attempts: attempts))
                }
            return ClientError(
                operation: call.name, endpoint: endpoint.url.endpoint, attempts: attempts, cause: cause)
        }
    }

    /// Waits for the limits, then signs and sends once.
    func attempt(_ attempt: Attempt, _ mode: Mode) async throws -> Result<Reply, Failure> {
        let credentials = attempt.credentials
        let rateLimiter = state.rateLimiter(
            ClientState.Place(
                account: credentials.map { $0.accountID ?? $0.accessKeyID } ?? "",
                region: attempt.endpoint.signingRegion, service: call.service.id), ceiling: settings.maximumRate)
        try await rateLimiter.waitForTurn(clock: settings.clock)
        let limit = settings.inFlightByService[call.service.id] ?? settings.inFlight
        let result = try await state.inFlightLimit(service: call.service.id, limit).run {
            let request = try signed(attempt)
            return try await exchange(request, attempt, mode)
        }
        if case .failure(let failure) = result {
            rateLimiter.observe(
                isThrottling: failure.kind(call.service) == .throttling, clock: settings.clock)
        } else {
            rateLimiter.observe(isThrottling: false, clock: settings.clock)
        }
        return result
    }

    /// The call as a URL with a signature that is valid for the given time.
    func presigned(expiresIn: Duration) async throws -> HTTPRequest {
        let endpoint = try resolve()
        guard let credentials = try await credentials(endpoint) else {
            throw ClientError(operation: call.name, cause: .credentials(PresignError.unsignedOperation))
        }
        let request = try request(at: endpoint)
        let isS3 = endpoint.pathForm == .asSent
        var unnamed = request
        unnamed.headers["User-Agent"] = nil
        return signer(endpoint).presign(
            unnamed, payload: isS3 ? .unsigned : SigningPayload(request.body), credentials: credentials,
            date: date(for: endpoint), expiresIn: Int(expiresIn.components.seconds)
        ).request
    }

    // MARK: - Signing

    func credentials(_ endpoint: Endpoint) async throws -> Credentials? {
        guard call.authentication == .signature else { return nil }
        do {
            return try await settings.credentials.credentials()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ClientError(
                operation: call.name, endpoint: endpoint.url.endpoint, cause: .credentials(error))
        }
    }

    private func request(at endpoint: Endpoint) throws -> HTTPRequest {
        do {
            return try RequestBuilder.request(for: call, at: endpoint, userAgent: settings.userAgent)
        } catch {
            throw ClientError(operation: call.name, endpoint: endpoint.url.endpoint, cause: .input(error))
        }
    }

    private func signed(_ attempt: Attempt) throws -> HTTPRequest {
        var request = try request(at: attempt.endpoint)
        request.headers["amz-sdk-invocation-id"] = attempt.identifier
        request.headers["amz-sdk-request"] = "attempt=\(attempt.number); max=\(settings.retry.maximumAttempts)"
        guard let credentials = attempt.credentials else { return request }
        let signer = signer(attempt.endpoint)
        let date = date(for: attempt.endpoint)
        guard case .stream(let stream) = request.body, signer.sendsPayloadHash else {
            return signer.sign(
                request, payload: SigningPayload(request.body), credentials: credentials, date: date
            ).request
        }
        return try upload(stream, in: request, by: signer, credentials, date)
    }

    private func signer(_ endpoint: Endpoint) -> RequestSigner {
        RequestSigner(
            service: endpoint.signingName, region: endpoint.signingRegion, pathForm: endpoint.pathForm,
            sendsPayloadHash: endpoint.pathForm == .asSent, keys: state.signingKeys)
    }

    private func date(for endpoint: Endpoint) -> SigningDate {
        SigningDate(
            secondsSince1970: Int(settings.clock.now()) + state.clockSkew.offset(of: endpoint.url.host))
    }

    // MARK: - Sending

    private func exchange(
        _ request: HTTPRequest, _ attempt: Attempt, _ mode: Mode
    ) async throws -> Result<Reply, Failure> {
        let started = settings.clock.uptime()
        let result: Result<Reply, Failure>
        do {
            result = judge(try await send(request, mode))
        } catch let error as HTTPError {
            result = .failure(.transport(error))
        }
        report(result, attempt, duration: settings.clock.uptime() - started)
        return result
    }

    private func send(_ request: HTTPRequest, _ mode: Mode) async throws -> Reply {
        let limits = limits(for: request, mode)
        guard mode == .streamed else {
            return Reply(response: try await settings.transport.send(request, limits: limits))
        }
        let streamed = try await settings.transport.stream(request, limits: limits)
        var response = HTTPResponse(status: streamed.status, headers: streamed.headers)
        guard !(200..<300).contains(streamed.status) else { return Reply(response: response, next: streamed.next) }
        // An error message is small; a longer body is not one.
        while response.body.count < 1 << 20, let piece = try await streamed.next() { response.body += piece }
        return Reply(response: response)
    }

    /// A transfer with a streamed body, in either direction, has no time limit as long as bytes move.
    private func limits(for request: HTTPRequest, _ mode: Mode) -> HTTPLimits {
        var limits = settings.limits
        var isStreamed = mode == .streamed
        if case .stream = request.body { isStreamed = true }
        guard isStreamed else { return limits }
        limits.stallTimeout = limits.stallTimeout ?? limits.totalTimeout
        limits.totalTimeout = nil
        return limits
    }

    private func judge(_ reply: Reply) -> Result<Reply, Failure> {
        if (200..<300).contains(reply.response.status), !isHiddenError(reply.response) { return .success(reply) }
        var response = reply.response
        if response.status < 300 { response.status = 500 }
        return .failure(.response(response, call.decodeError(response)))
    }

    /// Operations for which S3 sends status 200 before it knows whether they succeed.
    ///
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
    private func isHiddenError(_ response: HTTPResponse) -> Bool {
        guard call.service.endpointPrefix == "s3",
            ["CompleteMultipartUpload", "CopyObject", "UploadPartCopy"].contains(call.operation)
        else { return false }
        return String(decoding: response.body.prefix(512), as: UTF8.self).contains("<Error>")
    }

    private func report(_ result: Result<Reply, Failure>, _ attempt: Attempt, duration: Duration) {
        guard let onAttempt = settings.onAttempt else { return }
        var record = AttemptRecord(
            service: call.service.id, signingName: attempt.endpoint.signingName, operation: call.operation,
            region: attempt.endpoint.signingRegion, endpoint: attempt.endpoint.url.endpoint, attempt: attempt.number,
            duration: duration)
        switch result {
        case .success(let reply):
            record.status = reply.response.status
            record.requestID = reply.response.requestID
            record.date = reply.response.headers["Date"]
        case .failure(.response(let response, let error)):
            record.status = response.status
            record.errorCode = error.code ?? String(response.status)
            record.requestID = error.requestID ?? response.requestID
            record.date = response.headers["Date"]
        case .failure(.transport(let error)):
            record.errorCode = error.kind.rawValue
        }
        onAttempt(record)
    }
}

enum PresignError: Error, CustomStringConvertible {
    case unsignedOperation
    var description: String { "the operation is not signed" }
}
