import Synchronization

/// Answers requests from a script instead of the network, for tests; refuses requests that are not in the script.
///
/// A request is answered by the first matching exchange that is not used up. Requests are recorded, and
/// `unanswered` lists the exchanges that were not used.
public final class ReplayTransport: HTTPTransport {
    private struct State {
        var exchanges: [ReplayExchange]
        var used: Set<Int> = []
        var requests: [ReplayRequest] = []
    }

    private let state: Mutex<State>
    private let clock: any Clock<Duration>

    /// Creates a transport with a script; delays pass on the clock.
    public init(_ exchanges: [ReplayExchange] = [], clock: any Clock<Duration> = ContinuousClock()) {
        state = Mutex(State(exchanges: exchanges))
        self.clock = clock
    }

    /// Adds exchanges to the script.
    public func append(_ exchange: ReplayExchange) {
        state.withLock { $0.exchanges.append(exchange) }
    }

    /// All requests so far in order, including the refused ones.
    public var requests: [ReplayRequest] { state.withLock { $0.requests } }

    /// The exchanges for a single use that were not used.
    public var unanswered: [ReplayExchange] {
        state.withLock { state in
            state.exchanges.indices.filter { state.exchanges[$0].uses == .once && !state.used.contains($0) }
                .map { state.exchanges[$0] }
        }
    }

    /// Answers the request from the script.
    public func send(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPResponse {
        switch try await outcome(of: request, limits: limits) {
        case .failure(let error), .interrupted(_, let error):
            throw error
        case .reply(let response):
            guard response.body.count <= limits.maximumBodySize else {
                throw error(.bodyTooLarge, request, "the body is larger than \(limits.maximumBodySize) bytes")
            }
            return response
        }
    }

    /// Answers the request from the script in pieces of 64 KiB.
    public func stream(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPStreamedResponse {
        let response: HTTPResponse
        let end: Result<Void, HTTPError>
        switch try await outcome(of: request, limits: limits) {
        case .failure(let error): throw error
        case .interrupted(let head, let error): (response, end) = (head, .failure(error))
        case .reply(let whole): (response, end) = (whole, .success(()))
        }
        let position = ReplayPosition()
        return HTTPStreamedResponse(status: response.status, headers: response.headers) {
            try Task.checkCancellation()
            let range = position.advance(by: 64 << 10, upTo: response.body.count)
            guard range.isEmpty else { return Array(response.body[range]) }
            try end.get()
            return nil
        }
    }

    private func outcome(of request: HTTPRequest, limits: HTTPLimits) async throws -> ReplayExchange.Outcome {
        try Task.checkCancellation()
        if let refusal = request.refusal { throw error(.invalidRequest, request, refusal) }
        let seen = ReplayRequest(
            method: request.method, url: request.url, headers: request.headers, body: try await bytes(of: request),
            limits: limits)
        guard let exchange = take(for: seen) else { throw error(.invalidRequest, request, refusal(of: seen)) }
        let patience = limits.totalTimeout ?? exchange.delay
        if exchange.delay > .zero { try await clock.sleep(for: min(exchange.delay, patience)) }
        guard exchange.delay <= patience else { throw error(.timeout, request, "no complete response in time") }
        return exchange.outcome
    }

    private func take(for request: ReplayRequest) -> ReplayExchange? {
        state.withLock { state in
            state.requests.append(request)
            let index = state.exchanges.indices.first { index in
                !state.used.contains(index) && state.exchanges[index].matcher.matches(request)
            }
            guard let index else { return nil }
            if state.exchanges[index].uses == .once { state.used.insert(index) }
            return state.exchanges[index]
        }
    }

    private func bytes(of request: HTTPRequest) async throws -> [UInt8] {
        switch request.body {
        case .none: return []
        case .bytes(let bytes): return bytes
        case .stream(let stream):
            var whole: [UInt8] = []
            do {
                while let piece = try await stream.next() { whole += piece }
            } catch let cancellation as CancellationError {
                throw cancellation
            } catch let failure {
                throw error(.invalidRequest, request, "\(failure)")
            }
            return whole
        }
    }

    private func refusal(of request: ReplayRequest) -> String {
        let open = unanswered.map { "\n  \($0.matcher)" }.joined()
        let body = request.body.isEmpty ? "" : " with body \"\(request.text.prefix(200))\""
        return "nothing in the script answers \(request.method) \(request.url.path)\(body); "
            + (open.isEmpty ? "nothing is left" : "left:\(open)")
    }

    private func error(_ kind: HTTPError.Kind, _ request: HTTPRequest, _ detail: String) -> HTTPError {
        HTTPError(kind: kind, endpoint: request.url.endpoint, detail: detail)
    }
}

/// The position in a body.
private final class ReplayPosition: Sendable {
    private let offset = Mutex(0)

    func advance(by count: Int, upTo end: Int) -> Range<Int> {
        offset.withLock { offset in
            let start = offset
            offset = min(end, start + count)
            return start..<offset
        }
    }
}
