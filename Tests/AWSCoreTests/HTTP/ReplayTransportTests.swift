import AWSCore
import Testing

@Suite struct `Replayed exchanges` {
    private let limits = HTTPLimits()
    private let url = HTTPURL(scheme: "https", host: "sts.amazonaws.com", path: "/")

    private func post(_ body: String) -> HTTPRequest {
        HTTPRequest(method: "POST", url: url, headers: ["X-Field": "1"], body: .bytes(Array(body.utf8)))
    }

    @Test func `each request gets the first exchange that matches and is left`() async throws {
        let lost = HTTPError(kind: .connectionLost, endpoint: "https://sts.amazonaws.com", detail: "gone")
        let transport = ReplayTransport([
            .on("POST", host: "sts.amazonaws.com", body: "Action=Get", failure: lost),
            .on("POST", body: "Action=Get", reply: HTTPResponse(status: 200, body: [1])),
            .on("POST", body: "Action=Assume", uses: .always, reply: HTTPResponse(status: 403)),
        ])

        await #expect(throws: lost) { try await transport.send(post("Action=Get"), limits: limits) }
        for _ in 0..<2 { #expect(try await transport.send(post("Action=Assume"), limits: limits).status == 403) }
        #expect(try await transport.send(post("Action=Get"), limits: limits).body == [1])

        #expect(transport.unanswered.isEmpty)
        #expect(transport.requests.map(\.text) == ["Action=Get", "Action=Assume", "Action=Assume", "Action=Get"])
        #expect(transport.requests.first?.headers["x-field"] == "1")
    }

    @Test func `what the script does not hold is refused, naming what is left`() async throws {
        let transport = ReplayTransport([.on("GET", path: "/other", query: "a=1", reply: HTTPResponse(status: 200))])

        let error = await #expect(throws: HTTPError.self) {
            try await transport.send(post("Action=Get"), limits: limits)
        }

        #expect(error?.kind == .invalidRequest)
        #expect(
            error?.detail == """
                nothing in the script answers POST / with body "Action=Get"; left:
                  GET any host/other query containing "a=1"
                """)
        #expect(transport.unanswered.count == 1)
        #expect(transport.requests.count == 1)
    }

    @Test func `a delay beyond the total timeout is a timeout`() async throws {
        let transport = ReplayTransport([.on(after: .seconds(60), reply: HTTPResponse(status: 200))])
        let limits = HTTPLimits(totalTimeout: .milliseconds(1))

        let error = await #expect(throws: HTTPError.self) { try await transport.send(post(""), limits: limits) }

        #expect(error?.kind == .timeout)
    }

    @Test func `a larger body than allowed is refused`() async throws {
        let transport = ReplayTransport([.on(reply: HTTPResponse(status: 200, body: [1, 2, 3]))])
        let limits = HTTPLimits(maximumBodySize: 2)

        let error = await #expect(throws: HTTPError.self) { try await transport.send(post(""), limits: limits) }

        #expect(error?.kind == .bodyTooLarge)
    }

    @Test func `a streamed body is read whole and the response comes in pieces until it breaks off`() async throws {
        let lost = HTTPError(kind: .connectionLost, endpoint: "", detail: "gone")
        let body = [UInt8](repeating: 7, count: 100_000)
        let transport = ReplayTransport([
            ReplayExchange(
                matcher: .init(method: "PUT"), outcome: .interrupted(HTTPResponse(status: 200, body: body), lost))
        ])
        let pieces = PieceSource([[1, 2], [3]])
        let request = HTTPRequest(method: "PUT", url: url, body: .stream(.init(length: 3) { pieces.next() }))

        let response = try await transport.stream(request, limits: limits)

        #expect(transport.requests.map(\.body) == [[1, 2, 3]])
        #expect(try await response.next()?.count == 65_536)
        #expect(try await response.next()?.count == 100_000 - 65_536)
        await #expect(throws: lost) { try await response.next() }
    }
}
