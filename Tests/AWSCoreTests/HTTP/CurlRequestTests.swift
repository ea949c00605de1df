import AWSCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `Requests by libcurl` {
    private let transport = CurlTransport(options: .init(userAgent: "drctl/test"))
    private let limits = HTTPLimits()

    private static let plain = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test func `the fields arrive as given and nothing of libcurl's own is added but its encoding and our agent`()
        async throws
    {
        let server = try LoopbackServer.answering { _ in Self.plain }
        var headers: HTTPHeaders = ["X-Amz-Date": "20260101T000000Z", "X-Empty": ""]
        headers.append("X-Twice", "one")
        headers.append("X-Twice", "two")

        let response = try await transport.send(
            HTTPRequest(method: "GET", url: server.url("/a/../b%2F", query: "x=1&y=%20"), headers: headers),
            limits: limits)

        #expect(response.status == 200)
        #expect(response.body == Array("ok".utf8))
        let request = try #require(server.requests.first)
        #expect(request.line == "GET /a/../b%2F?x=1&y=%20 HTTP/1.1")
        #expect(
            request.fields.map { "\($0.name): \($0.value)" }.sorted() == [
                "Accept-Encoding: gzip", "Host: 127.0.0.1:\(server.port)", "User-Agent: drctl/test",
                "X-Amz-Date: 20260101T000000Z", "X-Empty: ", "X-Twice: one", "X-Twice: two",
            ])
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"], [0, 1, 65_536, 65_537, 5_000_000])
    func `a body in memory arrives whole under any method`(method: String, size: Int) async throws {
        let server = try LoopbackServer.answering { _ in Self.plain }
        let body = Array(String(repeating: "0123456789abcdef#", count: size / 17 + 1).utf8.prefix(size))

        let response = try await transport.send(
            HTTPRequest(
                method: method, url: server.url(), headers: ["Content-Type": "text/x"], body: .bytes(body)),
            limits: limits)

        #expect(response.status == 200)
        let request = try #require(server.requests.first)
        #expect(request.method == method)
        #expect(request["Content-Type"] == "text/x")
        #expect(request["Content-Length"] == "\(size)")
        #expect(request["Expect"] == nil)
        #expect(request.body == body)
    }

    @Test(arguments: [("POST", "0"), ("PUT", "0"), ("GET", nil), ("DELETE", nil)] as [(String, String?)])
    func `a request without a body says so where peers wait for one`(method: String, length: String?) async throws {
        let server = try LoopbackServer.answering { _ in Self.plain }

        _ = try await transport.send(HTTPRequest(method: method, url: server.url()), limits: limits)

        let request = try #require(server.requests.first)
        #expect(request.method == method)
        #expect(request["Content-Length"] == length)
        #expect(request["Content-Type"] == nil)
    }

    @Test func `a given length gives way to the true one`() async throws {
        let server = try LoopbackServer.answering { _ in Self.plain }

        _ = try await transport.send(
            HTTPRequest(
                method: "POST", url: server.url(), headers: ["content-length": "99"], body: .bytes([1, 2, 3])),
            limits: limits)

        let request = try #require(server.requests.first)
        #expect(request.fields.filter { $0.name.lowercased() == "content-length" }.map(\.value) == ["3"])
    }

    @Test func `HEAD does not wait for the body that its fields announce`() async throws {
        let server = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n" }

        let response = try await transport.send(HTTPRequest(method: "HEAD", url: server.url()), limits: limits)

        #expect(response.headers["content-length"] == "2147483648")
        #expect(response.body.isEmpty)
        #expect(server.requests.map(\.method) == ["HEAD"])
    }

    @Test func `repeated and odd response fields keep their order and value`() async throws {
        let server = try LoopbackServer.answering { _ in
            "HTTP/1.1 200 OK\r\nx-a: 1\r\nX-B:  two words \r\nx-A: 3\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n"
        }

        let response = try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: limits)

        #expect(response.headers.all("X-A") == ["1", "3"])
        #expect(response.headers["x-b"] == "two words")
        #expect(response.headers["x-empty"] == "")
        #expect(response.headers.fields.map(\.name) == ["x-a", "X-B", "x-A", "X-Empty", "Content-Length"])
    }

    @Test func `a response field over several lines is one field`() async throws {
        let server = try LoopbackServer.answering { _ in
            "HTTP/1.1 200 OK\r\nx-a: one\r\n  two: three\r\n\tfour\r\nx-b:\r\n  late\r\nContent-Length: 0\r\n\r\n"
        }

        let response = try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: limits)

        #expect(response.headers["x-a"] == "one two: three four")
        #expect(response.headers["x-b"] == "late")
        #expect(response.headers.fields.map(\.name) == ["x-a", "x-b", "Content-Length"])
    }

    @Test func `a chunked body is joined and its trailers stay out of the head`() async throws {
        let server = try LoopbackServer.answering { _ in
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n"
        }

        let response = try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: limits)

        #expect(String(decoding: response.body, as: UTF8.self) == "abcde")
        #expect(response.headers["X-Late"] == nil)
    }

    @Test func `a gzip body is decoded`() async throws {
        // printf abc | gzip -n
        let zipped: [UInt8] = [
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x4b, 0x4c, 0x4a, 0x06, 0x00, 0xc2, 0x41,
            0x24, 0x35, 0x03, 0x00, 0x00, 0x00,
        ]
        let server = try LoopbackServer { connection in
            while try connection.readRequest() != nil {
                try connection.write(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(zipped.count)\r\n\r\n")
                try connection.write(zipped)
            }
        }

        let response = try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: limits)

        #expect(String(decoding: response.body, as: UTF8.self) == "abc")
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is a response like any other`(status: Int) async throws {
        let server = try LoopbackServer.answering { request in
            request.target == "/"
                ? "HTTP/1.1 \(status) Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n" : Self.plain
        }

        let response = try await transport.send(
            HTTPRequest(method: "POST", url: server.url(), body: .bytes([1])), limits: limits)

        #expect(response.status == status)
        #expect(response.headers["Location"] == "/elsewhere")
        #expect(server.requests.map(\.target) == ["/"])
    }

    @Test func `informational responses are passed over`() async throws {
        let server = try LoopbackServer.answering { _ in
            "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + Self.plain
        }

        let response = try await transport.send(HTTPRequest(method: "GET", url: server.url()), limits: limits)

        #expect(response.status == 200)
        #expect(response.headers["X-Early"] == nil)
    }

    @Test func `a connection is used again, and counted`() async throws {
        let server = try LoopbackServer.answering { _ in Self.plain }

        for _ in 0..<5 {
            _ = try await transport.send(
                HTTPRequest(method: "POST", url: server.url(), body: .bytes([1, 2])), limits: limits)
        }

        #expect(server.acceptedConnections == 1)
        let statistics = transport.statistics
        #expect(statistics.requests == 5)
        #expect(statistics.failures == 0)
        #expect(statistics.connections == 1)
        #expect(statistics.bytesSent == 10)
        #expect(statistics.bytesReceived == 10)
    }

    @Test func `no more connections than allowed stand beside each other`() async throws {
        let server = try LoopbackServer.answering { request in
            "HTTP/1.1 200 OK\r\nContent-Length: \(request.target.count)\r\n\r\n\(request.target)"
        }
        let transport = CurlTransport(options: .init(maximumConnectionsPerHost: 4))

        let bodies = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let request = HTTPRequest(method: "GET", url: server.url("/\(number)"))
                    return String(decoding: try await transport.send(request, limits: limits).body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }

        #expect(bodies == Set((0..<200).map { "/\($0)" }))
        #expect((1...4).contains(server.acceptedConnections))
    }

    @Test func `requests without TLS do not queue behind the first answer`() async throws {
        let server = try LoopbackServer { connection in
            guard try connection.readRequest()?.target == "/slow" else { return try connection.write(Self.plain) }
            try connection.stall()
        }
        let slow = Task {
            try await transport.send(HTTPRequest(method: "GET", url: server.url("/slow")), limits: limits)
        }
        #expect(try await eventually { server.requests.count == 1 })

        let response = try await transport.send(HTTPRequest(method: "GET", url: server.url("/fast")), limits: limits)
        slow.cancel()

        #expect(response.status == 200)
        await #expect(throws: CancellationError.self) { try await slow.value }
    }
}
