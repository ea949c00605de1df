import Foundation
import Testing

/// What a dry run promises, and what a drill that restored nothing says, by the real binary on the sandbox.
@Suite(.serialized, .sandbox) struct DrillRehearsalTests {
    /// Logins that there are not, with what is said of each.
    private static let missing: [(arguments: [String], says: String)] = [
        (["--secret", "kb/no-such-secret"], "failed to read secret kb/no-such-secret: "),
        (["--secret", "kb/empty"], "secret kb/empty does not contain a username and password"),
    ]

    @Test func `a dry run without any login is refused by the guard that refuses the drill`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.engineer(
            """
            import boto3
            client = boto3.client("secretsmanager")
            if not any(s["Name"] == "kb/empty" for s in client.list_secrets()["SecretList"]):
                client.create_secret(Name="kb/empty", SecretString="{}")
            """)
        for (arguments, says) in Self.missing {
            let state = sandbox.folder + "/state-\(UUID().uuidString)"
            try await sandbox.forgetCalls()
            let rehearsal = try await sandbox.drill("run", arguments + ["--dry-run"], state: state)
            let drill = try await sandbox.drill("run", arguments, state: state)
            for outcome in [rehearsal, drill] {
                let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(outcome.code == 5, "\(outcome.output)\(outcome.conversation)")
                #expect(text.hasPrefix("REFUSED: no login to the source: ") && text.contains(says), "\(text)")
                #expect(!text.lowercased().contains("restored:") && text.contains("nothing was changed"), "\(text)")
            }
            // The topic is notified of a refused drill, and nothing else is done.
            #expect(try await sandbox.calls().allSatisfy { $0.readOnly || $0.service == "sns" })
            // What was refused leaves no record.
            #expect(!FileManager.default.fileExists(atPath: state + "/evidence/knowledge-base"))
        }
    }

    @Test func `what was chosen is said, and that nothing was restored`() async throws {
        let sandbox = try await Sandbox.shared()
        let rehearsal = try await sandbox.drill("run", ["--dry-run"])
        #expect(rehearsal.code == 0, "\(rehearsal.output)\(rehearsal.conversation)")
        #expect(rehearsal.output.contains("to restore: snapshot rds:kb-prod-"), "\(rehearsal.output)")
        #expect(!rehearsal.output.contains("  restored:"))

        let state = sandbox.folder + "/state-\(UUID().uuidString)"
        try await sandbox.refuse("RestoreDBInstanceFromDBSnapshot")
        let failed = try await sandbox.drill("run", state: state)
        try await sandbox.heal()
        #expect(failed.code == 1, "\(failed.output)\(failed.conversation)")
        #expect(failed.output.contains("chosen, not restored: snapshot rds:kb-prod-"), "\(failed.output)")
        #expect(!failed.output.contains("  restored:"), "\(failed.output)")
        let page = try String(
            contentsOfFile: state + "/evidence/knowledge-base/00000001/report.md", encoding: .utf8)
        #expect(page.contains("Chosen, not restored: snapshot"), "\(page)")
        #expect(try await sandbox.leftovers() == [])
    }
}
