import Foundation
import Testing

/// Drills by the real binary, on the sandbox's real PostgreSQL.
@Suite(.serialized) struct DrillTests {
    private static let policy = ["--policy", "policies/knowledge-base.yaml", "--poll-interval", "0.1"]

    @Test func `a drill verifies a snapshot and a point in time, can go red, and leaves nothing but evidence`()
        async throws
    {
        try await Sandbox.run { sandbox in
            let snapshot = try await sandbox.drill("run")
            #expect(snapshot.code == 0, "\(snapshot.output)\(snapshot.conversation)")
            #expect(snapshot.output.hasPrefix("VERIFIED: restored, verified and removed"))
            let past = try await sandbox.drill("run", "--at", "latest")
            #expect(past.code == 0, "\(past.output)\(past.conversation)")
            #expect(past.output.contains("entries: none after T: expected 0, got 0"))
            let both = try await sandbox.drill("run", "--at", "3s ago", "--output", "json")
            #expect(both.output.contains(" until T, 0 of "), "\(both.output)\(both.conversation)")
            let selftest = try await sandbox.drill("selftest")
            #expect(selftest.code == 0, "\(selftest.output)\(selftest.conversation)")
            #expect(selftest.output.contains("6 of 6 ways to go red end right"))

            let rehearsal = try await sandbox.drill("run", "--dry-run")
            #expect(rehearsal.code == 0)
            #expect(rehearsal.output.hasPrefix("PLANNED: dry run: would restore rds:kb-prod-"))
            let outside = try await sandbox.drill("run", "--at", "2020-01-01T00:00:00Z")
            #expect(outside.code == 3)
            #expect(outside.output.contains("before the earliest restorable"))

            let status = try await sandbox.drctl("drill", "status", "--policy", Self.policy[1])
            #expect(status.code == 0, "\(status.output)")
            let verified = try await sandbox.drctl("evidence", "verify")
            #expect(verified.code == 0)
            #expect(verified.output.hasPrefix("UNCHANGED: knowledge-base, 4 records"))
            #expect(try sandbox.filesMentioning("sandbox-application-password").isEmpty)

            let record = sandbox.folder + "/state/evidence/knowledge-base/00000002/record.json"
            let text = try String(contentsOfFile: record, encoding: .utf8)
            try text.replacing("\"verified\"", with: "\"refused\"").write(
                toFile: record, atomically: false, encoding: .utf8)
            #expect(try await sandbox.drctl("evidence", "verify").code == 1)
        }
    }

    @Test func `whatever goes wrong ends in its verdict with nothing left behind`() async throws {
        try await Sandbox.run { sandbox in
            let target = #""target": "drctl-drill-.*""#
            let matrix: [(fault: String, arguments: [String], code: Int32, says: String)] = [
                (#"{"kind": "throttle", "service": "rds", "probability": 0.2}"#, [], 0, "VERIFIED"),
                (#"{"kind": "state", \#(target), "state": "stuck-creating"}"#, ["--deadline", "4s"], 1, "FAILED"),
                (
                    #"{"kind": "state", \#(target), "state": "incompatible-restore"}"#, [], 1,
                    "became incompatible-restore"
                ),
                (#"{"kind": "state", "target": ".*-snap", "state": "failed"}"#, ["--fresh"], 1, "failed"),
                (#"{"kind": "refuse-connections", \#(target), "seconds": 3}"#, [], 0, "VERIFIED"),
                (#"{"kind": "skew", "seconds": 3600}"#, [], 0, "VERIFIED"),
                (#"{"kind": "denied", "service": "ec2", "action": "DescribeSecurityGroups"}"#, [], 5, "REFUSED"),
                (#"{"kind": "denied", "service": "rds", "action": "RestoreDBInstance.*"}"#, [], 1, "FAILED"),
            ]
            for entry in matrix {
                try await sandbox.fault(entry.fault)
                let outcome = try await sandbox.drill("run", entry.arguments)
                try await sandbox.heal()
                #expect(outcome.code == entry.code, "\(entry.fault): \(outcome.output)\(outcome.conversation)")
                #expect(outcome.output.contains(entry.says), "\(entry.fault): \(outcome.output)")
                let status = try await sandbox.drctl("drill", "status", "--policy", Self.policy[1])
                #expect(status.code == 0, "\(entry.fault): \(status.output)")
            }
            try await sandbox.fault(#"{"kind": "denied", "service": "rds", "action": "DeleteDBInstance"}"#)
            let stuck = try await sandbox.drill("run")
            #expect(stuck.code == 6)
            #expect(stuck.output.hasPrefix("CLEANUP FAILED: still there: drctl-drill-kb-prod-"))
            try await sandbox.heal()
            let cleanup = try await sandbox.drill("cleanup")
            #expect(cleanup.code == 0)
            #expect(cleanup.output.hasPrefix("CLEAN: 1 removed"))
        }
    }
}

extension Sandbox {
    fileprivate func drill(_ verb: String, _ arguments: String...) async throws -> Binary.Outcome {
        try await drill(verb, arguments)
    }
}
