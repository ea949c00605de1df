import AWSCore
import AWSNames
import Synchronization
import Testing

/// The real client against a server that refuses what is more than its rate, as AWS does.
@Suite("A service that throttles", .timeLimit(.minutes(1)))
struct ThrottledServiceTests {
    /// So many tokens at once, and so many a second; it counts what it refuses.
    private final class Bucket: Sendable {
        private struct State {
            var tokens: Double
            var at = ContinuousClock.now
            var refused = 0
        }

        private let rate: Double
        private let state: Mutex<State>

        init(rate: Double, burst: Double) {
            self.rate = rate
            state = Mutex(State(tokens: burst))
        }

        var refused: Int { state.withLock { $0.refused } }

        func take() -> Bool {
            state.withLock { state in
                let now = ContinuousClock.now
                let elapsed = now - state.at
                let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
                state.tokens = min(rate, state.tokens + seconds * rate)
                state.at = now
                guard state.tokens >= 1 else {
                    state.refused += 1
                    return false
                }
                state.tokens -= 1
                return true
            }
        }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    private func client(_ server: LoopbackServer, _ change: (inout ClientSettings) -> Void = { _ in }) -> AWSClient {
        var settings = ClientSettings(
            region: Region("eu-west-1"),
            credentials: StaticCredentialProvider(
                Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Redacted("secret"), sessionToken: nil)),
            transport: CurlTransport())
        let url = server.url()
        settings.endpointURL = { _ in url }
        settings.retry.throttledAttempts = 12
        settings.retry.throttlingBaseDelay = .milliseconds(50)
        settings.inFlight = 32
        change(&settings)
        return AWSClient(settings)
    }

    private func answers(_ client: AWSClient, _ count: Int) async throws -> [String] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<count { group.addTask { try await client.send(Example.operation(), Example.request()) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func `answers every call in the end, at the rate that it bears`() async throws {
        let bucket = Bucket(rate: 100, burst: 10)
        let server = try LoopbackServer.answering { _ in
            bucket.take()
                ? "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer"
                : "HTTP/1.1 400 Bad Request\r\nContent-Length: 10\r\n\r\nThrottling"
        }
        let answers = try await answers(client(server), 300)
        #expect(answers == Array(repeating: "answer", count: 300))
        #expect(bucket.refused > 0)
        server.stop()
    }

    @Test func `is left in peace under a ceiling below its rate`() async throws {
        let bucket = Bucket(rate: 400, burst: 100)
        let server = try LoopbackServer.answering { _ in
            bucket.take()
                ? "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer"
                : "HTTP/1.1 400 Bad Request\r\nContent-Length: 10\r\n\r\nThrottling"
        }
        let answers = try await answers(client(server) { $0.maximumRate = 100 }, 150)
        #expect(answers.count == 150 && bucket.refused == 0)
        server.stop()
    }

    @Test func `loses an answer in thirty without a call noticing`() async throws {
        let counter = Counter()
        let server = try LoopbackServer { connection in
            while try connection.readRequest() != nil {
                switch counter.next() % 30 {
                case 0: return connection.reset()
                case 10: try connection.write("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno")
                case 20:
                    try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nans")
                    return
                case 25: try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<cut")
                default: try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer")
                }
            }
        }
        let answers = try await answers(client(server) { $0.retry.maximumAttempts = 8 }, 400)
        #expect(answers == Array(repeating: "answer", count: 400))
        server.stop()
    }
}
