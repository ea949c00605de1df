/// Calls the metadata services of containers and instances, which are not AWS APIs: requests are not signed, and errors
/// have no model.
struct MetadataRequester: Sendable {
    let transport: any HTTPTransport
    let clock: ClientClock

    init(_ context: CredentialContext) {
        transport = context.transport
        clock = context.clock
    }

    /// The timeout and retries.
    struct Patience: Sendable {
        var retry: RetrySettings
        /// The timeout of one attempt.
        var timeout: Duration
        /// True to retry when there was no answer.
        var retriesUnreachable = true
    }

    /// The first response that needs no retry, or the last one.
    ///
    /// - Throws: `HTTPError` when the last attempt had no response.
    func send(_ request: HTTPRequest, _ patience: Patience) async throws -> HTTPResponse {
        let limits = HTTPLimits(
            connectTimeout: patience.timeout, totalTimeout: patience.timeout, maximumBodySize: 1 << 20)
        var session = RetrySession(settings: patience.retry, quota: RetryQuota())
        while true {
            let decision: RetrySession.Decision
            do {
                let response = try await transport.send(request, limits: limits)
                // These services return success without content while they start.
                let kind =
                    response.status == 200 && response.body.isEmpty
                    ? .transient : FailureKind(status: response.status, code: nil)
                decision = session.failed(kind, headers: response.headers, random: clock.random())
                guard case .retry = decision else { return response }
            } catch let error as HTTPError {
                decision = session.failed(FailureKind(error), random: clock.random())
                guard case .retry = decision, patience.retriesUnreachable else { throw error }
            }
            if case .retry(let delay) = decision { try await clock.sleep(delay) }
        }
    }
}
