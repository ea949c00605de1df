/// One scripted exchange: the requests that it answers, and the outcome.
///
///     .on("POST", host: "sts.amazonaws.com", body: "Action=GetCallerIdentity", reply: HTTPResponse(status: 200, body: xml))
public struct ReplayExchange: Sendable {
    /// The outcome of a request.
    public enum Outcome: Sendable {
        /// The request gets this response.
        case reply(HTTPResponse)
        /// The request gets no response.
        case failure(HTTPError)
        /// The request gets a response whose body is incomplete: a stream delivers it and then throws, a whole read
        /// throws.
        case interrupted(HTTPResponse, HTTPError)
    }

    /// The number of uses of an exchange.
    public enum Uses: Sendable, Hashable {
        /// The exchange must be used once; otherwise it counts as unanswered.
        case once
        /// The exchange may be used any number of times, including none.
        case always
    }

    /// The requests that the exchange answers.
    public var matcher: ReplayMatcher
    /// The outcome of the requests.
    public var outcome: Outcome
    /// The time that passes on the transport's clock before the outcome.
    public var delay: Duration
    /// The number of uses.
    public var uses: Uses

    /// Creates the value from its parts.
    public init(matcher: ReplayMatcher, outcome: Outcome, delay: Duration = .zero, uses: Uses = .once) {
        self.matcher = matcher
        self.outcome = outcome
        self.delay = delay
        self.uses = uses
    }

    /// Answers matching requests with a response; nil parts match anything.
    public static func on(
        _ method: String? = nil, host: String? = nil, path: String? = nil, query: String? = nil, body: String? = nil,
        after delay: Duration = .zero, uses: Uses = .once, reply: HTTPResponse
    ) -> ReplayExchange {
        ReplayExchange(
            matcher: ReplayMatcher(method: method, host: host, path: path, query: query, body: body),
            outcome: .reply(reply), delay: delay, uses: uses)
    }

    /// Fails matching requests; nil parts match anything.
    public static func on(
        _ method: String? = nil, host: String? = nil, path: String? = nil, query: String? = nil, body: String? = nil,
        after delay: Duration = .zero, uses: Uses = .once, failure: HTTPError
    ) -> ReplayExchange {
        ReplayExchange(
            matcher: ReplayMatcher(method: method, host: host, path: path, query: query, body: body),
            outcome: .failure(failure), delay: delay, uses: uses)
    }
}
