import DrctlCommands
import Foundation
import Testing

@Suite struct ExitStatusTests {
    @Test func `every exit code is in the table of the documentation`() throws {
        let table = try String(contentsOfFile: Binary.root + "/docs/exit-codes.md", encoding: .utf8)
        for status in ExitStatus.allCases {
            #expect(
                table.contains("| \(status.rawValue) |") || table.contains("\(status.rawValue),")
                    || table.contains(", \(status.rawValue) |"), "\(status)")
        }
    }

    @Test func `every verb has help with an example`() async throws {
        let verbs = [
            "init", "doctor", "policy check", "policy explain", "policy schema", "audit", "plan", "apply",
            "apply history",
            "apply show", "unlock", "drift", "template", "iam", "report", "controls list", "controls show",
        ]
        for verb in verbs {
            let help = try await Binary.run(verb.split(separator: " ").map(String.init) + ["--help"])
            #expect(help.code == 0)
            #expect(help.output.contains("$ drctl \(verb)"), "\(verb)")
        }
    }
}
