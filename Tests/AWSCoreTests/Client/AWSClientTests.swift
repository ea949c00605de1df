import AWSCore
import AWSNames
import Synchronization
import Testing

@Suite("The client")
struct AWSClientTests {
    @Test func `a call is signed, sent to its endpoint and decoded`() async throws {
        let (client, transport) = Example.client([.on("POST", reply: Example.response(200, "answer"))])
        #expect(try await client.send(Example.operation(), Example.request()) == "answer")
        let request = try #require(transport.requests.first)
        #expect(request.url.description == "https://example.eu-west-1.amazonaws.com/")
        #expect(request.headers["X-Amz-Date"] == "20261123T053415Z")
        #expect(request.headers["X-Amz-Security-Token"] == "token")
        #expect(request.headers["User-Agent"] == "drctl")
        #expect(request.headers["amz-sdk-invocation-id"] == "call-1")
        #expect(request.headers["amz-sdk-request"] == "attempt=1; max=3")
        #expect(
            request.headers["Authorization"]?.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/eu-west-1/example/aws4_request, "
                    + "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;host;x-amz-date;x-amz-security-token, "
                    + "Signature=") == true)
        #expect(request.text == "question")
    }

    @Test func `an operation without authentication carries no signature and asks for no credentials`() async throws {
        let (client, transport) = Example.client([.on(reply: Example.response(200))]) {
            $0.credentials = FailingProvider()
        }
        _ = try await client.send(Example.operation(authentication: .none), Example.request())
        #expect(transport.requests[0].headers["Authorization"] == nil)
    }

    @Test func `a client for another region shares what was learnt, and asks there`() async throws {
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(200))])
        _ = try await client.with { $0.region = Region("us-east-1") }.send(Example.operation(), Example.request())
        #expect(transport.requests[0].url.host == "example.us-east-1.amazonaws.com")
    }

    @Test func `a custom endpoint keeps its path, and a host prefix goes before a name but not before an address`()
        async throws
    {
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(200))])
        var request = Example.request(path: "/v1/things")
        request.hostPrefix = "123456789012."
        for endpoint in ["http://127.0.0.1:5000/base/", "https://example.test"] {
            let custom = client.with { $0.endpointURL = { $0 == "Example" ? HTTPURL(endpoint) : nil } }
            _ = try await custom.send(Example.operation(), request)
        }
        #expect(
            transport.requests.map(\.url.description) == [
                "http://127.0.0.1:5000/base/v1/things", "https://123456789012.example.test/v1/things",
            ])
    }

    @Test func `a body whose checksum is demanded gets one, unless it has one`() async throws {
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(200))])
        let body = HTTPBody.bytes(Array("hello".utf8))
        _ = try await client.send(Example.operation(requiresChecksum: true), Example.request("hello"))
        _ = try await client.send(
            Example.operation(of: Example.s3, requiresChecksum: true), Example.object(body: body))
        var given = Example.object(body: body)
        given.headers["x-amz-checksum-crc32"] = "NhCmhg=="
        _ = try await client.send(Example.operation(of: Example.s3, requiresChecksum: true), given)
        let headers = transport.requests.map(\.headers)
        #expect(headers[0]["Content-MD5"] == "XUFAKrxLKna5cZ2REBfFkg==")
        #expect(headers[1]["x-amz-checksum-sha256"] == "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")
        #expect(headers[2]["x-amz-checksum-sha256"] == nil)
    }

    @Test func `every attempt is told to the observer`() async throws {
        let records = Records()
        let (client, _) = Example.client([
            .on(reply: Example.response(503, "SlowDown", ["x-amz-request-id": "first"])),
            .on(failure: HTTPError(kind: .connectionLost, endpoint: "", detail: "")),
            .on(reply: Example.response(200, "", ["x-amzn-RequestId": "third"])),
        ]) { $0.onAttempt = { records.append($0) } }
        _ = try await client.send(Example.operation(), Example.request())
        #expect(records.all.map(\.attempt) == [1, 2, 3])
        #expect(records.all.map(\.status) == [503, nil, 200])
        #expect(records.all.map(\.errorCode) == ["SlowDown", "connectionLost", nil])
        #expect(records.all.map(\.requestID) == ["first", nil, "third"])
        #expect(records.all.allSatisfy { $0.operation == "GetThing" && $0.signingName == "example" })
        #expect(records.all[0].endpoint == "https://example.eu-west-1.amazonaws.com")
    }

    // MARK: - Errors

    @Test func `a refusal names operation, code, status and request, and is not repeated`() async throws {
        let (client, transport) = Example.client([
            .on(reply: Example.response(404, "ThingNotFound", ["x-amzn-requestid": "42"]))
        ])
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(error.code == "ThingNotFound")
        #expect(error.description == "example:GetThing: ThingNotFound (HTTP 404): said [request 42]")
        #expect(error.endpoint == "https://example.eu-west-1.amazonaws.com")
        #expect(transport.requests.count == 1)
    }

    @Test func `an error without a body has its status for a code`() async throws {
        let (client, _) = Example.client([.on(reply: Example.response(403))])
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(error.code == "403")
    }

    @Test func `bad input, endpoint, credentials and answers are told apart`() async throws {
        func cause(
            _ response: String = "", method: String = "POST", _ change: (inout ClientSettings) -> Void = { _ in }
        ) async throws -> String {
            let (client, _) = Example.client(
                [.on(reply: Example.response(200, response, ["x-amzn-requestid": "42"]))], change: change)
            return try await #require(throws: ClientError.self) {
                try await client.send(Example.operation(), Example.request(method: method))
            }.description
        }
        #expect(try await cause(method: "BAD") == "example:GetThing: BadInput()")
        #expect(
            try await cause { $0.region = nil } == "example:GetThing: Invalid Configuration: Missing Region")
        #expect(
            try await cause { $0.credentials = FailingProvider() }
                == "example:GetThing: no credentials: the provider has none")
        #expect(try await cause("garbage") == "example:GetThing: BadOutput() [request 42]")
    }

    @Test func `an untrusted certificate is not tried again`() async throws {
        let (client, transport) = Example.client([
            .on(failure: HTTPError(kind: .certificate, endpoint: "https://x", detail: "self-signed certificate"))
        ])
        let error = try await #require(throws: ClientError.self) {
            try await client.send(Example.operation(), Example.request())
        }
        #expect(error.description == "example:GetThing: https://x: self-signed certificate")
        #expect(transport.requests.count == 1)
    }

    // MARK: - Presigning

    @Test func `a presigned call is a URL with the bucket in its host`() async throws {
        let (client, _) = Example.client([])
        let url = try await client.presign(
            Example.operation(of: Example.s3), Example.object(key: "/a%20key"), expiresIn: .seconds(600)
        ).url
        #expect(url.host == "a-bucket.s3.eu-west-1.amazonaws.com" && url.path == "/a%20key")
        #expect(url.query?.contains("X-Amz-Expires=600&X-Amz-SignedHeaders=host&") == true)
    }

    @Test func `a database token is for the client's region`() async throws {
        let (client, _) = Example.client([])
        let token = try await client.databaseAuthToken(host: "db.example", port: 5432, user: "drill")
        #expect(token.secret.hasPrefix("db.example:5432/?Action=connect&DBUser=drill&"))
        #expect(token.secret.contains("%2Feu-west-1%2Frds-db%2Faws4_request"))
        let homeless = client.with { $0.region = nil }
        await #expect(throws: ClientError.self) {
            try await homeless.databaseAuthToken(host: "db.example", port: 5432, user: "drill")
        }
    }
}

struct FailingProvider: CredentialProvider {
    struct None: Error, CustomStringConvertible {
        var description: String { "the provider has none" }
    }

    func credentials() throws -> Credentials { throw None() }
}

/// What an observer was told.
final class Records: Sendable {
    private let records = Mutex<[AttemptRecord]>([])
    var all: [AttemptRecord] { records.withLock { $0 } }
    func append(_ record: AttemptRecord) { records.withLock { $0.append(record) } }
}
