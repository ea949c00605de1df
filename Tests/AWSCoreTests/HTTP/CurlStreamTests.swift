import AWSCore
import Dispatch
import Glibc
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `Streams by libcurl` {
    private let transport = CurlTransport()
    private let limits = HTTPLimits(totalTimeout: nil, stallTimeout: .seconds(30))
    private static let empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    private func put(_ body: HTTPBodyStream, to server: LoopbackServer) -> HTTPRequest {
        HTTPRequest(method: "PUT", url: server.url(), body: .stream(body))
    }

    @Test func `a download stops at the socket while nobody reads`() async throws {
        let size = 128 << 20
        let sent = Mutex(0)
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nX-Field: 1\r\nContent-Length: \(size)\r\n\r\n")
            let piece = (0..<1 << 16).map { UInt8(truncatingIfNeeded: $0) }
            for _ in 0..<size >> 16 {
                try connection.write(piece)
                sent.withLock { $0 += piece.count }
            }
        }

        let response = try await transport.stream(HTTPRequest(method: "GET", url: server.url()), limits: limits)
        let sentUnread = try await settled { sent.withLock { $0 } }
        var (count, inOrder) = (0, true)
        while let piece = try await response.next() {
            inOrder = inOrder && piece.first == UInt8(truncatingIfNeeded: count)
            count += piece.count
        }

        #expect(response.status == 200)
        #expect(response.headers["x-field"] == "1")
        #expect(sentUnread < 32 << 20)
        #expect(count == size)
        #expect(inOrder)
        #expect(try await response.next() == nil)
    }

    @Test func `a producer is not asked while the peer does not read`() async throws {
        let (size, pieceSize) = (128 << 20, 1 << 16)
        let mayRead = DispatchSemaphore(value: 0)
        let received = Mutex(0)
        let server = try LoopbackServer { connection in
            _ = try connection.readHead()
            try connection.write("HTTP/1.1 100 Continue\r\n\r\n")
            mayRead.wait()
            while received.withLock({ $0 }) < size {
                let count = try connection.receive().count
                guard count > 0 else { throw LoopbackError.closed }
                received.withLock { $0 += count }
            }
            try connection.write(Self.empty)
        }
        let pieces = PieceSource(
            Array(repeating: [UInt8](repeating: 7, count: pieceSize), count: size / pieceSize))

        async let response = transport.send(put(.init(length: size) { pieces.next() }, to: server), limits: limits)
        #expect(try await eventually { pieces.count > 0 })
        let asked = try await settled { pieces.count }
        mayRead.signal()

        #expect(try await response.status == 200)
        #expect(asked * pieceSize < 32 << 20)
        #expect(received.withLock { $0 } == size)
    }

    @Test func `a body of unknown length goes in chunks`() async throws {
        let server = try LoopbackServer.answering { _ in Self.empty }
        let pieces = PieceSource([Array("ab".utf8), [], Array("cde".utf8)])

        _ = try await transport.send(put(.init(length: nil) { pieces.next() }, to: server), limits: limits)

        let request = try #require(server.requests.first)
        #expect(request["Transfer-Encoding"] == "chunked")
        #expect(request["Content-Length"] == nil)
        #expect(String(decoding: request.body, as: UTF8.self) == "abcde")
    }

    @Test(arguments: [(1 << 20, nil), (1 << 20 + 1, "100-continue")] as [(Int, String?)])
    func `only a large stream asks before it sends`(size: Int, expectation: String?) async throws {
        let server = try LoopbackServer.answering { _ in Self.empty }
        let pieces = PieceSource([[UInt8](repeating: 1, count: size)])

        _ = try await transport.send(put(.init(length: size) { pieces.next() }, to: server), limits: limits)

        let request = try #require(server.requests.first)
        #expect(request["Expect"] == expectation)
        #expect(request.body.count == size)
    }

    @Test func `a peer that knows nothing of asking gets the stream after a while`() async throws {
        let server = try LoopbackServer { connection in
            _ = try connection.readHead()
            var count = 0
            while count < 2 << 20 { count += try connection.receive().count }
            try connection.write(Self.empty)
        }
        let pieces = PieceSource(Array(repeating: [UInt8](repeating: 1, count: 1 << 20), count: 2))

        let response = try await transport.send(
            put(.init(length: 2 << 20) { pieces.next() }, to: server), limits: limits)

        #expect(response.status == 200)
    }

    @Test func `a stream that is refused on its head is left untouched`() async throws {
        let server = try LoopbackServer { connection in
            _ = try connection.readHead()
            try connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\ndenied")
            try connection.stall()
        }
        let pieces = PieceSource([[1]])

        let response = try await transport.send(
            put(.init(length: 2 << 20) { pieces.next() }, to: server), limits: limits)

        #expect(response.status == 403)
        #expect(String(decoding: response.body, as: UTF8.self) == "denied")
        #expect(pieces.count == 0)
    }

    @Test func `a stream that is refused on its way ends its producer`() async throws {
        let pieces = PieceSource([[1]])
        let server = try LoopbackServer { connection in
            _ = try connection.readHead()
            _ = try connection.receive()
            // Until the producer is busy with its second piece.
            while pieces.count < 2 { usleep(1_000) }
            try connection.write("HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 0\r\n\r\n")
            try connection.stall()
        }
        let hasEnded = Mutex(false)
        let body = HTTPBodyStream(length: 1_000) {
            if let piece = pieces.next() { return piece }
            defer { hasEnded.withLock { $0 = true } }
            try await Task.sleep(for: .seconds(3_600))
            return nil
        }

        let response = try await transport.send(put(body, to: server), limits: limits)

        #expect(response.status == 507)
        #expect(hasEnded.withLock { $0 })
    }

    struct DiskError: Error, CustomStringConvertible {
        var description: String { "the disk is on fire" }
    }

    @Test func `a body that fails, or is not as long as announced, fails the request`() async throws {
        let server = try LoopbackServer.answering { _ in Self.empty }
        let short = PieceSource([[1, 2]])
        let long = PieceSource([[1, 2], [3, 4]])
        let bodies: [(HTTPBodyStream, String)] = [
            (.init(length: 3) { throw DiskError() }, "the disk is on fire"),
            (.init(length: 3) { short.next() }, "the body ended after 2 of 3 bytes"),
            (.init(length: 3) { long.next() }, "the body is longer than the 3 announced bytes"),
        ]

        for (body, detail) in bodies {
            let error = try await httpError { try await transport.send(put(body, to: server), limits: limits) }
            #expect(error.kind == .invalidRequest)
            #expect(error.detail == detail)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `both directions can be streams`() async throws {
        let server = try LoopbackServer { connection in
            guard let request = try connection.readRequest() else { return }
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
            try connection.write(request.body)
        }
        let pieces = PieceSource((0..<48).map { [UInt8](repeating: UInt8($0), count: 1 << 16) })

        let response = try await transport.stream(
            put(.init(length: 48 << 16) { pieces.next() }, to: server), limits: limits)
        var body: [UInt8] = []
        while let piece = try await response.next() { body += piece }

        #expect(body == (0..<48).flatMap { [UInt8](repeating: UInt8($0), count: 1 << 16) })
    }

    @Test func `a dropped response closes its connection`() async throws {
        let closed = Mutex(false)
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            try connection.stall()
            closed.withLock { $0 = true }
        }
        var response: HTTPStreamedResponse? = try await transport.stream(
            HTTPRequest(method: "GET", url: server.url()), limits: limits)
        #expect(response?.status == 200)

        response = nil

        #expect(try await eventually { closed.withLock { $0 } })
    }

    @Test func `a second reader at the same time is an error and the first goes on`() async throws {
        let mayWrite = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")
            mayWrite.wait()
            try connection.write("late")
        }
        let response = try await transport.stream(HTTPRequest(method: "GET", url: server.url()), limits: limits)
        let readers = (0..<2).map { _ in Task { try await response.next() } }

        let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
            for reader in readers {
                group.addTask {
                    do {
                        return try await reader.value != Array("late".utf8)
                    } catch let error as HTTPError {
                        mayWrite.signal()
                        return error.kind == .invalidRequest
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(refused.filter { $0 }.count == 1)
    }
}
