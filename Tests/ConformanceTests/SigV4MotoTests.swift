import AWSCore
import AWSNames
import Testing

/// A second, independent judge: moto computes every signature again, by botocore, and applies IAM policies.
///
/// What it proves: header signatures of the query protocol and of S3, and how refusals read. It does not look at
/// presigned URLs, nor at the signatures of chunks; it signs a path and a form that it has decoded and encoded again,
/// so characters that two encoders treat differently (`'` in a path, a space in a form) are left to AWS's own suite.
@Suite("SigV4 judged by moto", .serialized)
struct SigV4MotoTests {
    @Test func `the right key is let in, a wrong secret, an unknown key and a denied action are not`() async throws {
        // Before it demands signatures, it lets these through: user, key, policy, bucket.
        guard let moto = try await MotoServer.start(unauthenticatedCalls: 4) else { return }
        defer { moto.stop() }
        let credentials = try await makeUser(moto)
        let client = client(moto, credentials)

        #expect(try await client.send(Query.operation("sts", "GetCallerIdentity", "2011-06-15"), [:]).contains("drill"))
        let databases = Query.operation("rds", "DescribeDBInstances", "2014-10-31")
        #expect(try await client.send(databases, [:]).contains("<DBInstances"))
        // An answer about the filter's name means that the signature over it was right.
        let filtered = try await #require(throws: ClientError.self) {
            try await client.send(
                databases, ["Filters.Filter.1.Name": "a+b/ü=&~*'", "Filters.Filter.1.Values.Value.1": "x"])
        }
        #expect(filtered.code == "InvalidParameterValue")
        let body = Array("restored".utf8)
        let path = "/a-bucket/dir/a%20key.txt"
        _ = try await client.send(Object.operation, Object.request("PUT", path, .bytes(body)))
        #expect(try await client.send(Object.operation, Object.request("GET", path)) == "restored")

        let wrong = Credentials(accessKeyID: credentials.accessKeyID, secretAccessKey: Redacted("wrong"))
        #expect(try await refusal(self.client(moto, wrong)) == "SignatureDoesNotMatch")
        #expect(try await refusalOfObject(self.client(moto, wrong), path) == "SignatureDoesNotMatch")
        let unknown = Credentials(accessKeyID: "AKIAUNKNOWN", secretAccessKey: Redacted("wrong"))
        #expect(try await refusal(self.client(moto, unknown)) == "InvalidClientTokenId")
        let denied = try await #require(throws: ClientError.self) {
            try await client.send(Query.operation("sns", "ListTopics", "2010-03-31"), [:])
        }
        #expect(denied.code == "AccessDenied" && denied.description.contains("sns:ListTopics"))
        print("sigv4/moto: 5 accepted, 4 refused, 0 failed")
    }

    @Test func `an upload in signed chunks arrives as it was`() async throws {
        guard let moto = try await MotoServer.start(unauthenticatedCalls: 4) else { return }
        defer { moto.stop() }
        let client = client(moto, try await makeUser(moto))
        let text = String(repeating: "0123456789abcdef", count: 20_000)
        let pieces = stride(from: 0, to: text.utf8.count, by: 50_000).map {
            Array(Array(text.utf8)[$0...].prefix(50_000))
        }
        let source = PieceSource(pieces)
        let stream = HTTPBodyStream(length: text.utf8.count, next: { await source.next() })
        _ = try await client.send(Object.operation, Object.request("PUT", "/a-bucket/chunks", .stream(stream)))
        #expect(try await client.send(Object.operation, Object.request("GET", "/a-bucket/chunks")) == text)
        var streamed = 0
        let download = try await client.stream(Object.operation, Object.request("GET", "/a-bucket/chunks"))
        while let piece = try await download.next() { streamed += piece.count }
        #expect(streamed == text.utf8.count)
    }

    // MARK: - Set-up

    private func client(_ moto: MotoServer, _ credentials: Credentials) -> AWSClient {
        var settings = ClientSettings(
            region: Region("us-east-1"), credentials: StaticCredentialProvider(credentials), transport: moto.transport)
        let url = moto.url
        settings.endpointURL = { _ in url }
        return AWSClient(settings)
    }

    private func makeUser(_ moto: MotoServer) async throws -> Credentials {
        let anybody = client(moto, Credentials(accessKeyID: "any", secretAccessKey: Redacted("any")))
        func iam(_ action: String, _ input: [String: String]) async throws -> String {
            try await anybody.send(Query.operation("iam", action, "2010-05-08"), input)
        }
        _ = try await iam("CreateUser", ["UserName": "drill"])
        let key = try await iam("CreateAccessKey", ["UserName": "drill"])
        let policy = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
            "Action": ["rds:DescribeDBInstances", "s3:*"]}]}
            """
        _ = try await iam(
            "PutUserPolicy", ["UserName": "drill", "PolicyName": "drill", "PolicyDocument": policy])
        _ = try await anybody.send(Object.operation, Object.request("PUT", "/a-bucket"))
        return Credentials(
            accessKeyID: try #require(XMLText.value(of: "AccessKeyId", in: key)),
            secretAccessKey: Redacted(try #require(XMLText.value(of: "SecretAccessKey", in: key))))
    }

    private func refusal(_ client: AWSClient) async throws -> String? {
        try await #require(throws: ClientError.self) {
            try await client.send(Query.operation("sts", "GetCallerIdentity", "2011-06-15"), [:])
        }.code
    }

    private func refusalOfObject(_ client: AWSClient, _ path: String) async throws -> String? {
        try await #require(throws: ClientError.self) {
            try await client.send(Object.operation, Object.request("GET", path))
        }.code
    }
}

private enum Query {
    static func operation(_ service: String, _ action: String, _ version: String) -> Operation<[String: String], String>
    {
        Operation(
            name: action,
            service: Service(
                id: service, endpointPrefix: service, signingName: service, wireProtocol: .query, apiVersion: version),
            encode: { input in
                let pairs = [("Action", action), ("Version", version)] + input.sorted { $0.key < $1.key }
                let form = pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
                return OperationRequest(
                    method: "POST", path: "/",
                    headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"],
                    body: .bytes(Array(form.utf8)))
            },
            decode: { String(decoding: $0.body, as: UTF8.self) }, decodeError: XMLText.error)
    }

    /// As AWS's SDKs encode forms; moto signs the form that it has parsed and written again.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "-._~".contains(character))
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
        }.joined()
    }
}

private enum Object {
    static let operation = Operation<OperationRequest, String>(
        name: "Object",
        service: Service(
            id: "S3", endpointPrefix: "s3", signingName: "s3", wireProtocol: .restXML, apiVersion: "2006-03-01"),
        encode: { $0 }, decode: { String(decoding: $0.body, as: UTF8.self) }, decodeError: XMLText.error)

    static func request(_ method: String, _ path: String, _ body: HTTPBody = .none) -> OperationRequest {
        OperationRequest(method: method, path: path, body: body, endpointParameters: ["Bucket": "a-bucket"])
    }
}

private enum XMLText {
    static func value(of element: String, in text: String) -> String? {
        guard let start = text.firstRange(of: "<\(element)>"), let end = text.firstRange(of: "</\(element)>"),
            start.upperBound <= end.lowerBound
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }

    static func error(_ response: HTTPResponse) -> WireError {
        let text = String(decoding: response.body, as: UTF8.self)
        return WireError(code: value(of: "Code", in: text), message: value(of: "Message", in: text) ?? "")
    }
}

private actor PieceSource {
    private var pieces: ArraySlice<[UInt8]>

    init(_ pieces: [[UInt8]]) { self.pieces = pieces[...] }

    func next() -> [UInt8]? { pieces.popFirst() }
}
