import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Commands that drctl prints, given to a shell as they stand.
extension Sandbox {
    /// Gives a text to a shell that has `aws` and `drctl`, and expects it to succeed.
    ///
    /// - Parameter typing: What the person at the terminal answers to "Type … to go on"; nil where there is no terminal.
    func paste(_ text: String, typing answer: String? = nil) async throws {
        let variables = try shellVariables()
        var command = ["/bin/sh", "-e", "-c", text]
        if let answer {
            let steps = "[{\"await\": \"to go on: \"}, {\"type\": \"\(answer)\\n\"}]"
            command = ["/usr/bin/env", "python3", Binary.root + "/Tests/Terminal/terminal.py", steps] + command
        }
        let result = try await Subprocess.run(
            .path(FilePath(command[0])), arguments: Arguments(Array(command.dropFirst())),
            environment: .custom(variables), workingDirectory: FilePath(Binary.root), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(text)\n\(result.standardOutput)\(result.standardError)")
        guard answer != nil else { return }
        let terminal = try JSONDecoder().decode(Terminal.self, from: Data(result.standardOutput.utf8))
        #expect(terminal.code == 0, "\(text)\n\(terminal.written)")
    }

    /// drctl as it is, which asks a sandbox more often than it would ask RDS.
    private static let paced = """
        case "$1 $2" in "drill run" | "recover run") set -- "$@" --poll-interval 0.1 ;; esac
        exec \(Binary.path) "$@"
        """

    /// What a shell needs to find `aws` and `drctl`, and both need to find the sandbox.
    func shellVariables() throws -> [Environment.Key: String] {
        let folder = folder + "/bin"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let root = Binary.root
        for (name, line) in [
            ("aws", "exec \(root)/.venv/bin/python \(root)/Tests/AWSCLI/aws.py \"$@\""),
            ("drctl", Self.paced),
        ] {
            try "#!/bin/sh\n\(line)\n".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
        }
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        variables["PATH"] = folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        variables["DRCTL_STATE"] = state
        variables["HOME"] = "/nonexistent"
        return variables
    }
}
