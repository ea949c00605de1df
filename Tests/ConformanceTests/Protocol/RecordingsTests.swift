import AWSCore
import Testing

/// What AWS really answered, from Cloud Custodian's test data.
@Suite("Recordings")
struct RecordingsTests {
    @Test func `recorded responses decode without loss`() throws {
        guard let data = ConformanceData(suite: "recordings"), let operations = try NamedOperations("recordings") else {
            return
        }
        var report = ConformanceReport("recordings")
        for name in try data.names(in: "recordings", suffix: ".jsonl") {
            for row in try data.jsonLines("recordings/\(name)") {
                let clients = operations.clients(
                    row["service"].string ?? "", row["protocol"].string ?? "", row["operation"].string ?? "")
                report.check(row["case"].string ?? "") {
                    guard let modelled = clients.modelled else { throw ConformanceFailure("not in the model") }
                    try Self.check(row, modelled, ValueComparison())
                    if let generated = clients.generated {
                        try Self.check(row, generated, ValueComparison(allowsOmitted: true))
                    }
                }
            }
        }
        report.finish()
    }

    private static func check(_ row: JSONValue, _ operation: DynamicOperation, _ comparison: ValueComparison) throws {
        let response = HTTPResponse(recorded: row)
        guard response.status < 300 else {
            return try expectEqual(
                operation.decodeError(response).code, row["expected"]["Error"]["Code"].string, "error code")
        }
        try comparison.check(operation.decode(response), row["expected"])
    }
}
