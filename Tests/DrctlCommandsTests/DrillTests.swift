import Foundation
import Testing

/// Drills by the real binary, on the sandbox's real PostgreSQL; what happens under faults is in Faults/.
@Suite(.serialized) struct DrillTests {
    @Test func `a drill verifies a snapshot and a point in time, can go red, and leaves nothing but evidence`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let snapshot = try await sandbox.drill("run")
            #expect(snapshot.code == 0, "\(snapshot.output)\(snapshot.conversation)")
            #expect(snapshot.output.hasPrefix("VERIFIED: restored, verified and deleted"))
            let past = try await sandbox.drill("run", ["--at", "latest"])
            #expect(past.code == 0, "\(past.output)\(past.conversation)")
            #expect(past.output.contains("entries: none after T: expected 0, got 0"))
            let both = try await sandbox.drill("run", ["--at", "3s ago", "--output", "json"])
            #expect(both.output.contains(" until T, 0 of "), "\(both.output)\(both.conversation)")

            let rehearsal = try await sandbox.drill("run", ["--dry-run"])
            #expect(rehearsal.code == 0)
            #expect(rehearsal.output.hasPrefix("PLANNED: dry run: would restore rds:kb-prod-"))
            let outside = try await sandbox.drill("run", ["--at", "2020-01-01T00:00:00Z"])
            #expect(outside.code == 3)
            #expect(outside.output.contains("before the"))

            let status = try await sandbox.drill("status")
            #expect(status.code == 0, "\(status.output)")
            #expect(try await sandbox.leftovers() == [])
            let verified = try await sandbox.drctl("evidence", "verify")
            #expect(verified.code == 0)
            #expect(verified.output.hasPrefix("CONSISTENT: knowledge-base, 4 records"))
            #expect(try sandbox.filesMentioning("sandbox-application-password").isEmpty)

            let record = sandbox.state + "/evidence/knowledge-base/00000002/record.json"
            let text = try String(contentsOfFile: record, encoding: .utf8)
            try text.replacing("\"verified\"", with: "\"refused\"").write(
                toFile: record, atomically: false, encoding: .utf8)
            #expect(try await sandbox.drctl("evidence", "verify").code == 1)
            let listed = try await sandbox.drctl("evidence", "list")
            #expect(listed.code == 4 && listed.output.contains("CHANGED"), "\(listed)")
            let earlier = try await sandbox.drill("history")
            #expect(earlier.code == 4 && earlier.output.contains("CHANGED"), "\(earlier)")
            let audit = try await sandbox.drctl([
                "audit", "--control", "database.drill-current", "--policy", "policies/knowledge-base.yaml",
            ])
            #expect(audit.code == 4 && audit.output.contains("drctl evidence verify"), "\(audit)")

            try await selftest(sandbox)
        }
    }

    /// The same ways end by real drills with these verdicts and exit codes in the fault matrix.
    private func selftest(_ sandbox: Sandbox) async throws {
        let selftest = try await sandbox.drill("selftest")
        #expect(selftest.code == 0, "\(selftest.output)\(selftest.conversation)")
        #expect(selftest.output.contains("12 of 12 simulated faults detected"))
        let ways = [
            "wrongRowCount: notVerified", "missingTable: notVerified", "rowsAfterT: notVerified",
            "staleRecoveryPoint: objectiveBreached", "unreachableInstance: notVerified",
            "failedTeardown: cleanupFailed", "lostRows: notVerified", "shrunkTable: notVerified",
            "emptiedColumn: notVerified", "encryptedColumn: notVerified", "oldNewestRow: notVerified",
            "olderSchema: notVerified",
        ]
        for way in ways { #expect(selftest.output.contains("detected  \(way)"), "\(way): \(selftest.output)") }
        #expect(try await sandbox.leftovers() == [])
    }
}
