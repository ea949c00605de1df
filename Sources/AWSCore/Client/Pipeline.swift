import AWSNames

/// Processes one call: makes attempts, each signed separately, until one succeeds or retries end.
struct Pipeline: Sendable {
    /// How the response body is read.
    enum Mode: Sendable {
        case whole
        case streamed
    }

    /// A response; `next` returns the body of a streamed one.
    struct Reply: Sendable {
        var response: HTTPResponse
        var attempts = 1
        var next: @Sendable () async throws -> [UInt8]? = { nil }
    }

    let call: Call
    let shared: SharedSettings
    let state: ClientState

    var settings: ClientSettings { shared.value }

    private var clock: ClientClock { settings.clock }

    /// Runs the call within its deadline.
    func run(_ mode: Mode) async throws -> Reply {
        guard let deadline = settings.retry.deadline else { return try await attempts(mode) }
        return try await withThrowingTaskGroup(of: Reply?.self) { group in
            group.addTask { try await attempts(mode) }
            group.addTask {
                try await clock.sleep(deadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let reply = first else {
                throw ClientError(operation: call.name, cause: .deadline(deadline))
            }
            return reply
        }
    }

    // MARK: - Attempts

    private func attempts(_ mode: Mode) async throws -> Reply {
        let started = clock.uptime()
        let identifier = clock.identifier()
        var redirected = false
        var renewed = false
        var endpoint = try resolve()
        var session = RetrySession(
            settings: settings.retry,
            quota: state.quota(region: endpoint.signingRegion, service: call.service.id))
        while true {
            try Task.checkCancellation()
            let attempt = Attempt(
                number: session.attempts + 1, identifier: identifier, endpoint: endpoint,
                credentials: try await credentials(endpoint))
            switch try await self.attempt(attempt, mode) {
            case .success(var reply):
                session.succeeded()
                reply.attempts = session.attempts
                return reply
            case .failure(let failure):
                if !redirected, let region = bucketRegion(in: failure, not: endpoint.signingRegion) {
                    redirected = true
                    state.remember(region: region.region, ofBucket: region.bucket)
                    endpoint = try resolve()
                    continue
                }
                let kind = kind(of: failure, endpoint)
                if kind == .expiredCredentials, !renewed, try await renew(after: attempt) {
                    renewed = true
                    continue
                }
                let decision = session.failed(
                    kind, headers: failure.headers, passes: failure.code != FailureKind.reachedLimit,
                    random: clock.random())
                // A polling caller calls again at once, so without a pause an outage would cause a flood of requests.
                if decision == .quotaExhausted, call.isLongPoll {
                    try await clock.sleep(session.backoff(kind, headers: failure.headers, random: clock.random()))
                }
                guard case .retry(let delay) = decision, hasTime(for: delay, since: started) else {
                    throw failure.error(call, endpoint, attempts: session.attempts)
                }
                try await clock.sleep(delay)
            }
        }
    }

    private func hasTime(for delay: Duration, since start: Duration) -> Bool {
        guard let deadline = settings.retry.deadline else { return true }
        return clock.uptime() - start + delay < deadline
    }

    /// True when the request can be sent again; a stream can as long as no connection was established.
    private func kind(of failure: Failure, _ endpoint: Endpoint) -> FailureKind {
        let kind = failure.kind(call.service)
        // Whether or not this call is repeated, the credentials are expired for later calls.
        if kind == .expiredCredentials { return kind }
        if !isReplayable {
            guard case .transport(let error) = failure,
                [.nameResolution, .connect, .connectTimeout].contains(error.kind)
            else { return .permanent }
        }
        guard kind == .clockSkew else { return kind }
        let corrected = state.clockSkew.correct(
            host: endpoint.url.host, headers: failure.headers, now: Int(clock.now()))
        if corrected { return .transient }
        // EC2 reports an expired token with a code that means clock skew elsewhere.
        return failure.code == "RequestExpired" ? .expiredCredentials : .permanent
    }

    private var isReplayable: Bool { if case .stream = call.request.body { false } else { true } }

    /// Discards expired credentials; true when there are others and the call can be sent again.
    private func renew(after attempt: Attempt) async throws -> Bool {
        guard let expired = attempt.credentials else { return false }
        await settings.credentials.invalidate(expired)
        guard isReplayable else { return false }
        return try await credentials(attempt.endpoint) != expired
    }

    /// Records the region of a bucket, which S3 returns when the request went to another one.
    private func bucketRegion(in failure: Failure, not region: String) -> (bucket: String, region: Region)? {
        guard let bucket = call.bucket, case .response(let response, _) = failure,
            [301, 307, 400, 403].contains(response.status), let found = response.headers["x-amz-bucket-region"],
            found != region
        else { return nil }
        guard isReplayable else { return nil }
        return (bucket, Region(found))
    }

    func resolve() throws -> Endpoint {
        var options = settings.endpoints
        options.custom = settings.endpointURL(call.service.id)
        options.bucketStyle = settings.bucketStyle ?? (options.custom == nil ? .virtualHost : .path)
        let region = call.bucket.flatMap { state.region(ofBucket: $0) } ?? settings.region
        do {
            return try Endpoint.resolve(
                call.service, region: region, options: options, parameters: call.request.endpointParameters)
        } catch {
            throw ClientError(operation: call.name, cause: .endpoint(error))
        }
    }
}
