import AWSCore
import AWSNames
import Synchronization
import Testing

@Suite("The client and S3")
struct S3ClientTests {
    private let operation = Example.operation("PutObject", of: Example.s3)

    @Test func `the bucket moves from the path to where its endpoint has it`() async throws {
        let (client, transport) = Example.client([.on(uses: .always, reply: Example.response(200))])
        let custom = client.with { $0.endpointURL = { _ in HTTPURL("http://127.0.0.1:9000/store") } }
        for client in [client, custom, client.with { $0.bucketStyle = .path }] {
            _ = try await client.send(operation, Example.object(key: "/dir//a%2Fkey"))
            _ = try await client.send(operation, Example.object())
        }
        _ = try await client.send(operation, OperationRequest(method: "GET", path: "/"))
        #expect(
            transport.requests.map(\.url.description) == [
                "https://a-bucket.s3.eu-west-1.amazonaws.com/dir//a%2Fkey",
                "https://a-bucket.s3.eu-west-1.amazonaws.com/",
                "http://127.0.0.1:9000/store/a-bucket/dir//a%2Fkey", "http://127.0.0.1:9000/store/a-bucket",
                "https://s3.eu-west-1.amazonaws.com/a-bucket/dir//a%2Fkey",
                "https://s3.eu-west-1.amazonaws.com/a-bucket",
                "https://s3.eu-west-1.amazonaws.com/",
            ])
        #expect(transport.requests.allSatisfy { $0.headers["x-amz-content-sha256"] != nil })
    }

    @Test(arguments: [301, 400])
    func `a bucket elsewhere is asked there, once found and ever after`(status: Int) async throws {
        let (client, transport) = Example.client([
            .on(
                host: "a-bucket.s3.eu-west-1.amazonaws.com",
                reply: Example.response(status, "", ["x-amz-bucket-region": "us-west-2"])),
            .on(host: "a-bucket.s3.us-west-2.amazonaws.com", uses: .always, reply: Example.response(200)),
            .on(host: "b-bucket.s3.eu-west-1.amazonaws.com", reply: Example.response(200)),
        ])
        for bucket in ["a-bucket", "a-bucket", "b-bucket"] {
            _ = try await client.send(operation, Example.object(bucket: bucket))
        }
        #expect(transport.unanswered.isEmpty)
        #expect(transport.requests[1].headers["Authorization"]?.contains("/us-west-2/s3/") == true)
    }

    @Test func `a bucket that is nowhere does not send us in circles`() async throws {
        let (client, transport) = Example.client([
            .on(reply: Example.response(301, "", ["x-amz-bucket-region": "us-west-2"])),
            .on(uses: .always, reply: Example.response(301, "", ["x-amz-bucket-region": "eu-west-1"])),
        ])
        await #expect(throws: ClientError.self) { try await client.send(operation, Example.object()) }
        #expect(transport.requests.count == 2)
    }

    @Test func `an error that begins with 200 is an error, and tried again`() async throws {
        let (client, transport) = Example.client([
            .on(reply: Example.response(200, "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code></Error>")),
            .on(reply: Example.response(200, "copied")),
        ])
        let copy = Example.operation("CopyObject", of: Example.s3)
        #expect(try await client.send(copy, Example.object(key: "/k")) == "copied")
        #expect(transport.requests.count == 2)
    }

    // MARK: - Streams

    @Test func `an upload over TLS carries its checksum behind it`() async throws {
        let (client, transport) = Example.client([.on(reply: Example.response(200))])
        let stream = HTTPBodyStream(length: 5, next: Pieces([Array("hello".utf8)]).next)
        _ = try await client.send(operation, Example.object(key: "/k", body: .stream(stream)))
        let request = transport.requests[0]
        #expect(request.headers["x-amz-content-sha256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
        #expect(request.headers["Content-Encoding"] == "aws-chunked")
        #expect(request.headers["x-amz-decoded-content-length"] == "5")
        #expect(request.headers["x-amz-trailer"] == "x-amz-checksum-sha256")
        #expect(request.text.hasPrefix("5\r\nhello\r\n0\r\nx-amz-checksum-sha256:"))
        #expect(request.limits.totalTimeout == nil && request.limits.stallTimeout == .seconds(60))
    }

    @Test func `an upload without TLS is signed piece by piece`() async throws {
        let (client, transport) = Example.client([.on(reply: Example.response(200))]) {
            $0.endpointURL = { _ in HTTPURL("http://127.0.0.1:9000") }
        }
        let stream = HTTPBodyStream(length: 5, next: Pieces([Array("hello".utf8)]).next)
        _ = try await client.send(operation, Example.object(key: "/k", body: .stream(stream)))
        let request = transport.requests[0]
        #expect(request.headers["x-amz-content-sha256"] == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
        #expect(request.text.hasPrefix("5;chunk-signature=") && request.text.contains("x-amz-trailer-signature:"))
    }

    @Test func `an upload with a checksum of its own is sent as it is`() async throws {
        let (client, transport) = Example.client([.on(reply: Example.response(200))])
        let stream = HTTPBodyStream(length: 5, next: Pieces([Array("hello".utf8)]).next)
        var request = Example.object(key: "/k", body: .stream(stream))
        request.headers["x-amz-checksum-sha256"] = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
        _ = try await client.send(operation, request)
        #expect(transport.requests[0].text == "hello")
        #expect(transport.requests[0].headers["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD")
    }

    @Test func `an upload of unknown length is refused before it begins`() async throws {
        let (client, transport) = Example.client([])
        let stream = HTTPBodyStream(length: nil, next: { nil })
        await #expect(throws: ClientError.self) {
            try await client.send(operation, Example.object(key: "/k", body: .stream(stream)))
        }
        #expect(transport.requests.isEmpty)
    }

    @Test func `a stream is sent again only when nothing of it was sent`() async throws {
        for (kind, attempts) in [(HTTPError.Kind.connect, 3), (.connectionLost, 1)] {
            let transport = RefusingTransport(kind)
            let (client, _) = Example.client([]) { $0.transport = transport }
            let stream = HTTPBodyStream(length: 5, next: Pieces([Array("hello".utf8)]).next)
            await #expect(throws: ClientError.self) {
                try await client.send(operation, Example.object(key: "/k", body: .stream(stream)))
            }
            #expect(transport.attempts == attempts, "\(kind)")
        }
    }

    @Test func `a download hands over its head, then its body`() async throws {
        let (client, transport) = Example.client([
            .on(reply: Example.response(503)), .on(reply: Example.response(200, "body")),
        ])
        let download = try await client.stream(operation, Example.object(key: "/k"))
        #expect(download.output.isEmpty)
        #expect(try await download.next() == Array("body".utf8))
        #expect(try await download.next() == nil)
        #expect(transport.requests[0].limits.totalTimeout == nil)
    }

    @Test func `a download that is refused says why`() async throws {
        let (client, _) = Example.client([.on(reply: Example.response(403, "AccessDenied"))])
        let error = try await #require(throws: ClientError.self) {
            try await client.stream(operation, Example.object(key: "/k"))
        }
        #expect(error.code == "AccessDenied")
    }
}

/// Fails before it reads anything of a body.
private final class RefusingTransport: HTTPTransport {
    private let kind: HTTPError.Kind
    private let count = Mutex(0)
    var attempts: Int { count.withLock { $0 } }

    init(_ kind: HTTPError.Kind) { self.kind = kind }

    func send(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPResponse {
        count.withLock { $0 += 1 }
        throw HTTPError(kind: kind, endpoint: "", detail: "")
    }

    func stream(_ request: HTTPRequest, limits: HTTPLimits) async throws -> HTTPStreamedResponse {
        count.withLock { $0 += 1 }
        throw HTTPError(kind: kind, endpoint: "", detail: "")
    }
}
