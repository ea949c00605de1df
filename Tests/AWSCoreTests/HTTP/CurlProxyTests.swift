import AWSCore
import Foundation
import Testing

/// In processes of their own, because libcurl reads the process's environment.
@Suite(.timeLimit(.minutes(1)))
struct `Proxies by libcurl` {
    @Test func `the environment's proxy is asked for what is not excepted`() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy" }
            let server = try LoopbackServer.answering { _ in "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nserver" }
            setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
            setenv("NO_PROXY", "127.0.0.1", 1)
            let transport = CurlTransport()
            func get(_ url: HTTPURL) async throws -> String {
                let request = HTTPRequest(method: "GET", url: url)
                return String(decoding: try await transport.send(request, limits: HTTPLimits()).body, as: UTF8.self)
            }

            #expect(try await get(HTTPURL(scheme: "http", host: "rds.example", path: "/x")) == "proxy")
            #expect(try await get(server.url()) == "server")
            #expect(proxy.requests.map(\.line) == ["GET http://rds.example/x HTTP/1.1"])
        }
    }

    @Test func `a proxy that refuses a tunnel means no connection`() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer.answering { _ in "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n" }
            setenv("HTTPS_PROXY", "http://127.0.0.1:\(proxy.port)", 1)
            let request = HTTPRequest(method: "POST", url: HTTPURL(scheme: "https", host: "rds.example"))

            let error = try await httpError { try await CurlTransport().send(request, limits: HTTPLimits()) }

            #expect(error.kind == .connect)
            #expect(proxy.requests.map(\.line) == ["CONNECT rds.example:443 HTTP/1.1"])
        }
    }
}
