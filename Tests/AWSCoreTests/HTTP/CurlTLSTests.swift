import AWSCore
import Foundation
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `TLS by libcurl` {
    /// Made once: keys take their time.
    private static let shared = Result {
        let authority = try TestAuthority()
        try authority.issue("right", alternativeName: "DNS:localhost,IP:127.0.0.1")
        try authority.issue("wrong", alternativeName: "DNS:other.example")
        try authority.issue("old", alternativeName: "DNS:localhost", days: -1)
        try Data("hello".utf8).write(to: authority.folder.appending(path: "file.txt"))
        return authority
    }

    private let authority: TestAuthority
    private let limits = HTTPLimits(totalTimeout: .seconds(30))

    init() throws { authority = try Self.shared.get() }

    private func get(_ server: TLSServer, trusting bundle: String?, host: String = "localhost") async throws
        -> HTTPResponse
    {
        let transport = CurlTransport(options: .init(caBundle: bundle))
        let url = HTTPURL(scheme: "https", host: host, port: server.port, path: "/file.txt")
        return try await transport.send(HTTPRequest(method: "GET", url: url), limits: limits)
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a certificate of the given authority is accepted for its names`(host: String) async throws {
        let server = try TLSServer(authority, certificate: "right")

        let response = try await get(server, trusting: authority.bundle, host: host)

        #expect(response.status == 200)
        #expect(String(decoding: response.body, as: UTF8.self) == "hello")
    }

    @Test func `a certificate of an authority that the system does not know is refused`() async throws {
        let server = try TLSServer(authority, certificate: "right")

        let error = try await httpError { try await get(server, trusting: nil) }

        #expect(error.kind == .certificate)
        #expect(error.endpoint == "https://localhost:\(server.port)")
    }

    @Test func `a certificate for another name is refused`() async throws {
        let server = try TLSServer(authority, certificate: "wrong")

        for host in ["localhost", "127.0.0.1"] {
            let error = try await httpError { try await get(server, trusting: authority.bundle, host: host) }
            #expect(error.kind == .certificate)
        }
    }

    @Test func `a certificate that has expired is refused`() async throws {
        let server = try TLSServer(authority, certificate: "old")

        let error = try await httpError { try await get(server, trusting: authority.bundle) }

        #expect(error.kind == .certificate)
        #expect(error.detail.contains("expired"))
    }

    @Test func `the given bundle takes the place of the system's store`() async throws {
        let server = try TLSServer(authority, certificate: "right")
        let other = try TestAuthority()

        let error = try await httpError { try await get(server, trusting: other.bundle) }

        #expect(error.kind == .certificate)
    }

    @Test func `a bundle that is not there is named`() async throws {
        let server = try TLSServer(authority, certificate: "right")

        let error = try await httpError { try await get(server, trusting: "/nonexistent/ca.pem") }

        #expect(error.kind == .certificate)
        #expect(error.detail.contains("/nonexistent/ca.pem"))
    }

    @Test func `a peer that does not speak TLS is a TLS error`() async throws {
        let server = try LoopbackServer { connection in
            _ = try connection.receive()
            try connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
            try connection.stall()
        }

        let error = try await httpError {
            try await CurlTransport().send(
                HTTPRequest(method: "GET", url: server.url(scheme: "https")), limits: limits)
        }

        #expect(error.kind == .tls)
    }

    @Test func `the process may exit in the midst of a TLS download`() async throws {
        let large = authority.folder.appending(path: "large")
        try Data().write(to: large)
        try FileHandle(forWritingTo: large).truncate(atOffset: 1 << 30)
        let server = try TLSServer(authority, certificate: "right")

        await #expect(processExitsWith: .exitCode(7)) {
            [port = server.port as Int, bundle = authority.bundle as String] in
            let transport = CurlTransport(options: .init(caBundle: bundle))
            let url = HTTPURL(scheme: "https", host: "localhost", port: port, path: "/large")
            let response = try await transport.stream(
                HTTPRequest(method: "GET", url: url), limits: HTTPLimits(totalTimeout: nil))
            Task { while try await response.next() != nil {} }
            try await Task.sleep(for: .milliseconds(100))
            exit(7)
        }
    }

    @Test func `the bundle is the one that the environment names`() {
        typealias Options = CurlTransport.Options
        #expect(Options.caBundle(in: [:]) == nil)
        #expect(Options.caBundle(in: ["AWS_CA_BUNDLE": "", "SSL_CERT_FILE": ""]) == nil)
        #expect(Options.caBundle(in: ["SSL_CERT_FILE": "/b"]) == "/b")
        #expect(Options.caBundle(in: ["AWS_CA_BUNDLE": "/a", "SSL_CERT_FILE": "/b"]) == "/a")
    }
}
