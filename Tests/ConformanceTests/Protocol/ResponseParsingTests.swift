import AWSCore
import Foundation
import Testing

/// Bodies from the tests of botocore, rusoto and boto 2.
@Suite("Response parsing")
struct ResponseParsingTests {
    private static let absent = Exclusion("not in the manifest", reason: "the operation is not generated")

    @Test func `botocore's bodies give botocore's values`() throws {
        guard let data = ConformanceData(suite: "response-parsing/xml"),
            let clients = ServiceOperations.load("response-parsing/xml")
        else { return }
        let operations = Dictionary(clients.operations.map { (Self.kebab($0.key), $0.value) }) { first, _ in first }
        var report = ConformanceReport("response-parsing/xml")
        for folder in ["responses", "errors"] {
            let path = "response-parsing/xml/\(folder)"
            for name in try data.names(in: path, suffix: ".xml").map({ String($0.dropLast(4)) }) {
                let key = String(name.split(separator: "#")[0])
                let body = try data.bytes("\(path)/\(name).xml")
                let operation = operations[key]
                report.check("\(folder)/\(name)", excludedBy: operation == nil ? Self.absent : nil) {
                    guard let operation else { return }
                    let expected = try data.json("\(path)/\(name).json")
                    let response = HTTPResponse(status: folder == "errors" ? 400 : 200, body: body)
                    if folder == "errors" {
                        let error = operation.decodeError(response)
                        try expectEqual(error.code, expected["Error"]["Code"].string, "code")
                        try expectEqual(error.message, expected["Error"]["Message"].string ?? "", "message")
                    } else {
                        try ValueComparison(allowsOmitted: true).check(operation.decode(response), expected)
                    }
                }
            }
        }
        report.finish()
    }

    @Test func `bodies of other SDKs' tests decode`() throws {
        guard let data = ConformanceData(suite: "response-parsing/others"),
            let clients = ServiceOperations.load("response-parsing/others")
        else { return }
        var report = ConformanceReport("response-parsing/others")
        let folders = try data.names(in: "response-parsing/rusoto").map { "rusoto/\($0)" } + ["boto2"]
        for folder in folders {
            // A folder `error` within holds the service's errors.
            for name in try data.names(in: "response-parsing/\(folder)", suffix: ".xml") {
                let text = try data.text("response-parsing/\(folder)/\(name)")
                let service = String(
                    folder == "boto2" ? name.split(separator: "-")[0] : folder.split(separator: "/")[1])
                let operation = Self.operation(service, text, name, clients.operations)
                report.check("\(folder)/\(name)", excludedBy: operation == nil ? Self.absent : Self.exclusion(service))
                {
                    _ = try operation?.decode(HTTPResponse(status: 200, body: Array(text.utf8)))
                }
            }
            guard data.exists("response-parsing/\(folder)/error") else { continue }
            for name in try data.names(in: "response-parsing/\(folder)/error", suffix: ".xml") {
                let body = try data.bytes("response-parsing/\(folder)/error/\(name)")
                report.check("\(folder)/error/\(name)") {
                    // These services spoke the query protocol then, as SNS does now.
                    let error = clients.operations["sns:ListTopics"]?.decodeError(HTTPResponse(status: 400, body: body))
                    if error?.code == nil { throw ConformanceFailure("no error code") }
                }
            }
        }
        report.finish()
    }

    private static let former = Exclusion("former protocol", reason: "SQS spoke the query protocol then and JSON now")

    private static func exclusion(_ service: String) -> Exclusion? { service == "sqs" ? former : nil }

    /// By the root element `<Operation>Response` or `<Operation>Result`, or by the file's name.
    private static func operation(
        _ service: String, _ text: String, _ name: String, _ operations: [String: DynamicOperation]
    ) -> DynamicOperation? {
        let root =
            text.split(separator: "<").lazy.first { $0.first?.isLetter == true }?
            .prefix { $0.isLetter || $0.isNumber } ?? ""
        for suffix in ["Response", "Result", "Output"] where root.hasSuffix(suffix) {
            if let found = operations["\(service):\(root.dropLast(suffix.count))"] { return found }
        }
        let stem = name.split(separator: ".")[0]
        let bases = [stem, stem.split(separator: "-", maxSplits: 1).last ?? stem]
        return bases.lazy.compactMap { base in
            operations.first { kebab($0.key) == "\(service)-\(base)" }?.value
        }.first
    }

    /// `rds:DescribeDBInstances` is `rds-describe-db-instances`.
    private static func kebab(_ key: String) -> String {
        let parts = key.split(separator: ":")
        let name = Array(parts[1])
        var result = ""
        for (index, character) in name.enumerated() {
            let next = index + 1 < name.count ? name[index + 1] : nil
            let isStart =
                character.isUppercase && index > 0
                && (!name[index - 1].isUppercase || next?.isLowercase == true)
            result += (isStart ? "-" : "") + character.lowercased()
        }
        return "\(parts[0])-\(result)"
    }
}
