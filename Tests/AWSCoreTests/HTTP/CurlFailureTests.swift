import AWSCore
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `Failures by libcurl` {
    private let transport = CurlTransport()
    private let limits = HTTPLimits(totalTimeout: .seconds(30))

    private func failure(of url: HTTPURL, limits: HTTPLimits? = nil) async throws -> HTTPError {
        try await httpError {
            try await transport.send(HTTPRequest(method: "GET", url: url), limits: limits ?? self.limits)
        }
    }

    @Test func `nothing listens`() async throws {
        let (descriptor, port) = try LoopbackServer.listen()
        close(descriptor)

        let error = try await failure(of: HTTPURL(scheme: "http", host: "127.0.0.1", port: port))

        #expect(error.kind == .connect)
        #expect(error.endpoint == "http://127.0.0.1:\(port)")
        #expect(transport.statistics.failures == 1)
    }

    @Test func `the name does not resolve`() async throws {
        // RFC 2606: never delegated.
        let error = try await failure(of: HTTPURL(scheme: "http", host: "nowhere.invalid"))

        #expect(error.kind == .nameResolution)
        #expect(error.detail.contains("nowhere.invalid"))
    }

    static let broken: [(String, HTTPError.Kind)] = [
        ("", .connectionLost),
        ("HTTP/1.1 200 OK\r\nContent-Len", .connectionLost),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", .connectionLost),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", .connectionLost),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", .connectionLost),
        ("220 mail.example ESMTP\r\n", .malformedResponse),
        ("\u{16}\u{3}\u{1}binary", .malformedResponse),
        ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd", .malformedResponse),
        ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 200_000) + "\r\n\r\n", .malformedResponse),
        (
            "HTTP/1.1 200 OK\r\n" + String(repeating: "X: " + String(repeating: "x", count: 997) + "\r\n", count: 1_100)
                + "\r\n", .malformedResponse
        ),
    ]

    @Test(arguments: broken.indices)
    func `a broken response is an error of its kind and leaks no query`(index: Int) async throws {
        let (bytes, kind) = Self.broken[index]
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write(bytes)
        }

        let error = try await failure(of: server.url("/secret-path", query: "X-Amz-Signature=secret"))

        #expect(error.kind == kind, "\(error)")
        #expect(!error.description.contains("secret"))
        #expect(error.endpoint == "http://127.0.0.1:\(server.port)")
        #expect(!error.detail.isEmpty)
    }

    @Test func `a reset is a lost connection`() async throws {
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            connection.reset()
        }

        #expect(try await failure(of: server.url()).kind == .connectionLost)
    }

    @Test func `a body of a gibibyte is given up at the limit`() async throws {
        let sent = Mutex(0)
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(1 << 30)\r\n\r\n")
            let piece = [UInt8](repeating: 0, count: 1 << 16)
            for _ in 0..<(1 << 14) {
                try connection.write(piece)
                sent.withLock { $0 += piece.count }
            }
        }

        let error = try await failure(of: server.url(), limits: HTTPLimits(maximumBodySize: 1 << 20))

        #expect(error.kind == .bodyTooLarge)
        #expect(try await settled { sent.withLock { $0 } } < 64 << 20)
    }

    @Test func `a body at the limit is accepted and one byte more is not`() async throws {
        let server = try LoopbackServer.answering { request in
            let size = Int(request.target.dropFirst()) ?? 0
            return "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n" + String(repeating: "x", count: size)
        }
        let limits = HTTPLimits(maximumBodySize: 100_000)

        let response = try await transport.send(
            HTTPRequest(method: "GET", url: server.url("/100000")), limits: limits)

        #expect(response.body.count == 100_000)
        #expect(try await failure(of: server.url("/100001"), limits: limits).kind == .bodyTooLarge)
    }

    @Test func `a small body that decodes to a large one is given up at the limit`() async throws {
        let bomb = try gzip([UInt8](repeating: 0, count: 8 << 20))
        let server = try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
            try connection.write(bomb)
        }

        #expect(bomb.count < 1 << 20)
        let error = try await failure(of: server.url(), limits: HTTPLimits(maximumBodySize: 1 << 20))
        #expect(error.kind == .bodyTooLarge)
    }

    private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "drctl-\(UUID())")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-c", file.path()]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let zipped = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Array(zipped)
    }
}
