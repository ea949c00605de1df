import Foundation
import Testing

/// What drills write for machines, by the real binary on the sandbox.
@Suite(.serialized) struct DrillRecordTests {
    private static let policy = ["--policy", "policies/knowledge-base.yaml"]

    @Test func `results keep to their schemas, and calls bear the names that CloudTrail lists`() async throws {
        try await Sandbox.run { sandbox in
            let drill = try await sandbox.drill("run", ["--output", "json", "--fresh"])
            #expect(drill.code == 0, "\(drill.output)\(drill.conversation)")
            try await sandbox.validate(drill.output)
            let calls = try #require(try members(of: drill.output)["calls"] as? [[String: Any]])
            #expect(
                calls.compactMap { $0["operation"] as? String } == [
                    "rds:CreateDBSnapshot", "rds:RestoreDBInstanceFromDBSnapshot", "rds:DeleteDBInstance",
                    "rds:DeleteDBSnapshot",
                ])
            let wanted = calls.map { "\($0["operation"] ?? "") \($0["requestID"] ?? "")" }
            try await sandbox.engineer(
                """
                import boto3, json
                pages = boto3.client("cloudtrail").get_paginator("lookup_events").paginate()
                events = [e for page in pages for e in page["Events"]]
                listed = {"rds:" + e["EventName"] + " " + json.loads(e["CloudTrailEvent"])["requestID"] for e in events}
                for call in \(wanted):
                    assert call in listed, call
                """)

            let evidence = sandbox.folder + "/state/evidence/knowledge-base/00000001/report.html"
            try await PageTests.check([evidence])
            let log = try String(
                contentsOfFile: sandbox.folder + "/state/evidence/knowledge-base/00000001/drill.log", encoding: .utf8)
            for call in calls {
                #expect(log.contains("\(call["operation"] ?? "") "))
                #expect(log.contains(" request \(call["requestID"] ?? "")\n"))
            }
            #expect(log.contains(" of kb-prod started\n") && log.hasSuffix("no resources are left\n"))
            #expect(log.contains("  restore    RDS event at "))
            // Whatever else the region holds is nobody's business who reads a drill's evidence.
            #expect(!log.contains("kb-aurora"))

            let refused = try await sandbox.drill("run", ["--output", "json", "--at", "2020-01-01T00:00:00Z"])
            #expect(refused.code == 3)
            let rehearsed = try await sandbox.drill("run", ["--output", "json", "--dry-run"])
            let selftest = try await sandbox.drill("selftest", ["--output", "json"])
            #expect(selftest.code == 0)
            let history = try await sandbox.drill("history", ["--output", "json"])
            let cleanup = try await sandbox.drill("cleanup", ["--output", "json"])
            let status = try await sandbox.drctl(["drill", "status", "--output", "json"] + Self.policy)
            let list = try await sandbox.drctl(["evidence", "list", "--output", "json"])
            let shown = try await sandbox.drctl(["evidence", "show", "knowledge-base", "1", "--output", "json"])
            let verified = try await sandbox.drctl(["evidence", "verify", "--output", "json"])
            let window = try await sandbox.drctl(["pitr", "window", "--output", "json"] + Self.policy)
            let advice = try await sandbox.drctl(["pitr", "advise", "--output", "json"] + Self.policy)
            for outcome in [
                refused, rehearsed, selftest, history, cleanup, status, list, shown, verified, window, advice,
            ] {
                try await sandbox.validate(outcome.output)
            }
            #expect(try members(of: shown.output)["calls"] as? NSArray == calls as NSArray)
            #expect((try members(of: history.output)["drills"] as? [Any])?.count == 2)
            #expect((try members(of: list.output)["records"] as? [Any])?.count == 2)
            #expect(try members(of: status.output)["clean"] as? Bool == true)
        }
    }
}
