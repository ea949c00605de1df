import Foundation
import Testing

/// Where results go, by the real binary: no place makes it silent, hang, or write where it should not.
@Suite struct ResultTests {
    private let folder = "/tmp/drctl-result-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: folder + "/elsewhere", withIntermediateDirectories: true)
        try Data("precious".utf8).write(to: URL(filePath: folder + "/victim"))
    }

    /// drctl with its stdout led elsewhere by a shell.
    private func run(_ arguments: [String], to redirection: String) async throws -> Binary.Outcome {
        try await Binary.run(arguments, under: ["/bin/sh", "-c", "exec \"$@\" \(redirection)", "sh"])
    }

    private static let printing = [
        ["controls", "list"], ["controls", "list", "--output", "json"], ["policy", "schema"], ["--version"], ["--help"],
        ["controls", "list", "--help"],
    ]

    @Test(arguments: printing)
    func `a full disk is told, and the exit code is 1`(_ arguments: [String]) async throws {
        let outcome = try await run(arguments, to: ">/dev/full")
        #expect(outcome.code == 1, "\(arguments)")
        #expect(outcome.conversation.contains("failed to write stdout: No space left on device"), "\(outcome)")
    }

    @Test(arguments: printing.prefix(3))
    func `a stdout that is closed is told`(_ arguments: [String]) async throws {
        let outcome = try await run(arguments, to: ">&-")
        #expect(outcome.code == 1)
        #expect(outcome.conversation.contains("failed to write stdout: Bad file descriptor"), "\(outcome)")
    }

    @Test(arguments: printing)
    func `a reader that goes away ends the output and nothing is said`(_ arguments: [String]) async throws {
        let script = "{ sleep 0.2; \"$@\"; } | true"
        let outcome = try await Binary.run(arguments, under: ["/bin/sh", "-c", script, "sh"])
        #expect(outcome.conversation.isEmpty, "\(outcome)")
        #expect(outcome.output.isEmpty)
    }

    @Test func `a reader of the first line gets it, and the verb's own exit code stands`() async throws {
        let script = "{ \"$@\"; echo \"code $?\" >&2; } | { read -r line; echo \"$line\"; }"
        let outcome = try await Binary.run(
            ["controls", "list", "--output", "json"], under: ["/bin/sh", "-c", script, "sh"])
        #expect(outcome.output == "[\n")
        #expect(outcome.conversation == "code 0\n")
    }

    @Test(arguments: ["link", "dangling", "linked-folder", "elsewhere", "pipe", "victim/under", "none/result"])
    func `a result goes through no link, waits for no reader, and its place is named`(_ name: String) async throws {
        let path = "\(folder)/\(name)"
        let manager = FileManager.default
        switch name {
        case "link": try manager.createSymbolicLink(atPath: path, withDestinationPath: folder + "/victim")
        case "dangling": try manager.createSymbolicLink(atPath: path, withDestinationPath: folder + "/elsewhere/new")
        case "linked-folder": try manager.createSymbolicLink(atPath: path, withDestinationPath: folder + "/elsewhere")
        case "pipe": mkfifo(path, 0o600)
        default: break
        }
        let outcome = try await Binary.run(["controls", "list", "--out", path])
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.conversation.hasPrefix("drctl: failed to write \(folder)/"), "\(outcome)")
        #expect(outcome.output.isEmpty)
        #expect(try String(contentsOfFile: folder + "/victim", encoding: .utf8) == "precious")
        #expect(try manager.contentsOfDirectory(atPath: folder + "/elsewhere").isEmpty)
        try manager.removeItem(atPath: folder)
    }

    @Test func `what is called stdout is stdout, whatever it is`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let plain = try await Binary.run(["controls", "list"])
        for path in ["/dev/stdout", "/dev/fd/1"] {
            let piped = try await Binary.run(["controls", "list", "--out", path])
            #expect(piped.code == 0 && piped.output == plain.output)
            let filed = try await run(["controls", "list", "--out", path], to: ">\(folder)/result")
            #expect(filed.code == 0, "\(filed)")
            #expect(try String(contentsOfFile: folder + "/result", encoding: .utf8) == plain.output)
        }
    }
}
