import Foundation

/// AWS's own test data: in `$CONFORMANCE_DIR`, by default in `../shared/conformance` beside the package.
///
///     guard let data = ConformanceData(suite: "sigv4") else { return }
///     let cases = try data.json("endpoints/s3.json")["testCases"]
struct ConformanceData {
    /// The folder that holds the suites.
    let root: URL

    /// Nil, and a line on standard output, when the data is not there: such a suite passes.
    init?(suite: String) {
        let environment = ProcessInfo.processInfo.environment
        let package = URL(filePath: #filePath)  // Tests/ConformanceTests/Support/ConformanceData.swift
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        root =
            environment["CONFORMANCE_DIR"].map { URL(filePath: $0, directoryHint: .isDirectory) }
            ?? package.appending(path: "../shared/conformance").standardizedFileURL
        guard FileManager.default.fileExists(atPath: root.path) else {
            print("\(suite): skipped: no conformance data")
            return nil
        }
    }

    /// A file's bytes.
    func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: root.appending(path: path)))
    }

    /// A file as text, exactly as it stands.
    func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }

    /// A JSON file.
    func json(_ path: String) throws -> JSONValue {
        do {
            return try JSONValue(parsing: bytes(path))
        } catch let error as JSONValue.ParseError {
            throw ConformanceFailure("\(path): \(error)")
        }
    }

    /// A file with one JSON value a line.
    func jsonLines(_ path: String) throws -> [JSONValue] {
        try bytes(path).split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: $0) }
    }

    /// The names in a folder that end so, sorted; hidden ones are left out.
    func names(in folder: String, suffix: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { !$0.hasPrefix(".") && $0.hasSuffix(suffix) }.sorted()
    }

    /// Whether there is such a file or folder.
    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }
}
