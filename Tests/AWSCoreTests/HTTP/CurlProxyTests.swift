import AWSCore
import Foundation
import Testing

@Suite("Proxies", .timeLimit(.minutes(1)))
struct CurlProxyTests {
    private func transport(_ environment: [String: String]) -> CurlTransport {
        CurlTransport(options: .init(proxies: ProxySettings(environment: environment)))
    }

    private func get(_ url: HTTPURL, by transport: CurlTransport, isDirect: Bool = false) async throws -> String {
        var request = HTTPRequest(method: "GET", url: url)
        request.isDirect = isDirect
        return String(decoding: try await transport.send(request, limits: HTTPLimits()).body, as: UTF8.self)
    }

    private func server(saying text: String) throws -> LoopbackServer {
        try .answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)" }
    }

    @Test(arguments: ["http_proxy", "HTTP_PROXY"])
    func `the proxy is asked for what is not excepted`(variable: String) async throws {
        let (proxy, server) = try (server(saying: "proxy"), server(saying: "server"))
        let transport = transport([
            variable: "http://name:pass%20word@127.0.0.1:\(proxy.port)", "NO_PROXY": "127.0.0.1:\(server.port)",
        ])

        #expect(try await get(HTTPURL(scheme: "http", host: "rds.example", path: "/x"), by: transport) == "proxy")
        #expect(try await get(server.url(), by: transport) == "server")
        #expect(try await get(server.url(), by: transport, isDirect: true) == "server")
        #expect(proxy.requests.map(\.line) == ["GET http://rds.example/x HTTP/1.1"])
        #expect(proxy.requests.first?["Proxy-Authorization"] == "Basic bmFtZTpwYXNzIHdvcmQ=")
        #expect(server.requests.count == 2)
    }

    @Test func `the same address on another port is not excepted, and an agent on this machine always is`() async throws
    {
        let (proxy, server) = try (server(saying: "proxy"), server(saying: "server"))
        let transport = transport(["HTTP_PROXY": "127.0.0.1:\(proxy.port)", "no_proxy": "127.0.0.1:1"])

        #expect(try await get(server.url(), by: transport) == "proxy")
        #expect(try await get(server.url(), by: transport, isDirect: true) == "server")
    }

    @Test func `a proxy that refuses a tunnel means no connection`() async throws {
        let proxy = try LoopbackServer.answering { _ in "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n" }
        let transport = transport(["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"])
        let request = HTTPRequest(method: "POST", url: HTTPURL(scheme: "https", host: "rds.example"))

        let error = try await httpError { try await transport.send(request, limits: HTTPLimits()) }

        #expect(error.kind == .connect)
        #expect(proxy.requests.map(\.line) == ["CONNECT rds.example:443 HTTP/1.1"])
    }

    @Test func `a SOCKS proxy is refused before anything is sent`() async throws {
        let transport = transport(["HTTPS_PROXY": "socks5://name:hush@127.0.0.1:1"])
        let request = HTTPRequest(method: "GET", url: HTTPURL(scheme: "https", host: "rds.example"))

        let error = try await httpError { try await transport.send(request, limits: HTTPLimits()) }

        #expect(error.kind == .invalidRequest)
        #expect(error.detail.hasPrefix("HTTPS_PROXY is not the URL of an HTTP proxy"))
        #expect(!error.description.contains("hush"))
    }

    /// In a process of its own, because the variables are the process's.
    @Test func `the process's own environment counts, and what curl alone would read does not`() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy" }
            let server = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nserver" }
            func get() async throws -> String {
                let request = HTTPRequest(method: "GET", url: server.url())
                let response = try await CurlTransport().send(request, limits: HTTPLimits())
                return String(decoding: response.body, as: UTF8.self)
            }
            for name in ["http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"] { unsetenv(name) }
            setenv("ALL_PROXY", "http://127.0.0.1:\(proxy.port)", 1)
            #expect(try await get() == "server")
            setenv("HTTP_PROXY", "http://127.0.0.1:\(proxy.port)", 1)
            #expect(try await get() == "proxy")
            setenv("NO_PROXY", "127.0.0.0/8", 1)
            #expect(try await get() == "proxy")
            setenv("NO_PROXY", "127.0.0.1", 1)
            #expect(try await get() == "server")
        }
    }
}
