import Foundation
import Testing

/// Checksums of whole tables and of samples, by the real binary on real PostgreSQL.
@Suite(.serialized, .sandbox) struct DrillChecksumTests {
    private static let checks = Sandbox.Edit(
        "\n  checks:\n",
        """

          checks:
            - {name: sum, table: entries, compare: checksum, columns: [id, title, body, created_at], until: created_at}
            - {name: vectors, table: embeddings, compare: checksum, columns: [entry_id, model, vector]}

        """)

    private func check(_ name: String, _ outcome: Binary.Outcome) throws -> [String: Any] {
        let checks = try members(of: outcome.output)["checks"] as? [[String: Any]] ?? []
        return try #require(checks.first { $0["name"] as? String == name }, "\(outcome.output)\(outcome.conversation)")
    }

    @Test func `a table that is counted and summed up is read once, whole or by a sample`() async throws {
        let sandbox = try await Sandbox.shared()
        let policy = try sandbox.policy([Self.checks])
        let whole = try await sandbox.drill("run", ["--output", "json"], policy: policy)
        #expect(whole.code == 0, "\(whole.output)\(whole.conversation)")
        let (count, sum) = (try check("entries", whole), try check("sum", whole))
        #expect(count["detail"] as? String == "counted in the scan of sum")
        #expect((sum["got"] as? String)?.hasPrefix("\(count["got"] ?? "") ") == true, "\(sum)")
        #expect((try check("vectors", whole)["got"] as? String)?.hasPrefix("1250 ") == true)

        let sampled = try await sandbox.drill("run", ["--output", "json", "--sample", "1KiB"], policy: policy)
        #expect(sampled.code == 0, "\(sampled.output)\(sampled.conversation)")
        let part = try check("sum", sampled)
        #expect((part["got"] as? String)?.hasPrefix("999 ") == true, "\(part)")
        #expect(
            part["detail"] as? String
                == "a sample of 999 rows: with 95 % confidence at most 0.3004 % of all rows differ")
        // Counts stay exact.
        #expect(try check("entries", sampled)["got"] as? String == count["got"] as? String)
        #expect(try check("entries", sampled)["detail"] is NSNull)

        // A row of the sample that is another one since then is found.
        try await sandbox.administrator("kb-prod", "update entries set title = title || '!' where id = 500")
        let changed = try await sandbox.drill("run", ["--sample", "1KiB"], policy: policy)
        try await sandbox.administrator("kb-prod", "update entries set title = rtrim(title, '!') where id = 500")
        #expect(changed.code == 3, "\(changed.output)\(changed.conversation)")
        #expect(changed.output.hasPrefix("NOT VERIFIED: sum did not pass"), "\(changed.output)")

        let wrong = try await sandbox.drill("run", ["--sample", "many"], policy: policy)
        #expect(wrong.code == 64 && wrong.conversation.contains("--sample must be a size such as 50GiB"), "\(wrong)")
    }
}
