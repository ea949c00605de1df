import Foundation
import Testing

/// SIGINT, SIGTERM and a terminal that breaks off: the drill removes what it made, says so, and keeps a record.
@Suite(.serialized, .sandbox) struct InterruptedDrillTests {
    @Test(arguments: [
        (SIGINT, Int32(130), "wait"), (SIGTERM, 143, "wait"), (SIGHUP, 143, "verify"),
        (SIGTERM, 143, "snapshot, while it is waited for"), (SIGINT, 130, "restore, while it is ordered"),
        (SIGINT, 130, "baseline"),
    ])
    func `a drill that is interrupted tears down and says so`(_ signal: Int32, _ code: Int32, _ place: String)
        async throws
    {
        let sandbox = try await Sandbox.shared()
        let point = try #require(KillPoint.all.first { $0.name == place })
        let state = sandbox.folder + "/state-\(UUID().uuidString)"
        var held: Int?
        for fault in point.faults { held = try await sandbox.fault(fault) }
        let outcome = try await sandbox.drill(
            "run", point.arguments, policy: try sandbox.policy(point.policy), state: state
        ) { [held] running in
            try await running.reaches(point.name) {
                switch point.sign {
                case .callIsHeld: try await sandbox.strikes(of: try #require(held)) > 0
                case .ledgerHas(let text): Sandbox.newestLedger(in: state).text.contains(text)
                }
            }
            running.send(signal)
        }
        try await sandbox.heal()
        #expect(outcome.code == code, "\(outcome.output)\(outcome.conversation)")
        #expect(outcome.output.hasPrefix("INTERRUPTED: interrupted during \(point.phase)"), "\(outcome.output)")
        #expect(try await sandbox.leftovers() == [])
        #expect(try await sandbox.drill("status", state: state).code == 0)
        let kept = try await sandbox.drctl(["evidence", "verify"], state: state)
        #expect(kept.output.hasPrefix("CONSISTENT: knowledge-base, 1 record"), "\(kept.output)")
    }

    @Test func `a drill that runs is told apart from one that was left`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.fault(#"{"kind": "state", "target": "drctl-drill-.*", "state": "stuck-creating"}"#)
        let state = sandbox.folder + "/state-\(UUID().uuidString)"
        let outcome = try await sandbox.drill("run", state: state) { running in
            try await running.reaches("the wait") { Sandbox.newestLedger(in: state).text.contains("restoreAccepted") }
            let status = try? await sandbox.drill("status", state: state)
            #expect(status?.code == 0, "\(String(describing: status))")
            #expect(status?.output.hasPrefix("RUNNING: a drill is running") == true)
            #expect(status?.output.contains(" is running (restore)\n") == true)
            running.send(SIGTERM)
        }
        try await sandbox.heal()
        #expect(outcome.code == 143)
        let after = try await sandbox.drill("status", state: state)
        #expect(after.output.hasPrefix("CLEAN"), "\(after.output)")
    }

    @Test func `a deletion that cannot be made is told with its id and price, even after an interruption`() async throws
    {
        let sandbox = try await Sandbox.shared()
        try await sandbox.refuse("DeleteDBInstance")
        try await sandbox.fault(#"{"kind": "state", "target": "drctl-drill-.*", "state": "stuck-creating"}"#)
        let state = sandbox.folder + "/state-\(UUID().uuidString)"
        let outcome = try await sandbox.drill("run", state: state) { running in
            try await running.reaches("the wait") { Sandbox.newestLedger(in: state).text.contains("restoreAccepted") }
            running.send(SIGTERM)
        }
        #expect(outcome.code == 6, "\(outcome.output)\(outcome.conversation)")
        let left = try await sandbox.leftovers()
        #expect(left.count == 1)
        let said = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(said.hasPrefix("CLEANUP FAILED: not deleted: \(left.first ?? "?"), about "), "\(said)")
        #expect(said.contains(" USD per day"))
        try await sandbox.heal()
        #expect(try await sandbox.drill("cleanup", state: state).code == 0)
        #expect(try await sandbox.leftovers() == [])
    }

    @Test func `a nightly cleanup removes other machines' orphans once they expired, and nothing else`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.engineer(
            """
            import boto3
            rds = boto3.client("rds")
            snapshot = rds.describe_db_snapshots(DBInstanceIdentifier="kb-prod")["DBSnapshots"][0]["DBSnapshotIdentifier"]
            def orphan(name, expires, drill="other-20260101T000000Z-ffff"):
                tags = {"drctl:drill": drill, "drctl:policy": "other", "drctl:source": "kb-prod", "drctl:expires": expires}
                rds.restore_db_instance_from_db_snapshot(
                    DBInstanceIdentifier=name, DBSnapshotIdentifier=snapshot,
                    Tags=[{"Key": key, "Value": value} for key, value in tags.items() if value])
            orphan("drctl-drill-kb-prod-1-expired", "2026-01-02T00:00:00Z")
            orphan("drctl-drill-kb-prod-2-in-use", "2099-01-02T00:00:00Z")
            orphan("drctl-drill-kb-prod-3-untagged", "2026-01-02T00:00:00Z", drill=None)
            orphan("named-otherwise", "2026-01-02T00:00:00Z")
            """)
        let state = sandbox.folder + "/state-of-the-night"
        let cleanup = try await sandbox.drill("cleanup", ["--expired"], state: state)
        #expect(cleanup.code == 0, "\(cleanup.output)\(cleanup.conversation)")
        #expect(cleanup.output.hasPrefix("CLEAN: 1 resource deleted"), "\(cleanup.output)")
        #expect(cleanup.output.contains("drctl-drill-kb-prod-2-in-use"))
        #expect(cleanup.output.contains("expires only at 2099"))
        #expect(
            try await sandbox.leftovers() == ["drctl-drill-kb-prod-2-in-use", "drctl-drill-kb-prod-3-untagged"])
        try await sandbox.engineer(
            """
            import boto3
            rds = boto3.client("rds")
            assert rds.describe_db_instances(DBInstanceIdentifier="named-otherwise")["DBInstances"]
            for name in ["named-otherwise", "drctl-drill-kb-prod-2-in-use", "drctl-drill-kb-prod-3-untagged"]:
                rds.delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)
            """)
        try await eventually("the engineer's own deletions") { try await sandbox.leftovers().isEmpty }
    }
}
