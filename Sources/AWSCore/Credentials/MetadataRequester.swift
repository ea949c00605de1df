/// Asks the metadata services of containers and instances, which are no AWS APIs: nothing is signed, errors have no model.
struct MetadataRequester: Sendable {
    let transport: any HTTPTransport
    let clock: ClientClock

    init(_ context: CredentialContext) {
        transport = context.transport
        clock = context.clock
    }

    /// How patient it is.
    struct Patience: Sendable {
        var retry: RetrySettings
        /// For one attempt.
        var timeout: Duration
        /// Whether to ask again when nobody answered.
        var retriesUnreachable = true
    }

    /// The first answer that is worth none of the retries, or the last one.
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
                // Success without content is what these services give while they start.
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
