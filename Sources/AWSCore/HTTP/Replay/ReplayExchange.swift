/// One scripted exchange: what request it answers, and how.
///
///     .on("POST", host: "sts.amazonaws.com", body: "Action=GetCallerIdentity", reply: HTTPResponse(status: 200, body: xml))
public struct ReplayExchange: Sendable {
    /// How a request ends.
    public enum Outcome: Sendable {
        /// With this response.
        case reply(HTTPResponse)
        /// Without a response.
        case failure(HTTPError)
        /// With this response, whose body breaks off: a stream delivers it and then throws, a whole read throws.
        case interrupted(HTTPResponse, HTTPError)
    }

    /// How often an exchange may be used.
    public enum Uses: Sendable, Hashable {
        /// Once; it counts as missing if it is never used.
        case once
        /// Any number of times, never included.
        case always
    }

    /// Which requests it answers.
    public var matcher: ReplayMatcher
    /// How they end.
    public var outcome: Outcome
    /// What passes on the transport's clock before.
    public var delay: Duration
    /// How often.
    public var uses: Uses

    /// From its parts.
    public init(matcher: ReplayMatcher, outcome: Outcome, delay: Duration = .zero, uses: Uses = .once) {
        self.matcher = matcher
        self.outcome = outcome
        self.delay = delay
        self.uses = uses
    }

    /// Answers matching requests with a response; what is nil matches anything.
    public static func on(
        _ method: String? = nil, host: String? = nil, path: String? = nil, query: String? = nil, body: String? = nil,
        after delay: Duration = .zero, uses: Uses = .once, reply: HTTPResponse
    ) -> ReplayExchange {
        ReplayExchange(
            matcher: ReplayMatcher(method: method, host: host, path: path, query: query, body: body),
            outcome: .reply(reply), delay: delay, uses: uses)
    }

    /// Fails matching requests; what is nil matches anything.
    public static func on(
        _ method: String? = nil, host: String? = nil, path: String? = nil, query: String? = nil, body: String? = nil,
        after delay: Duration = .zero, uses: Uses = .once, failure: HTTPError
    ) -> ReplayExchange {
        ReplayExchange(
            matcher: ReplayMatcher(method: method, host: host, path: path, query: query, body: body),
            outcome: .failure(failure), delay: delay, uses: uses)
    }
}
