import AWSCore
import Testing

/// AWS's protocol suites (botocore's copies), by clients that awsgen has generated from the suites' own models.
@Suite("Wire protocols")
struct ProtocolTests {
    private static let compression = Exclusion(
        "request compression", reason: "the trait is optional, and no request of drctl is large enough to gain by it")
    private static let basePath = Exclusion(
        "endpoint with a path", reason: "the path of an endpoint is put before the request's by the client, not here")

    @Test func `inputs become the requests that AWS expects`() throws {
        guard let data = ConformanceData(suite: "protocol/input"), let clients = ProtocolClients.load("protocol/input")
        else { return }
        var report = ConformanceReport("protocol/input")
        try Self.forEach(data, "input") { key, suite, test in
            let given = test["given"]
            let exclusion: Exclusion? =
                !given["requestcompression"].isNull
                ? Self.compression
                : suite["clientEndpoint"].string?.hasSuffix("/custom") == true ? Self.basePath : nil
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
        try Self.forEach(data, "output") { key, _, test in
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

    private static func forEach(
        _ data: ConformanceData, _ direction: String, _ body: (String, JSONValue, JSONValue) throws -> Void
    ) throws {
        for name in try data.names(in: "protocol/\(direction)", suffix: ".json") {
            for (index, suite) in try data.json("protocol/\(direction)/\(name)").array.enumerated() {
                for (number, test) in suite["cases"].array.enumerated() {
                    try body("\(direction)/\(name)#\(index)#\(number)", suite, test)
                }
            }
        }
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
