import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Other people's readers of our documents, from the Python that `make setup` installs.
enum Judge {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What Python prints about documents, which lie under their names in the folder of its first argument.
    static func python(_ code: String, about documents: [(name: String, text: String)]) async throws -> String {
        try await judge(documents) { folder in
            try await run("python", ["-c", code, folder])
        }
    }

    /// What check-jsonschema says about documents by one of our schemas; nothing when they are valid.
    static func schema(_ kind: String, about documents: [(name: String, text: String)]) async throws -> String {
        let schema = Golden.root.appending(path: "docs/schemas/\(kind).json").path
        return try await judge(documents) { folder in
            let files = documents.map { "\(folder)/\($0.name)" }
            return try await run("check-jsonschema", ["--output-format", "text", "--schemafile", schema] + files)
        }
    }

    private static func judge(
        _ documents: [(name: String, text: String)], _ body: (String) async throws -> String
    ) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "drctl-judge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in documents { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try await body(folder.path)
    }

    private static func run(_ tool: String, _ arguments: [String]) async throws -> String {
        let path = Golden.root.appending(path: ".venv/bin/\(tool)").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(description: "\(path) is missing: make setup")
        }
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        let words = result.standardOutput + result.standardError
        guard result.terminationStatus.isSuccess || !words.isEmpty else {
            throw Failure(description: "\(tool): \(result.terminationStatus)")
        }
        return result.terminationStatus.isSuccess ? result.standardOutput : "refused:\n\(words)"
    }
}
