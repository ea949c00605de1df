import AWSCore
import Testing

/// AWS's published examples as botocore serialises them.
@Suite("Golden requests")
struct GoldenRequestsTests {
    private static let emptyLabel = Exclusion(
        "empty label", reason: "the example names no bucket; we refuse that, as the request would be another")

    @Test func `published examples become the same requests as botocore's`() throws {
        guard let data = ConformanceData(suite: "golden-requests"),
            let operations = try NamedOperations("golden-requests")
        else { return }
        var report = ConformanceReport("golden-requests")
        for name in try data.names(in: "golden-requests", suffix: ".jsonl") {
            for row in try data.jsonLines("golden-requests/\(name)") {
                let service = row["service"].string ?? ""
                let clients = operations.clients(service, row["protocol"].string ?? "", row["operation"].string ?? "")
                let exclusion = row["params"]["Bucket"].string == "" ? Self.emptyLabel : nil
                report.check(row["case"].string ?? "", excludedBy: exclusion) {
                    guard let modelled = clients.modelled else { throw ConformanceFailure("not in the model") }
                    try Self.check(row, modelled)
                    if let generated = clients.generated, !operations.omitted.isUsed(service, row["params"]) {
                        try Self.check(row, generated)
                    }
                }
            }
        }
        report.finish()
    }

    private static func check(_ row: JSONValue, _ operation: DynamicOperation) throws {
        let request = try IdempotencyToken.$next.withValue({ RequestRow.filledIn }) {
            try operation.encode(Array(row["params"].text.utf8))
        }
        try RequestRow(row).check(request)
    }
}

/// A request as botocore's serialiser gives it.
struct RequestRow {
    /// The serialiser alone, which wrote the row, fills in no tokens.
    static let filledIn = "idempotency-token"
    private let row: JSONValue

    init(_ row: JSONValue) { self.row = row }

    func check(_ request: OperationRequest) throws {
        try expectEqual(request.method, row["method"].string, "method")
        let parts = (row["url_path"].string ?? "").split(separator: "?", maxSplits: 1).map(String.init)
        try expectEqual(request.path, parts[0], "path")
        try expectEqual(RequestComparison.pairs(request.query ?? ""), query(parts), "query")
        for (name, value) in row["headers"].strings {
            try expectEqual(request.headers[name], value, "header \(name)")
        }
        var request = request
        if case .bytes(let bytes) = request.body, let value = try? JSONValue(parsing: bytes), case .object = value {
            let members = value.members.filter { $0.value.string != Self.filledIn }
            request.body = .bytes(Array(JSONValue.object(members).text.utf8))
        }
        let type = request.headers["Content-Type"]
        if row["body"]["form"].isNull {
            try RequestComparison.checkBody(request.body, row["body"]["utf8"].string ?? "", contentType: type)
        } else {
            guard case .bytes(let bytes) = request.body else { throw ConformanceFailure("no body") }
            try expectEqual(
                RequestComparison.pairs(String(decoding: bytes, as: UTF8.self)), Self.pairs(row["body"]["form"]), "body"
            )
        }
    }

    private func query(_ parts: [String]) -> [String] {
        (Self.pairs(row["query"]) + (parts.count > 1 ? RequestComparison.pairs(parts[1]) : [])).sorted()
    }

    /// An object, or a list of pairs.
    private static func pairs(_ value: JSONValue) -> [String] {
        func texts(_ value: JSONValue) -> [String] {
            if case .array(let values) = value { return values.map { $0.string ?? $0.text } }
            return [value.string ?? value.text]
        }
        let members = value.members.flatMap { member in texts(member.value).map { member.key + "=" + $0 } }
        return (members + value.array.map { "\($0[0].string ?? "")=\($0[1].string ?? $0[1].text)" }).sorted()
    }
}

/// What the manifest leaves out, by service and shape.
struct OmittedMembers {
    private let services: JSONValue

    init(parsing text: String) throws { services = try JSONValue(parsing: text) }

    /// Whether a member that is left out somewhere is set anywhere in the value.
    func isUsed(_ service: String, _ value: JSONValue) -> Bool {
        let names = Set(services[service].members.flatMap { $0.value.array.compactMap(\.string) })
        return Self.keys(value).contains { names.contains($0) }
    }

    private static func keys(_ value: JSONValue) -> [String] {
        value.members.flatMap { [$0.key] + keys($0.value) } + value.array.flatMap(keys)
    }
}
