import AWSCore
import AWSNames
import Testing

/// AWS's protocol suites (botocore's copies), by clients that awsgen has generated from the suites' own models.
@Suite("Wire protocols")
struct ProtocolTests {
    private static let compression = Exclusion(
        "request compression", reason: "the trait is optional, and no request of drctl is large enough to gain by it")
    @Test func `inputs become the requests that AWS expects`() async throws {
        guard let data = ConformanceData(suite: "protocol/input"), let clients = ProtocolClients.load("protocol/input")
        else { return }
        var report = ConformanceReport("protocol/input")
        for (key, suite, test) in try Self.cases(data, "input") {
            let given = test["given"]
            let exclusion = given["requestcompression"].isNull ? nil : Self.compression
            if let endpoint = suite["clientEndpoint"].string.flatMap(HTTPURL.init), endpoint.path != "/" {
                await report.check("\(key) \(test["id"].string ?? "")") {
                    try await Self.check(clients.operations[key], at: endpoint, test)
                }
                continue
            }
            report.check("\(key) \(test["id"].string ?? "")", excludedBy: exclusion) {
                guard let operation = clients.operations[key] else { throw ConformanceFailure("not generated") }
                let request = try IdempotencyToken.$next.withValue({ "00000000-0000-4000-8000-000000000000" }) {
                    try operation.encode(Self.bytes(test["params"]))
                }
                try Self.check(request, suite, test["serialized"])
            }
        }
        report.finish()
    }

    @Test func `responses become the values that AWS expects`() throws {
        guard let data = ConformanceData(suite: "protocol/output"),
            let clients = ProtocolClients.load("protocol/output")
        else { return }
        var report = ConformanceReport("protocol/output")
        for (key, _, test) in try Self.cases(data, "output") {
            report.check("\(key) \(test["id"].string ?? "")") {
                guard let operation = clients.operations[key] else { throw ConformanceFailure("not generated") }
                let response = HTTPResponse(recorded: test["response"])
                if let code = test["errorCode"].string {
                    let error = operation.decodeError(response)
                    try expectEqual(error.code, code, "error code")
                    if let message = test["errorMessage"].string { try expectEqual(error.message, message, "message") }
                    if let members = try operation.decodeErrorMembers(response) {
                        try ValueComparison().check(members, test["error"])
                    }
                } else {
                    try ValueComparison().check(operation.decode(response), test["result"])
                }
            }
        }
        report.finish()
    }

    private static func cases(
        _ data: ConformanceData, _ direction: String
    ) throws -> [(key: String, suite: JSONValue, test: JSONValue)] {
        try data.names(in: "protocol/\(direction)", suffix: ".json").flatMap { name in
            try data.json("protocol/\(direction)/\(name)").array.enumerated().flatMap { index, suite in
                suite["cases"].array.enumerated().map { number, test in
                    ("\(direction)/\(name)#\(index)#\(number)", suite, test)
                }
            }
        }
    }

    /// An endpoint's path is put before the request's by the client as a whole, so a client sends it.
    private static func check(_ operation: DynamicOperation?, at endpoint: HTTPURL, _ test: JSONValue) async throws {
        guard let operation else { throw ConformanceFailure("not generated") }
        let transport = ReplayTransport([.on(uses: .always, reply: HTTPResponse(status: 200))])
        let credentials = StaticCredentialProvider(
            Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Redacted("secret")))
        var settings = ClientSettings(region: Region("us-east-1"), credentials: credentials, transport: transport)
        settings.endpointURL = { _ in endpoint }
        try? await operation.send(AWSClient(settings), bytes(test["params"]))
        guard let request = transport.requests.first else { throw ConformanceFailure("nothing was sent") }
        let expected = test["serialized"]
        try expectEqual(request.method, expected["method"].string, "method")
        try expectEqual(request.url.path, expected["uri"].string, "path")
        try expectEqual(request.url.host, expected["host"].string?.split(separator: "/").first.map(String.init), "host")
        try RequestComparison.checkBody(
            .bytes(request.body), expected["body"].string ?? "", contentType: request.headers["Content-Type"])
    }

    private static func bytes(_ value: JSONValue) -> [UInt8] {
        value.isNull ? Array("{}".utf8) : Array(value.text.utf8)
    }

    private static func check(_ request: OperationRequest, _ suite: JSONValue, _ expected: JSONValue) throws {
        if let method = expected["method"].string { try expectEqual(request.method, method, "method") }
        if let uri = expected["uri"].string {
            let parts = uri.split(separator: "?", maxSplits: 1).map(String.init)
            try expectEqual(request.path, parts[0], "path")
            let query = parts.count > 1 ? RequestComparison.pairs(parts[1]) : []
            try expectEqual(RequestComparison.pairs(request.query ?? ""), query, "query")
        }
        for (name, value) in expected["headers"].strings where name != "Content-MD5" {
            // Lists in headers may or may not have a space behind the comma; forms may or may not say that they are UTF-8.
            let sent = request.headers[name]?.replacing(", ", with: ",").replacing("; charset=utf-8", with: "")
            try expectEqual(sent, value.replacing(", ", with: ","), "header \(name)")
        }
        for name in expected["requireHeaders"].array.compactMap(\.string) where name != "Content-Length" {
            if request.headers[name] == nil { throw ConformanceFailure("header \(name) is missing") }
        }
        for name in expected["forbidHeaders"].array.compactMap(\.string) where request.headers[name] != nil {
            throw ConformanceFailure("header \(name) is there")
        }
        if let host = expected["host"].string {
            let base = suite["clientEndpoint"].string?.split(separator: "/").last.map(String.init) ?? ""
            try expectEqual((request.hostPrefix ?? "") + base, host, "host")
        }
        if let body = expected["body"].string {
            try RequestComparison.checkBody(request.body, body, contentType: request.headers["Content-Type"])
        }
    }
}

extension HTTPResponse {
    /// From the form in which the suites write responses.
    init(recorded response: JSONValue) {
        var headers = HTTPHeaders()
        for member in response["headers"].members { headers.append(member.key, member.value.string ?? "") }
        self.init(
            status: response["status_code"].int ?? response["status"].int ?? 200, headers: headers,
            body: Array((response["body"].string ?? "").utf8))
    }
}

extension JSONValue {
    /// As JSON.
    var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let text): text
        case .string(let value): Self.quoted(value)
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.key) + ":" + $0.value.text }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
