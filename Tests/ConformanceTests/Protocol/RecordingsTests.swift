import AWSCore
import Testing

/// What AWS really answered, from Cloud Custodian's test data.
@Suite("Recordings")
struct RecordingsTests {
    private static let absent = Exclusion("not in the manifest", reason: "the operation is not generated")
    private static let otherProtocol = Exclusion(
        "other protocol", reason: "CloudWatch is spoken to by the query protocol only")

    @Test func `recorded responses decode without loss`() throws {
        guard let data = ConformanceData(suite: "recordings"), let clients = ServiceOperations.load("recordings") else {
            return
        }
        var report = ConformanceReport("recordings")
        for name in try data.names(in: "recordings", suffix: ".jsonl") {
            for row in try data.jsonLines("recordings/\(name)") {
                let service = row["service"].string ?? ""
                let operation = clients.operations["\(service):\(row["operation"].string ?? "")"]
                let isOther = service == "cloudwatch" && row["protocol"].string != "query"
                let exclusion = operation == nil ? Self.absent : isOther ? Self.otherProtocol : nil
                report.check(row["case"].string ?? "", excludedBy: exclusion) {
                    guard let operation else { return }
                    let response = HTTPResponse(recorded: row)
                    if response.status >= 300 {
                        let error = operation.decodeError(response)
                        try expectEqual(error.code, row["expected"]["Error"]["Code"].string, "error code")
                    } else {
                        try ValueComparison(allowsOmitted: true).check(operation.decode(response), row["expected"])
                    }
                }
            }
        }
        report.finish()
    }
}
