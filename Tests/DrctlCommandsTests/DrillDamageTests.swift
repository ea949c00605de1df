import Foundation
import Testing

/// Damage that counts do not show, by the real binary on real PostgreSQL.
@Suite(.serialized) struct DrillDamageTests {
    @Test func `a table that was quietly encrypted between two drills is found`() async throws {
        try await Sandbox.run { sandbox in
            let first = try await sandbox.drill("run", ["--fresh", "--output", "json"])
            #expect(first.code == 0, "\(first.output)\(first.conversation)")
            #expect(first.output.contains("no earlier drill to compare with"), "\(first.output)")
            let second = try await sandbox.drill("run", ["--fresh", "--output", "json"])
            #expect(second.code == 0, "\(second.output)\(second.conversation)")
            #expect(second.output.contains("as in 1 earlier drill"), "\(second.output)")

            // No row comes or goes, and every one can be read: the checks of the policy agree with the source.
            try await sandbox.administrator(
                "kb-prod",
                """
                update entries set body = encode(encrypt(body::bytea, 'not yours any more', 'aes'), 'base64');
                update authors set name = 'gone';
                """)
            let outcome = try await sandbox.drill("run", ["--fresh"])
            #expect(outcome.code == 3, "\(outcome.output)\(outcome.conversation)")
            #expect(
                outcome.output.hasPrefix(
                    "NOT VERIFIED: text that became noise did not pass: the characters of a column"),
                "\(outcome.output)")
            #expect(outcome.output.contains("public.entries.body: 4."), "\(outcome.output)")
            #expect(outcome.output.contains(" bits a character"), "\(outcome.output)")
            #expect(outcome.output.contains("public.authors.name: one value in every row"), "\(outcome.output)")
            let page = sandbox.folder + "/state/evidence/knowledge-base/00000003/report.html"
            let html = try String(contentsOfFile: page, encoding: .utf8)
            #expect(html.contains("text that became noise") && html.contains("public.entries.body: 4."))
            try await PageTests.check([page])
            // Figures are kept, and no text of any row.
            #expect(try sandbox.filesMentioning("Notes on topic").isEmpty)

            // An old snapshot is from before, and the source's damage is told.
            let old = try await sandbox.drill("run", ["--output", "json"])
            #expect(old.code == 0, "\(old.output)\(old.conversation)")
            #expect(old.output.contains("on the source now"), "\(old.output)")

            let accepting = try sandbox.policy([
                .init(
                    "  budget: 5 USD\n", "  budget: 5 USD\n  accept: [noise]\n  anomaly: {beyond: 30%, verdict: fail}\n"
                )
            ])
            let failed = try await sandbox.drill("run", ["--fresh"], policy: accepting)
            #expect(failed.code == 3, "\(failed.output)\(failed.conversation)")
            #expect(failed.output.hasPrefix("NOT VERIFIED: contents of columns did not pass"), "\(failed.output)")
            #expect(failed.output.contains("1 accepted"), "\(failed.output)")
        }
    }

    @Test func `a history that was changed is not compared with`() async throws {
        try await Sandbox.run { sandbox in
            #expect(try await sandbox.drill("run").code == 0)
            let record = sandbox.state + "/evidence/knowledge-base/00000001/record.json"
            let text = try String(contentsOfFile: record, encoding: .utf8)
            try text.replacing("\"verified\"", with: "\"refused\"").write(
                toFile: record, atomically: false, encoding: .utf8)
            let outcome = try await sandbox.drill("run", ["--fresh"])
            #expect(outcome.code == 0, "\(outcome.output)\(outcome.conversation)")
            #expect(outcome.output.contains("warned   earlier drills: expected compared, got not compared with"))
            #expect(outcome.output.contains("drctl evidence verify"), "\(outcome.output)")
        }
    }
}
