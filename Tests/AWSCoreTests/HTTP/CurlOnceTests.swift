import AWSCore
import Synchronization
import Testing

/// libcurl sends a request again by itself when a reused connection breaks before a response; for a request that has an
/// effect that would be a second effect.
@Suite(.timeLimit(.minutes(1)))
struct `A request is sent once` {
    private let transport = CurlTransport()
    private let limits = HTTPLimits(totalTimeout: .seconds(30))

    /// Keeps the connection after "/first"; takes any other request whole and closes without a word.
    private func server(resetting: Bool) throws -> LoopbackServer {
        try LoopbackServer { connection in
            while let request = try connection.readRequest(), request.target == "/first" {
                try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
            if resetting { connection.reset() }
        }
    }

    private func send(_ method: String, _ path: String, _ body: HTTPBody, to server: LoopbackServer) async throws {
        _ = try await transport.send(
            HTTPRequest(method: method, url: server.url(path), body: body), limits: limits)
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "GET", "HEAD"], [false, true])
    func `though its reused connection is closed after it was read`(method: String, resetting: Bool) async throws {
        let server = try server(resetting: resetting)
        try await send("GET", "/first", .none, to: server)

        let error = try await httpError { try await send(method, "/second", .none, to: server) }

        #expect(error.kind == .connectionLost, "\(error)")
        #expect(server.requests.map(\.target) == ["/first", "/second"])
        #expect(server.acceptedConnections == 1)
    }

    @Test(arguments: [1, 10_000, 100_000, 3_000_000], [false, true])
    func `with its body in memory`(size: Int, resetting: Bool) async throws {
        let server = try server(resetting: resetting)
        try await send("GET", "/first", .none, to: server)

        let error = try await httpError {
            try await send("POST", "/second", .bytes([UInt8](repeating: 1, count: size)), to: server)
        }

        #expect(error.kind == .connectionLost, "\(error)")
        #expect(server.requests.map(\.target) == ["/first", "/second"])
        #expect(server.acceptedConnections == 1)
    }

    @Test func `and a stream goes on a connection of its own`() async throws {
        let server = try server(resetting: false)
        try await send("GET", "/first", .none, to: server)
        let pieces = PieceSource([[1], [2]])

        let error = try await httpError {
            try await send("PUT", "/second", .stream(.init(length: 2) { pieces.next() }), to: server)
        }

        #expect(error.kind == .connectionLost, "\(error)")
        #expect(server.requests.map(\.target) == ["/first", "/second"])
        #expect(server.acceptedConnections == 2)
    }

    @Test func `and a connection that was closed in the meantime is not used`() async throws {
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }

        for _ in 0..<3 {
            try await send("POST", "/", .bytes([1]), to: server)
            // Until the good-bye has arrived.
            try await Task.sleep(for: .milliseconds(50))
        }

        #expect(server.requests.count == 3)
        #expect(server.acceptedConnections == 3)
    }
}
