import AWSCore
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The end of a libcurl transport` {
    private static func stalling() throws -> LoopbackServer {
        try LoopbackServer { connection in
            _ = try connection.readRequest()
            try connection.stall()
        }
    }

    @Test func `shutdown cancels what is in flight and refuses what comes after`() async throws {
        let server = try Self.stalling()
        let transport = CurlTransport()
        let tasks = (0..<8).map { _ in
            Task {
                try await transport.send(
                    HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits(totalTimeout: nil))
            }
        }
        #expect(try await eventually { server.requests.count == 8 })

        await transport.shutdown()

        for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
        let error = try await httpError {
            try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits())
        }
        #expect(error.kind == .invalidRequest)
        #expect(error.detail == "the transport is shut down")
        await transport.shutdown()
        transport.close()
    }

    @Test func `shutdown ends a stream in both directions`() async throws {
        let server = try LoopbackServer { connection in
            _ = try connection.readHead()
            try connection.stall()
        }
        let transport = CurlTransport()
        let task = Task {
            let body = HTTPBodyStream(length: 10) {
                try await Task.sleep(for: .seconds(3_600))
                return nil
            }
            return try await transport.send(
                HTTPRequest(method: "PUT", url: server.url(), body: .stream(body)),
                limits: HTTPLimits(totalTimeout: nil))
        }
        #expect(try await eventually { server.requests.count == 1 })

        await transport.shutdown()

        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `a streamed response keeps its transport going`() async throws {
        let server = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" }

        let response = try await CurlTransport().stream(
            HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits())

        #expect(try await response.next() == Array("ok".utf8))
        #expect(try await response.next() == nil)
    }

    @Test func `the process may exit with requests in flight`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            // A TLS hello is no HTTP: read as such, a chance line feed in it would end the connection, and the next begin.
            let silent = try LoopbackServer { connection in
                try connection.stall()
            }
            let servers = ["http": try Self.stalling(), "https": silent]
            let transport = CurlTransport()
            for (scheme, server) in servers {
                for _ in 0..<8 {
                    Task {
                        try await transport.send(
                            HTTPRequest(method: "GET", url: server.url(scheme: scheme)),
                            limits: HTTPLimits(connectTimeout: .seconds(600), totalTimeout: nil))
                    }
                }
            }
            // With TLS the first connection is waited for: it may turn out to be HTTP/2.
            #expect(try await eventually { servers["http"]?.acceptedConnections == 8 })
            #expect(try await eventually { servers["https"]?.acceptedConnections == 1 })
            exit(7)
        }
    }

    @Test func `a closed transport leaves neither a thread nor a descriptor behind`() async {
        await #expect(processExitsWith: .success) {
            let server = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" }
            func use() async throws {
                let transport = CurlTransport()
                _ = try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: HTTPLimits())
            }
            @Sendable func count(_ folder: String) throws -> Int {
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)").count
            }
            try await use()
            let (threads, descriptors) = (try count("task"), try count("fd"))
            for _ in 0..<50 { try await use() }
            // The server's side of a connection closes a moment later.
            #expect(try await eventually { try count("task") <= threads + 4 && count("fd") <= descriptors + 4 })
        }
    }
}
