import Foundation
import Testing

/// What drctl keeps, where it cannot be kept: told in a sentence before anything is changed, and nothing else is written.
@Suite(.serialized, .sandbox) struct StateFilesTests {
    private static let folder = "knowledge-base"
    private static let baseline = "\(folder)/applied-123456789012-us-east-1.json"
    private static let lock = "knowledge-base/apply.lock"

    /// What somebody may lay in a file's place.
    enum Obstacle: CaseIterable, Sendable {
        case link, danglingLink, linkToFolder, pipe, folder

        /// Lays it, with a victim behind it.
        func lay(_ path: String, in folder: String) throws {
            let manager = FileManager.default
            try manager.createDirectory(atPath: folder + "/elsewhere", withIntermediateDirectories: true)
            try Data("precious".utf8).write(to: URL(filePath: folder + "/victim"))
            try manager.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            switch self {
            case .link: try manager.createSymbolicLink(atPath: path, withDestinationPath: folder + "/victim")
            case .danglingLink:
                try manager.createSymbolicLink(atPath: path, withDestinationPath: folder + "/elsewhere/new")
            case .linkToFolder:
                try manager.createSymbolicLink(atPath: path, withDestinationPath: folder + "/elsewhere")
            case .pipe: mkfifo(path, 0o600)
            case .folder: try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
        }

        func expectUntouched(in folder: String) throws {
            #expect(try String(contentsOfFile: folder + "/victim", encoding: .utf8) == "precious")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/elsewhere").isEmpty)
        }
    }

    /// A state folder of the test's own.
    private func state(_ sandbox: Sandbox) -> String { "\(sandbox.folder)/state-\(UUID().uuidString)" }

    private func expectRefused(_ outcome: Binary.Outcome, _ reason: String, _ sandbox: Sandbox) async throws {
        #expect(outcome.code == 5, "\(outcome)")
        #expect(outcome.conversation.contains("drctl: failed to write "), "\(outcome)")
        #expect(outcome.conversation.contains("\(reason); nothing was changed\n"), "\(outcome)")
        #expect(!outcome.conversation.contains("Error"), "\(outcome)")
        #expect(try await sandbox.calls().allSatisfy(\.readOnly))
    }

    @Test(arguments: Obstacle.allCases, [baseline, lock])
    func `an apply whose files are none is refused before the first change`(
        _ obstacle: Obstacle, _ file: String
    ) async throws {
        let sandbox = try await Sandbox.shared()
        let state = state(sandbox)
        try obstacle.lay("\(state)/\(file)", in: state)
        try await sandbox.forgetCalls()
        let outcome = try await sandbox.drctl(
            ["apply", "--yes"] + Sandbox.allowed + ["--policy", Sandbox.policy], state: state)
        let kind =
            switch obstacle {
            case .link, .danglingLink, .linkToFolder: "it is a symbolic link"
            case .pipe: "it is a named pipe (FIFO)"
            case .folder: "it is a folder"
            }
        try await expectRefused(outcome, "\(state)/\(file): \(kind)", sandbox)
        #expect(outcome.conversation.contains("hint: "))
        try obstacle.expectUntouched(in: state)
    }

    @Test func `an apply whose state cannot be kept is refused before the first change`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.forgetCalls()
        let nowhere = try await sandbox.drctl(
            ["apply", "--yes"] + Sandbox.allowed + ["--policy", Sandbox.policy], state: "/proc/drctl")
        try await expectRefused(nowhere, "/proc/drctl: No such file or directory", sandbox)

        let full = state(sandbox)
        let wrapper = try await FullDisk.at(full, option: "--state")
        let variables = sandbox.environment.merging(["DRCTL_STATE": full]) { $1 }
        let outcome = try await Binary.run(
            ["apply", "--yes"] + Sandbox.allowed + ["--policy", Sandbox.policy], variables, under: wrapper)
        let isFull = wrapper[0].hasSuffix("unshare")
        try await expectRefused(outcome, isFull ? "No space left on device" : "Not a directory", sandbox)
        #expect(!isFull || outcome.conversation.contains("hint: free some space there"))
    }

    @Test(arguments: Obstacle.allCases)
    func `a drill whose lock is no file is not begun`(_ obstacle: Obstacle) async throws {
        let sandbox = try await Sandbox.shared()
        let state = state(sandbox)
        try obstacle.lay("\(state)/drills/knowledge-base.lock", in: state)
        try await sandbox.forgetCalls()
        let outcome = try await sandbox.drill("run", state: state)
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.conversation.contains("\(state)/drills/knowledge-base.lock: it is a "), "\(outcome)")
        #expect(try await sandbox.calls().allSatisfy(\.readOnly))
        try obstacle.expectUntouched(in: state)
    }

    @Test func `a lock with a second name is not emptied`() async throws {
        let sandbox = try await Sandbox.shared()
        let state = state(sandbox)
        try Obstacle.folder.lay("\(state)/drills", in: state)
        try FileManager.default.linkItem(atPath: state + "/victim", toPath: state + "/drills/knowledge-base.lock")
        let outcome = try await sandbox.drill("run", state: state)
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.conversation.contains("it has a second name (a hard link)"), "\(outcome)")
        try Obstacle.folder.expectUntouched(in: state)
    }

    @Test(arguments: [Obstacle.link, .danglingLink, .pipe])
    func `a ledger that is none is told and not waited for`(_ obstacle: Obstacle) async throws {
        let sandbox = try await Sandbox.shared()
        let state = state(sandbox)
        try obstacle.lay("\(state)/drills/knowledge-base-1.jsonl", in: state)
        let outcome = try await sandbox.drill("status", state: state)
        #expect(outcome.code == 6, "\(outcome)")
        #expect(outcome.conversation.contains("failed to read \(state)/drills/knowledge-base-1.jsonl: it is a "))
        try obstacle.expectUntouched(in: state)
    }

    @Test(
        arguments: [Obstacle.link, .danglingLink, .linkToFolder, .pipe], ["knowledge-base", "knowledge-base/head.json"])
    func `evidence behind a link is not taken for evidence`(_ obstacle: Obstacle, _ name: String) async throws {
        let sandbox = try await Sandbox.shared()
        let state = state(sandbox)
        try obstacle.lay("\(state)/evidence/\(name)", in: state)
        let outcome = try await sandbox.drctl(["evidence", "verify"], state: state)
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.conversation.contains("failed to read \(state)/evidence/\(name): it is a "), "\(outcome)")
        try obstacle.expectUntouched(in: state)
    }

    @Test func `what was done is printed although the result's file cannot be written`() async throws {
        let sandbox = try await Sandbox.shared()
        let state = state(sandbox)
        try Obstacle.link.lay(state + "/result.txt", in: state)
        let outcome = try await sandbox.drctl(
            ["apply", "--yes"] + Sandbox.allowed + ["--policy", Sandbox.policy, "--out", state + "/result.txt"],
            state: state)
        #expect(outcome.code == 1, "\(outcome)")
        #expect(outcome.output.contains(" steps done; the audit afterwards: "), "\(outcome)")
        #expect(outcome.conversation.contains("failed to write \(state)/result.txt: it is a symbolic link"))
        #expect(FileManager.default.fileExists(atPath: "\(state)/\(Self.baseline)"), "it is remembered all the same")
        try Obstacle.link.expectUntouched(in: state)
    }

    @Test(arguments: ["drill", "recover"])
    func `a ledger that cannot be read is not taken for a finished one`(_ family: String) async throws {
        let sandbox = try await Sandbox.shared()
        let state = state(sandbox)
        let folder = "\(state)/\(family == "drill" ? "drills" : "recoveries")"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("garbage\n".utf8).write(to: URL(filePath: folder + "/torn-1.jsonl"))
        let status = try await sandbox.drctl([family, "status", "--policy", Sandbox.policy], state: state)
        #expect(status.code == 6, "\(status)")
        #expect(status.output.contains("torn-1 cannot be read"), "\(status)")
    }
}
