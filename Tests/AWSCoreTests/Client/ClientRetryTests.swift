import AWSCore
import AWSNames
import Testing

@Suite("The client's retries")
struct ClientRetryTests {
    @Test func `an attempt after a failure is signed anew, and its body and call id are the same`() async throws {
        let time = TestClock()
        let (client, transport) = Example.client(
            [
                .on(reply: Example.response(500)), .on(reply: Example.response(400, "ModelledRetryable")),
                .on(reply: Example.response(200, "answer")),
            ], clock: time, change: { $0.retry.baseDelay = .seconds(2) })
        #expect(try await client.send(Example.operation(), Example.request("token=1")) == "answer")
        #expect(time.sleeps == [.seconds(1), .seconds(2)])
        #expect(transport.requests.map(\.text) == ["token=1", "token=1", "token=1"])
        #expect(
            transport.requests.compactMap { $0.headers["amz-sdk-invocation-id"] } == ["call-1", "call-1", "call-1"])
        #expect(
            transport.requests.compactMap { $0.headers["X-Amz-Date"] }
                == ["20261123T053415Z", "20261123T053416Z", "20261123T053418Z"])
        #expect(Set(transport.requests.compactMap { $0.headers["Authorization"] }).count == 3)
    }

    @Test func `three attempts are made, and the last failure is told with their number`() async throws {
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(502, "<html>"))])
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(transport.requests.count == 3)
        #expect(error.description == "example:GetThing: <html> (HTTP 502): said after 3 attempts")
    }

    @Test func `a service may ask for a longer wait`() async throws {
        let time = TestClock()
        let (client, _) = Example.client(
            [
                .on(reply: Example.response(503, "", ["x-amz-retry-after": "1500"])),
                .on(reply: Example.response(429, "", ["Retry-After": "7"])),
                .on(reply: Example.response(200)),
            ], clock: time)
        _ = try await client.send(Example.operation(), Example.request())
        #expect(time.sleeps.prefix(2) == [.milliseconds(1500), .seconds(7)])
    }

    @Test func `after throttling, the next calls keep to the rate that the service bears`() async throws {
        let time = TestClock()
        let (client, _) = Example.client(
            [.on(reply: Example.response(400, "Throttling")), .on(uses: .always, reply: Example.response(200))],
            clock: time)
        for _ in 0..<5 { _ = try await client.send(Example.operation(), Example.request()) }
        // The backoff of the first call, then waits for the bucket's tokens.
        #expect(time.sleeps[0] == .milliseconds(500))
        #expect(time.sleeps.count > 2)
        let before = time.sleeps.count
        let other = client.with { $0.region = Region("us-east-1") }
        _ = try await other.send(Example.operation(), Example.request())
        #expect(time.sleeps.count == before, "another region is not held back")
    }

    @Test func `a call outlasts the throttled attempts that it is to, which cost it no other`() async throws {
        let throttled = (0..<9).map { _ in ReplayExchange.on(reply: Example.response(400, "Throttling")) }
        let lost = (0..<2).map { _ in ReplayExchange.on(reply: Example.response(500)) }
        let answers = throttled + lost + [.on(uses: .always, reply: Example.response(200, "answer"))]
        let (client, transport) = Example.client(answers) { $0.retry.throttledAttempts = 9 }
        #expect(try await client.send(Example.operation(), Example.request()) == "answer")
        #expect(transport.requests.count == 12)
        let (impatient, _) = Example.client(answers)
        await #expect(throws: ClientError.self) { try await impatient.send(Example.operation(), Example.request()) }
    }

    @Test func `a limit that is reached is no throttling that passes`() async throws {
        let (client, transport) = Example.client(
            [.on(uses: .always, reply: Example.response(400, "LimitExceededException"))]
        ) { $0.retry.throttledAttempts = 20 }
        await #expect(throws: ClientError.self) { try await client.send(Example.operation(), Example.request()) }
        #expect(transport.requests.count == 3)
    }

    @Test func `throttling uses up no quota, so that a thousand calls get through`() async throws {
        // Every second attempt is throttled.
        let exchanges = (0..<1_000).flatMap { _ in
            [
                ReplayExchange.on(reply: Example.response(503, "SlowDown")),
                .on(reply: Example.response(200, "answer")),
            ]
        }
        let (client, transport) = Example.client(exchanges) { $0.retry.throttledAttempts = 5 }
        for _ in 0..<1_000 { #expect(try await client.send(Example.operation(), Example.request()) == "answer") }
        #expect(transport.requests.count == 2_000)
    }

    @Test func `a refusal whose document was cut off is asked for again, and one without a document is not`()
        async throws
    {
        let cut = Example.response(404, "<Error><Code>NoSuchBuck")
        for name in ["GetThing", "CreateThing"] {
            let (client, transport) = Example.client(
                [.on(reply: cut), .on(uses: .always, reply: Example.response(404, "NoSuchBucketPolicy"))])
            let error = try await #require(throws: ClientError.self) {
                try await client.send(Example.operation(name), Example.request())
            }
            #expect(error.code == "NoSuchBucketPolicy")
            #expect(transport.requests.count == 2)
        }
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(404))])
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(error.code == "404" && transport.requests.count == 1)
    }

    @Test func `a read whose answer was cut off is made again, a change is not`() async throws {
        let cut = Example.response(200, "<cut")
        let answers: [ReplayExchange] = [
            .on(reply: cut), .on(reply: cut), .on(uses: .always, reply: Example.response(200, "answer")),
        ]
        let (client, transport) = Example.client(answers)
        #expect(try await client.send(Example.operation("GetThing"), Example.request()) == "answer")
        #expect(transport.requests.count == 3)
        let (changing, sent) = Example.client(answers)
        await #expect(throws: ClientError.self) {
            try await changing.send(Example.operation("CreateThing"), Example.request())
        }
        #expect(sent.requests.count == 1)
        let (broken, often) = Example.client([.on(uses: .always, reply: cut)])
        let error = try await #require(throws: ClientError.self) {
            try await broken.send(Example.operation("ListThings"), Example.request())
        }
        #expect(often.requests.count == 3 && "\(error)".contains("malformed body"))
    }

    @Test func `a wrong clock is corrected for its host, at once and from then on`() async throws {
        let (client, transport) = Example.client([
            .on(
                reply: Example.response(
                    403, "RequestTimeTooSkewed", ["Date": "Mon, 23 Nov 2026 06:04:15 GMT"])),
            .on(uses: .always, reply: Example.response(200)),
        ])
        for _ in 0..<2 { _ = try await client.send(Example.operation(), Example.request()) }
        #expect(
            transport.requests.compactMap { $0.headers["X-Amz-Date"] }
                == ["20261123T053415Z", "20261123T060415Z", "20261123T060415Z"])
    }

    @Test func `a wrong signature is no wrong clock when the clocks agree`() async throws {
        let (client, transport) = Example.client([
            .on(
                reply: Example.response(
                    403, "SignatureDoesNotMatch", ["Date": "Mon, 23 Nov 2026 05:34:10 GMT"]))
        ])
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(error.code == "SignatureDoesNotMatch" && transport.requests.count == 1)
    }

    @Test func `no wait goes past the deadline`() async throws {
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(503))]) {
            $0.clock = .system
            $0.retry = RetrySettings(deadline: .seconds(30), baseDelay: .seconds(300), maximumDelay: .seconds(300))
            $0.clock.random = { 0.9 }
        }
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(error.service?.status == 503 && transport.requests.count == 1)
    }

    @Test func `an attempt that hangs ends with the deadline`() async throws {
        let (client, _) = Example.client([.on(after: .seconds(50), reply: Example.response(200))]) {
            $0.clock = .system
            $0.retry.deadline = .milliseconds(20)
        }
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        guard case .deadline(.milliseconds(20)) = error.cause else { throw error }
    }

    @Test func `cancellation ends a wait, and is no error of the call`() async throws {
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(503))]) {
            $0.clock = .system
            $0.clock.random = { 0.9 }
            $0.retry.baseDelay = .seconds(600)
            $0.retry.maximumDelay = .seconds(600)
        }
        let call = Task { try await client.send(Example.operation(), Example.request()) }
        while transport.requests.isEmpty { await Task.yield() }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
    }

    @Test func `when most calls fail, retries stop by themselves`() async throws {
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(500))])
        for _ in 0..<40 {
            await #expect(throws: ClientError.self) { try await client.send(Example.operation(), Example.request()) }
        }
        // 500 tokens pay for 35 retries of 14 each.
        #expect(transport.requests.count == 40 + 35)
    }

    @Test func `who polls waits even when no retries are left, others do not`() async throws {
        let sqs = Service(
            id: "SQS", endpointPrefix: "sqs", signingName: "sqs", wireProtocol: .json(version: "1.0"), apiVersion: "1")
        for (name, waits) in [("ReceiveMessage", 40 + 35 - 17), ("SendMessage", 35)] {
            let time = TestClock()
            let (client, transport) = Example.client(
                [.on(uses: .always, reply: Example.response(500))], clock: time)
            for _ in 0..<40 {
                await #expect(throws: ClientError.self) {
                    try await client.send(Example.operation(name, of: sqs), Example.request())
                }
            }
            #expect(transport.requests.count == 40 + 35)
            // 17 calls have both their retries, the 18th has one, and each of those without waits all the same.
            #expect(time.sleeps.count == waits)
        }
    }
}
