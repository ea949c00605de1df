import Foundation
import Testing

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
            try await sandbox.paste(String(block[start.lowerBound...]))
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
            try await sandbox.paste(
                command.trimmingCharacters(in: .whitespacesAndNewlines) + " --confirm kb-prod")
            try await sandbox.expectSettings(of: "kb-prod")
        }
    }
}
