import Foundation
import Testing

/// What a person at a terminal sees.
@Suite(.sandbox) struct TerminalTests {
    private static let policy = "policies/knowledge-base.yaml"

    @Test(arguments: [
        ["audit"], ["plan"], ["drift"], ["audit", "--output", "json"], ["audit", "--log-level", "debug"],
    ])
    func `the live line is erased before anything else is written`(_ verb: [String]) async throws {
        let sandbox = try await Sandbox.shared()
        var environment = sandbox.environment
        environment["DRCTL_STATE"] = sandbox.folder + "/state"
        let run = try await Terminal.run(verb + ["--policy", Self.policy, "--no-color"], environment)
        #expect(run.written.contains("Reading AWS …"), "\(run.written)")
        #expect(!run.lines.contains { $0.contains("Reading AWS") }, "\(run.lines)")
        // Nothing follows it but its own erasure.
        for rest in run.written.split(separator: "Reading AWS …", omittingEmptySubsequences: false).dropFirst() {
            #expect(rest.hasPrefix("\r\u{1B}[2K"), "\(rest.prefix(80))")
        }
    }

    @Test func `the live line is erased when the result goes to a file, and when there is none`() async throws {
        let sandbox = try await Sandbox.shared()
        var environment = sandbox.environment
        environment["DRCTL_STATE"] = sandbox.folder + "/state"
        let file = sandbox.folder + "/audit.txt"
        let filed = try await Terminal.run(["audit", "--policy", Self.policy, "--out", file], environment)
        // An audit says where it has kept an inventory, and nothing else.
        #expect(filed.lines.filter { !$0.hasPrefix("Inventory: ") } == [""], "\(filed.lines)")
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("VIOLATED: "))
        let refused = try await Terminal.run(
            ["audit", "--policy", Self.policy, "--evidence", "s3://", "--out", file], environment)
        #expect(!refused.lines.contains { $0.contains("Reading AWS") }, "\(refused.lines)")
    }
}
