import AWSCore
import AWSNames
import Testing

@Suite("Credentials that a service calls expired")
struct ExpiredCredentialsTests {
    private static func client(
        _ exchanges: [ReplayExchange], _ source: any CredentialProvider,
        change: (inout ClientSettings) -> Void = { _ in }
    ) -> (client: AWSClient, transport: ReplayTransport) {
        Example.client(exchanges) { settings in
            settings.credentials = source
            change(&settings)
        }
    }

    private static func cache(_ names: String...) -> (cache: CachingCredentialProvider, source: ScriptedSource) {
        let source = ScriptedSource(names.map { .success(.named($0)) })
        return (CachingCredentialProvider(source), source)
    }

    /// Who signed each request.
    private func signers(_ transport: ReplayTransport) -> [String] {
        transport.requests.map { request in
            let field = request.headers["Authorization"] ?? ""
            return String(field.split(separator: "/")[0].split(separator: "=").last ?? "")
        }
    }

    @Test(arguments: ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"])
    func `are replaced, and the call succeeds at once`(code: String) async throws {
        let time = TestClock()
        let (cache, _) = Self.cache("OLD", "NEW")
        let (client, transport) = Self.client(
            [.on(reply: Example.response(403, code)), .on(uses: .always, reply: Example.response(200, "answer"))],
            cache, change: { $0.clock = time.clock })
        #expect(try await client.send(Example.operation(), Example.request("token=1")) == "answer")
        #expect(try await client.send(Example.operation(), Example.request()) == "answer")
        #expect(signers(transport) == ["OLD", "NEW", "NEW"])
        #expect(transport.requests[1].text == "token=1")
        #expect(time.sleeps.isEmpty)
    }

    @Test func `are replaced even where no retries are wanted, as the first attempt was never made`() async throws {
        let (client, _) = Self.client(
            [.on(reply: Example.response(403, "ExpiredToken")), .on(reply: Example.response(200, "answer"))],
            Self.cache("OLD", "NEW").cache, change: { $0.retry.maximumAttempts = 1 })
        #expect(try await client.send(Example.operation(), Example.request()) == "answer")
    }

    @Test func `that are expired again end the call`() async throws {
        let (client, transport) = Self.client(
            [.on(uses: .always, reply: Example.response(403, "ExpiredToken"))], Self.cache("A", "B", "C").cache)
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(error.code == "ExpiredToken")
        #expect(signers(transport) == ["A", "B"])
    }

    @Test func `that cannot be replaced end the call without another request`() async throws {
        let (client, transport) = Self.client(
            [.on(reply: Example.response(403, "ExpiredToken"))], StaticCredentialProvider(.named("FIXED")))
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(error.code == "ExpiredToken" && transport.requests.count == 1)
    }

    @Test func `whose source fails end the call with the source's reason`() async throws {
        let source = ScriptedSource([.success(.named("OLD")), .failure(ScriptedSource.Refusal())])
        let (client, _) = Self.client(
            [.on(reply: Example.response(403, "ExpiredToken"))], CachingCredentialProvider(source))
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        guard case .credentials(let cause) = error.cause else { throw error }
        #expect(cause is ScriptedSource.Refusal)
    }

    @Test func `are fetched once for all calls that were refused together`() async throws {
        let (cache, source) = Self.cache("OLD", "NEW")
        let refused = (0..<6).map { _ in ReplayExchange.on(reply: Example.response(403, "ExpiredToken")) }
        let (client, _) = Self.client(refused + [.on(uses: .always, reply: Example.response(200, "answer"))], cache)
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<6 { group.addTask { try await client.send(Example.operation(), Example.request()) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: "answer", count: 6))
        #expect(await source.calls == 2)
    }

    @Test func `are dropped by an upload that cannot be sent again, for the calls that follow`() async throws {
        let (client, transport) = Self.client(
            [.on(reply: Example.response(400, "ExpiredToken")), .on(uses: .always, reply: Example.response(200))],
            Self.cache("OLD", "NEW").cache)
        let body = HTTPBody.stream(HTTPBodyStream(length: 0, next: { nil }))
        await #expect(throws: ClientError.self) {
            try await client.send(Example.operation(of: Example.s3), Example.object(body: body))
        }
        #expect(transport.requests.count == 1)
        _ = try await client.send(Example.operation(), Example.request())
        #expect(signers(transport) == ["OLD", "NEW"])
    }

    @Test func `hide behind EC2's RequestExpired when the clocks agree`() async throws {
        let (client, transport) = Self.client(
            [
                .on(reply: Example.response(400, "RequestExpired", ["Date": "Mon, 23 Nov 2026 05:34:10 GMT"])),
                .on(reply: Example.response(200, "answer")),
            ], Self.cache("OLD", "NEW").cache)
        #expect(try await client.send(Example.operation(), Example.request()) == "answer")
        #expect(signers(transport) == ["OLD", "NEW"])
    }

    @Test func `of a role's source are replaced while the role is assumed`() async throws {
        let world = CredentialTestWorld()
        let expired = "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>old</Message></Error></ErrorResponse>"
        let answer = """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>
            <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
            <Expiration>2027-01-15T09:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """
        world.transport.append(.on(reply: HTTPResponse(403, expired)))
        world.transport.append(.on(reply: HTTPResponse(200, answer)))
        let provider = AssumeRoleCredentialProvider(
            AssumedRole(arn: "arn:aws:iam::123456789012:role/dr"), source: Self.cache("OLD", "NEW").cache,
            context: try world.context)
        #expect(try await provider.credentials().accessKeyID == "ROLE")
        #expect(signers(world.transport) == ["OLD", "NEW"])
    }
}
