import AWSCore
import Testing

@Suite struct `Requests that must not be sent` {
    private static let good = HTTPURL(scheme: "http", host: "127.0.0.1", port: 9, path: "/")

    static let requests: [HTTPRequest] = [
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "file", host: "localhost", path: "/etc/passwd")),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "")),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "a@b")),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "a b")),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "a", port: 65_536)),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "a", path: "no-slash")),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "a", path: "/a b")),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "a", path: "/a#b")),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "a", path: "/a?b")),
        HTTPRequest(method: "GET", url: HTTPURL(scheme: "http", host: "a", path: "/", query: "a#b")),
        HTTPRequest(method: "GET\r\nX: y", url: good),
        HTTPRequest(method: "", url: good),
        HTTPRequest(method: "GET", url: good, headers: ["X": "a\r\nY: b"]),
        HTTPRequest(method: "GET", url: good, headers: ["X": "a\0b"]),
        HTTPRequest(method: "GET", url: good, headers: ["X Y": "a"]),
        HTTPRequest(method: "GET", url: good, headers: ["": "a"]),
    ]

    @Test(arguments: requests.indices)
    func `are refused before a connection is tried`(index: Int) async throws {
        let transport = CurlTransport()

        let error = await #expect(throws: HTTPError.self) {
            try await transport.send(Self.requests[index], limits: HTTPLimits())
        }

        #expect(error?.kind == .invalidRequest)
        #expect(transport.statistics.requests == 0)
    }
}
