import AWSCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `Time limits and cancellation by libcurl` {
    private let transport = CurlTransport()

    private static func stalling() throws -> LoopbackServer {
        try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.stall()
        }
    }

    @Test func `an answer that does not come in time is a timeout`() async throws {
        let server = try Self.stalling()

        let error = try await httpError {
            try await transport.send(
                HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits(totalTimeout: .milliseconds(100)))
        }

        #expect(error.kind == .timeout)
        #expect(server.requests.count == 1)
    }

    @Test func `a handshake that does not come in time is a connect timeout`() async throws {
        let server = try LoopbackServer { try $0.stall() }

        for limits in [
            HTTPLimits(connectTimeout: .milliseconds(100)), HTTPLimits(totalTimeout: .milliseconds(100)),
        ] {
            let error = try await httpError {
                try await transport.send(HTTPRequest(method: "GET", url: server.url(scheme: "https")), limits: limits)
            }
            #expect(error.kind == .connectTimeout)
        }
    }

    @Test func `a body that stops coming is a timeout, after what has come`() async throws {
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            try connection.stall()
        }
        let limits = HTTPLimits(totalTimeout: nil, stallTimeout: .seconds(2))

        let response = try await transport.stream(HTTPRequest(method: "GET", url: server.url()), limits: limits)
        let first = try await response.next()
        let error = try await httpError { try await response.next() }

        #expect(first.map { String(decoding: $0, as: UTF8.self) } == "half")
        #expect(error.kind == .timeout)
    }

    @Test func `a slow reader is no stall`() async throws {
        let size = 64 << 20
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            for _ in 0..<64 { try connection.write([UInt8](repeating: 0, count: 1 << 20)) }
        }
        let limits = HTTPLimits(totalTimeout: nil, stallTimeout: .milliseconds(500))

        let response = try await transport.stream(HTTPRequest(method: "GET", url: server.url()), limits: limits)
        try await Task.sleep(for: .milliseconds(1_500))
        var count = 0
        while let piece = try await response.next() { count += piece.count }

        #expect(count == size)
    }

    @Test func `a slow producer is no stall`() async throws {
        let server = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" }
        let limits = HTTPLimits(totalTimeout: nil, stallTimeout: .milliseconds(500))
        let pieces = PieceSource([[1], [2]])
        let body = HTTPBodyStream(length: 2) {
            if pieces.count == 1 { try await Task.sleep(for: .milliseconds(1_500)) }
            return pieces.next()
        }

        let response = try await transport.send(
            HTTPRequest(method: "PUT", url: server.url(), body: .stream(body)), limits: limits)

        #expect(response.status == 200)
        #expect(server.requests.map(\.body) == [[1, 2]])
    }

    @Test func `a cancelled task is not begun`() async throws {
        let server = try Self.stalling()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits())
        }

        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.acceptedConnections == 0)
    }

    @Test func `a request in flight ends with its task`() async throws {
        let server = try Self.stalling()
        let task = Task {
            try await transport.send(
                HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits(totalTimeout: nil))
        }
        #expect(try await eventually { server.requests.count == 1 })

        task.cancel()

        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `a streamed response in flight ends with its task`() async throws {
        let closed = Mutex(false)
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            try connection.stall()
            closed.withLock { $0 = true }
        }
        let response = try await transport.stream(
            HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits(totalTimeout: nil))
        let task = Task { while try await response.next() != nil {} }
        try await Task.sleep(for: .milliseconds(50))

        task.cancel()

        await #expect(throws: CancellationError.self) { try await task.value }
        await #expect(throws: CancellationError.self) { try await response.next() }
        #expect(try await eventually { closed.withLock { $0 } })
    }

    @Test func `cancelled at any moment, every call ends exactly once`() async throws {
        let server = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" }
        let calls = 2_000

        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<calls {
                group.addTask {
                    let task = Task {
                        try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits())
                    }
                    if number % 3 == 0 { await Task.yield() }
                    if number % 5 == 0 { try? await Task.sleep(for: .microseconds(number)) }
                    if number % 7 != 0 { task.cancel() }
                    switch await task.result {
                    case .success(let response): return response.body == Array("ok".utf8) ? "answered" : "garbled"
                    case .failure(let error): return error is CancellationError ? "cancelled" : "\(error)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }

        #expect(outcomes.keys.sorted() == ["answered", "cancelled"], "\(outcomes)")
        #expect(outcomes.values.reduce(0, +) == calls)
        #expect(outcomes["answered", default: 0] >= calls / 7)
    }
}
