import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The commands that `pitr advise` prints, given to a shell as they stand.
@Suite(.serialized) struct PastedAdviceTests {
    @Test func `what advice prints restores every setting when it is pasted`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.furnish()
            try await sandbox.noteSettings(of: "kb-prod")
            try await Task.sleep(for: .seconds(3))
            let advice = try await sandbox.drctl("pitr", "advise", "--policy", Sandbox.policy)
            #expect(advice.code == 0, "\(advice.conversation)")
            let blocks = advice.output.split(separator: "\n\n").map(String.init)
            let block = try #require(blocks.first { $0.contains("Without drctl?") })
            // The commands are indented, and the sentence above them ends before the first.
            let start = try #require(block.range(of: "   aws rds restore-"))
            try await paste(String(block[start.lowerBound...]), sandbox)
            let names = try await sandbox.instances()
            #expect(names == ["kb-prod", "kb-prod-damaged", "kb-staging"])
            try await sandbox.expectSettings(of: "kb-prod")
        }
    }

    @Test func `the recover command of advice does the same`() async throws {
        try await Sandbox.run { sandbox in
            try await Task.sleep(for: .seconds(3))
            let advice = try await sandbox.drctl("pitr", "advise", "--policy", Sandbox.policy)
            let line = try #require(advice.output.range(of: "drctl recover run"))
            let command = advice.output[line.lowerBound...].components(separatedBy: "\n\n")[0]
            try await sandbox.noteSettings(of: "kb-prod")
            try await paste(
                command.trimmingCharacters(in: .whitespacesAndNewlines) + " --confirm kb-prod --poll-interval 0.1",
                sandbox)
            try await sandbox.expectSettings(of: "kb-prod")
        }
    }

    private func paste(_ text: String, _ sandbox: Sandbox) async throws {
        let folder = sandbox.folder + "/bin"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let root = Binary.root
        for (name, line) in [
            ("aws", "exec \(root)/.venv/bin/python \(root)/Tests/AWSCLI/aws.py \"$@\""),
            ("drctl", "exec \(Binary.path) \"$@\""),
        ] {
            try "#!/bin/sh\n\(line)\n".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
        }
        var variables: [Environment.Key: String] = [:]
        for (name, value) in sandbox.environment { variables[Environment.Key(stringLiteral: name)] = value }
        variables["PATH"] = folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
        variables["DRCTL_STATE"] = sandbox.state
        let result = try await Subprocess.run(
            .path(FilePath("/bin/sh")), arguments: ["-e", "-c", text], environment: .custom(variables),
            workingDirectory: FilePath(root), output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        #expect(result.terminationStatus.isSuccess, "\(text)\n\(result.standardOutput)\(result.standardError)")
    }
}
