import AWSCore
import Foundation
import Testing

/// Bodies from the tests of botocore, rusoto and boto 2.
@Suite("Response parsing")
struct ResponseParsingTests {
    private static let placeholder = Exclusion(
        "no time", reason: "the body was edited and holds a text such as YYYY-MM-DD in place of a time; ours are typed")
    private static let former = Exclusion(
        "former protocol", reason: "SQS's model speaks JSON now and has lost the names of the query protocol's lists")
    private static let withdrawn = Exclusion(
        "withdrawn operation", reason: "no model of botocore's has it any longer, so nothing says what its answer means"
    )

    @Test func `botocore's bodies give botocore's values`() throws {
        guard let data = ConformanceData(suite: "response-parsing/xml"),
            let operations = try NamedOperations("response-parsing/xml")
        else { return }
        var report = ConformanceReport("response-parsing/xml")
        for folder in ["responses", "errors"] {
            let path = "response-parsing/xml/\(folder)"
            for name in try data.names(in: path, suffix: ".xml").map({ String($0.dropLast(4)) }) {
                let parts = name.split(separator: "#")[0].split(separator: "-", maxSplits: 1).map(String.init)
                let clients = operations.clients(parts[0]) { Self.kebab($0) == parts[1] }
                let body = try data.bytes("\(path)/\(name).xml")
                let expected = try data.json("\(path)/\(name).json")
                let exclusion = Self.exclusion(clients, HTTPResponse(status: 200, body: body))
                report.check("\(folder)/\(name)", excludedBy: exclusion) {
                    guard let modelled = clients.modelled else { return }
                    let response = HTTPResponse(status: folder == "errors" ? 400 : 200, body: body)
                    try Self.check(response, expected, modelled, ValueComparison())
                    guard let generated = clients.generated else { return }
                    try Self.check(response, expected, generated, ValueComparison(allowsOmitted: true))
                }
            }
        }
        report.finish()
    }

    private static func check(
        _ response: HTTPResponse, _ expected: JSONValue, _ operation: DynamicOperation, _ comparison: ValueComparison
    ) throws {
        guard response.status < 300 else {
            let error = operation.decodeError(response)
            try expectEqual(error.code, expected["Error"]["Code"].string, "code")
            return try expectEqual(error.message, expected["Error"]["Message"].string ?? "", "message")
        }
        // botocore's own, beside the operation's members.
        let members = expected.members.filter { $0.key != "ResponseMetadata" }
        try comparison.check(operation.decode(response), .object(members))
    }

    @Test func `bodies of other SDKs' tests decode`() throws {
        guard let data = ConformanceData(suite: "response-parsing/others"),
            let operations = try NamedOperations("response-parsing/others")
        else { return }
        var report = ConformanceReport("response-parsing/others")
        let folders = try data.names(in: "response-parsing/rusoto").map { "rusoto/\($0)" } + ["boto2"]
        for folder in folders {
            // A folder `error` within holds the service's errors.
            for name in try data.names(in: "response-parsing/\(folder)", suffix: ".xml") {
                let text = try data.text("response-parsing/\(folder)/\(name)")
                let service = String(
                    folder == "boto2" ? name.split(separator: "-")[0] : folder.split(separator: "/")[1])
                let clients = operations.clients(service) { Self.isAnswer(text, name, to: $0) }
                let exclusion = Self.exclusion(clients, HTTPResponse(status: 200, body: Array(text.utf8)))
                report.check("\(folder)/\(name)", excludedBy: exclusion) {
                    for client in [clients.modelled, clients.generated].compactMap(\.self) {
                        _ = try client.decode(HTTPResponse(status: 200, body: Array(text.utf8)))
                    }
                }
            }
            guard data.exists("response-parsing/\(folder)/error") else { continue }
            for name in try data.names(in: "response-parsing/\(folder)/error", suffix: ".xml") {
                let body = try data.bytes("response-parsing/\(folder)/error/\(name)")
                let service = String(folder.split(separator: "/")[1])
                report.check("\(folder)/error/\(name)") {
                    let client = operations.clients(service) { _ in true }.modelled
                    let error = client?.decodeError(HTTPResponse(status: 400, body: body))
                    if error?.code == nil { throw ConformanceFailure("no error code") }
                }
            }
        }
        report.finish()
    }

    private static func exclusion(_ clients: NamedOperations.Clients, _ response: HTTPResponse) -> Exclusion? {
        guard let modelled = clients.modelled else { return withdrawn }
        if hasBrokenTime(String(decoding: response.body, as: UTF8.self)) { return placeholder }
        let message = try? modelled.decode(response) as? ModelMessage
        return modelled.service.id == "SQS" && message?.isEmpty == true ? former : nil
    }

    /// A text of an element that begins like a time and is none.
    private static func hasBrokenTime(_ text: String) -> Bool {
        text.split(separator: ">").contains { part in
            let value = part.prefix { $0 != "<" }
            return value.wholeMatch(of: /[0-9Y]{4}-[0-9M]{2}-[0-9D]{2}T.*/) != nil
                && value.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([Z]|[+-]\d\d:?\d\d)?/) == nil
        }
    }

    /// S3 calls the roots of its answers otherwise than its operations.
    private static let rootsOfS3: [Substring: String] = [
        "InitiateMultipartUploadResult": "CreateMultipartUpload",
        "LifecycleConfiguration": "GetBucketLifecycleConfiguration",
        "ListAllMyBucketsResult": "ListBuckets", "Tagging": "GetBucketTagging",
    ]

    /// By the root element `<Operation>Response` or `<Operation>Result`, or by the file's name.
    private static func isAnswer(_ text: String, _ name: String, to operation: String) -> Bool {
        let root =
            text.split(separator: "<").lazy.first { $0.first?.isLetter == true }?
            .prefix { $0.isLetter || $0.isNumber } ?? ""
        if rootsOfS3[root] == operation { return true }
        if ["Response", "Result", "Output"].contains(where: { root == operation + $0 }) { return true }
        let stem = name.split(separator: ".")[0]
        return kebab(operation) == stem.split(separator: "-", maxSplits: 1).last ?? stem
    }

    /// `DescribeDBInstances` is `describe-db-instances`.
    private static func kebab(_ operation: String) -> String {
        let name = Array(operation)
        var result = ""
        for (index, character) in name.enumerated() {
            let next = index + 1 < name.count ? name[index + 1] : nil
            let isStart =
                character.isUppercase && index > 0
                && (!name[index - 1].isUppercase || next?.isLowercase == true)
            result += (isStart ? "-" : "") + character.lowercased()
        }
        return result
    }
}
