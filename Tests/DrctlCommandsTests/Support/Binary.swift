import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The drctl that was built beside these tests, run as a user runs it.
struct Binary: Sendable {
    /// What a run left.
    struct Outcome: Sendable {
        var code: Int32
        var output: String
        var conversation: String
    }

    /// The root of the project.
    static let root = String(#filePath.dropLast("Tests/DrctlCommandsTests/Support/Binary.swift".count + 1))

    /// Beside the test bundle.
    static let path = String(
        CommandLine.arguments[0].prefix { _ in true }.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/") + "/drctl")

    /// Runs a verb with an environment of its own: nothing of ours leaks in.
    static func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Outcome {
        var variables: [Environment.Key: String] = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
        variables["HOME"] = "/nonexistent"
        variables["AWS_EC2_METADATA_DISABLED"] = "true"
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .custom(variables),
            workingDirectory: FilePath(root), output: .string(limit: 1 << 22), error: .string(limit: 1 << 22))
        let code: Int32
        switch result.terminationStatus {
        case .exited(let status): code = Int32(status)
        case .signaled(let signal): code = -Int32(signal)
        }
        return Outcome(code: code, output: result.standardOutput, conversation: result.standardError)
    }
}
