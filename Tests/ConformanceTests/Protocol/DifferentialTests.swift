import AWSCore
import Foundation
import Testing

/// The same random inputs, serialised by botocore and by us, for every generated operation.
@Suite("Differential")
struct DifferentialTests {
    private static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func `random inputs become the same requests as botocore's`() throws {
        guard let clients = ServiceOperations.load("differential") else { return }
        let names = clients.operations.keys.sorted().map { JSONValue.string($0) }
        let job = JSONValue.object([
            .init(key: "seed", value: .number("\(UInt32.random(in: 0...UInt32.max))")),
            .init(key: "count", value: .number("5")), .init(key: "operations", value: .array(names)),
            .init(key: "omitted", value: try JSONValue(parsing: clients.omitted)),
            .init(key: "protocols", value: .object([.init(key: "cloudwatch", value: .string("query"))])),
        ])
        guard let rows = try Self.serialise(job) else {
            return print("differential: skipped: no Python with botocore")
        }
        var report = ConformanceReport("differential (seed \(job["seed"].int ?? 0))")
        for row in rows {
            let name = row["case"].string ?? ""
            report.check(name) {
                guard let operation = clients.operations[String(name.split(separator: "#")[0])] else {
                    throw ConformanceFailure("not generated")
                }
                let request = try IdempotencyToken.$next.withValue({ RequestRow.filledIn }) {
                    try operation.encode(Array(row["params"].text.utf8))
                }
                do {
                    try RequestRow(row).check(request)
                } catch {
                    throw ConformanceFailure("\(error) for \(row["params"].text)")
                }
            }
        }
        report.finish()
    }

    /// Nil when there is no botocore to compare with.
    private static func serialise(_ job: JSONValue) throws -> [JSONValue]? {
        let script = package.appending(path: "Tests/Differential/random_requests.py")
        let venv = package.appending(path: ".venv/bin/python").path
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [FileManager.default.isExecutableFile(atPath: venv) ? venv : "python3", script.path]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(job.text.utf8))
        try input.fileHandleForWriting.close()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        // 3 is the script's word for it, 127 is env's for no Python.
        if [3, 127].contains(process.terminationStatus) { return nil }
        guard process.terminationStatus == 0 else {
            throw ConformanceFailure("random_requests.py ended with \(process.terminationStatus)")
        }
        return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0) }
    }
}
