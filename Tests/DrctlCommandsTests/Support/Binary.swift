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
        /// The exit code; a signal's number, negative, where one ended the process.
        var code: Int32
        var output: String
        var conversation: String

        /// All that was said, without the breaks of lines that are too long.
        var words: String { (output + " " + conversation).split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    /// A run that goes on.
    struct Running: Sendable {
        let pid: Int32

        func send(_ signal: Int32) { kill(pid, signal) }

        /// Waits until something holds while the run goes on.
        func reaches(_ what: String, _ holds: @Sendable () async throws -> Bool) async throws {
            try await eventually(what) {
                if try await holds() { return true }
                guard isAlive else { throw Sandbox.Failure(description: "the run ended before it came to: \(what)") }
                return false
            }
        }

        /// False as soon as it has ended, though nobody has asked how yet.
        private var isAlive: Bool {
            let status = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
            return !status.isEmpty && !status.contains(") Z ")
        }
    }

    /// The root of the project.
    static let root = String(#filePath.dropLast("Tests/DrctlCommandsTests/Support/Binary.swift".count + 1))

    /// Beside the test bundle.
    static let path = String(
        CommandLine.arguments[0].prefix { _ in true }.split(separator: "/", omittingEmptySubsequences: false)
            .dropLast().joined(separator: "/") + "/drctl")

    /// Runs a verb with an environment of its own: nothing of ours leaks in.
    ///
    /// - Parameters:
    ///   - wrapper: A program, with its arguments, that runs drctl.
    ///   - meanwhile: What happens to the process while it runs.
    static func run(
        _ arguments: [String], _ environment: [String: String] = [:], under wrapper: [String] = [],
        meanwhile: @escaping @Sendable (Running) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        var variables: [Environment.Key: String] = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
        variables["HOME"] = "/nonexistent"
        variables["AWS_EC2_METADATA_DISABLED"] = "true"
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        let command = wrapper + [path] + arguments
        let result = try await Subprocess.run(
            .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())),
            environment: .custom(variables), workingDirectory: FilePath(root), input: .none,
            output: .string(limit: 1 << 22), error: .string(limit: 1 << 22)
        ) { execution in
            let running = Running(pid: execution.processIdentifier.value)
            do {
                try await meanwhile(running)
                return String?.none
            } catch {
                // A run that hangs must not hang the tests.
                running.send(SIGKILL)
                return "\(error)"
            }
        }
        if let trouble = result.closureResult {
            throw Sandbox.Failure(description: "\(trouble)\n\(result.standardOutput)\n\(result.standardError)")
        }
        let code: Int32
        switch result.terminationStatus {
        case .exited(let status): code = Int32(status)
        case .signaled(let signal): code = -Int32(signal)
        }
        return Outcome(code: code, output: result.standardOutput, conversation: result.standardError)
    }
}
