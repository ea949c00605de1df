import Foundation
import Testing

/// The instant `now`, by the real binary on real PostgreSQL: what is written to the source, and what proves the copy.
@Suite(.serialized, .sandbox) struct DrillMarkerTests {
    @Test func `two rows prove the instant, and nothing else is written to the source`() async throws {
        let sandbox = try await Sandbox.shared()
        try await sandbox.administrator(
            "kb-prod", Sandbox.markerTable("two.marker") + "alter role kb_admin set log_statement = 'mod';")
        let policy = try sandbox.policy([.marker("two.marker")])
        let logged = try await sandbox.log(of: "kb-prod").count
        let rehearsal = try await sandbox.drill("run", ["--at", "now", "--dry-run"], policy: policy)
        #expect(rehearsal.code == 0, "\(rehearsal.output)\(rehearsal.conversation)")
        #expect(rehearsal.output.hasPrefix("PLANNED: dry run: would write two rows to two.marker of kb-prod"))
        #expect(try await sandbox.log(of: "kb-prod").dropFirst(logged).allSatisfy { !$0.contains("statement: ") })

        let outcome = try await sandbox.drill("run", ["--at", "now", "--output", "json"], policy: policy)
        #expect(outcome.code == 0, "\(outcome.output)\(outcome.conversation)")
        try await sandbox.validate(outcome.output)
        let record = try members(of: outcome.output)
        let marking = try #require(record["marking"] as? [String: String])
        #expect(marking["table"] == "two.marker")
        let checks = try #require(record["checks"] as? [[String: Any]])
        let before = try #require(checks.first { $0["name"] as? String == "marker before T" })
        #expect(before["got"] as? String == "1 \(marking["before"] ?? "")")
        #expect(before["expected"] as? String == before["got"] as? String)
        let after = try #require(checks.first { $0["name"] as? String == "marker after T" })
        #expect(after["got"] as? String == "0")
        let proof = try #require(checks.first { $0["name"] as? String == "rows on both sides of T" })
        #expect((proof["got"] as? String)?.contains("marker before T: 1 until T, 0 of 1 after") == true)
        let objectives = try #require(record["objectives"] as? [String: Any])
        #expect(objectives["rpoBasis"] as? String == "shippedLog")
        #expect((objectives["rpoRealisedSeconds"] as? Double ?? 0) > 0)

        // Everything that this login ever changed there, as the server itself wrote it down.
        let written = try await sandbox.log(of: "kb-prod").dropFirst(logged).filter { $0.contains("statement: ") }
        #expect(written.count == 2, "\(written)")
        #expect(written.allSatisfy { $0.contains(#"statement: insert into "two"."marker" (drill, label, marked_at)"#) })

        // What that drill left proves other instants around it, and disturbs no later drill.
        let past = try await sandbox.drill(
            "run", ["--at", marking["instant"] ?? "", "--output", "json"], policy: policy)
        #expect(past.code == 0, "\(past.output)\(past.conversation)")
        #expect(past.output.contains("markers of earlier drills: 1 until T, 0 of 1 after"), "\(past.output)")
        let again = try await sandbox.drill("run", ["--at", "now"], policy: policy)
        #expect(again.code == 0, "\(again.output)\(again.conversation)")
        #expect(again.output.contains("the RPO is based on the log that RDS had archived"), "\(again.output)")
        try await sandbox.expect(4, "two.marker")
        #expect(try await sandbox.leftovers() == [])
    }

    @Test func `a copy of a second that was not asked for is found, whichever side it is on`() async throws {
        let sandbox = try await Sandbox.shared()
        // An instant before the rows still has the table.
        try await sandbox.administrator("kb-prod", Sandbox.markerTable("wrong.marker") + "select pg_sleep(3);")
        let policy = try sandbox.policy([.marker("wrong.marker")])
        for (shift, missing, says) in [
            (-2, "marker before T", "0"), (3, "marker after T", "1"),
        ] {
            let state = sandbox.folder + "/state-\(UUID().uuidString)"
            let held = try await sandbox.fault(
                #"{"kind": "slow", "action": "DescribeDBInstances", "seconds": 30, "skip": 2}"#)
            let killed = try await sandbox.drill("run", ["--at", "now"], policy: policy, state: state) { running in
                try await running.reaches("the log") { try await sandbox.strikes(of: held) > 0 }
                running.send(SIGKILL)
            }
            #expect(killed.code == -SIGKILL)
            try await sandbox.heal()
            // The drill restores another second than the one between its rows.
            try Self.shift(by: shift, Sandbox.newestLedger(in: state))
            let resumed = try await sandbox.drill(
                "resume", ["--output", "json"], policy: policy, state: state)
            #expect(resumed.code == 3, "\(resumed.output)\(resumed.conversation)")
            let record = try members(of: resumed.output)
            #expect(record["verdict"] as? String == "notVerified")
            let check = (record["checks"] as? [[String: Any]])?.first { $0["name"] as? String == missing }
            #expect(check?["verdict"] as? String == "failed", "\(resumed.output)")
            #expect(check?["got"] as? String == says)
        }
        #expect(try await sandbox.leftovers() == [])
    }

    /// Moves the instant in a ledger.
    private static func shift(by seconds: Int, _ ledger: (path: String, text: String)) throws {
        let match = try #require(ledger.text.firstMatch(of: #/"instant":"([^"]+)"/#))
        let format = ISO8601DateFormatter()
        let moved = try #require(format.date(from: String(match.1))).addingTimeInterval(Double(seconds))
        try ledger.text.replacing("\"instant\":\"\(match.1)\"", with: "\"instant\":\"\(format.string(from: moved))\"")
            .write(toFile: ledger.path, atomically: true, encoding: .utf8)
    }

    @Test func `where the rows cannot be written nothing is, and what the refusal says to run fixes it`()
        async throws
    {
        let sandbox = try await Sandbox.shared()
        let unsaid = try await sandbox.drill("run", ["--at", "now"])
        #expect(unsaid.code == 65, "\(unsaid.conversation)")
        #expect(unsaid.conversation.contains("set `drill.marker: schema.table`"))

        let policy = try sandbox.policy([.marker("Odd-One.marker")])
        try await sandbox.forgetCalls()
        let absent = try await refusal(sandbox, policy, "table Odd-One.marker not found, and drctl creates none")
        // The fix names the login and is complete.
        try await sandbox.administrator("kb-prod", absent)
        let fixed = try await sandbox.drill("run", ["--at", "now", "--dry-run"], policy: policy)
        #expect(fixed.code == 0, "\(fixed.output)\(fixed.conversation)")

        try await sandbox.administrator("kb-prod", #"revoke insert on "Odd-One".marker from kb_admin"#)
        let poor = try await refusal(sandbox, policy, "kb_admin lacks privileges on Odd-One.marker: insert")
        try await sandbox.administrator("kb-prod", #"alter table "Odd-One".marker set unlogged; \#(poor)"#)
        _ = try await refusal(sandbox, policy, "Odd-One.marker is not an ordinary logged table")
        try await sandbox.administrator(
            "kb-prod",
            #"alter table "Odd-One".marker set logged; alter table "Odd-One".marker drop constraint marker_pkey"#)
        _ = try await refusal(sandbox, policy, "has no primary key (drill, label)")
        try await sandbox.administrator(
            "kb-prod",
            #"alter table "Odd-One".marker add primary key (drill, label), alter marked_at type timestamptz(0)"#)
        _ = try await refusal(sandbox, policy, "has columns (")
        try await sandbox.expect(0, #""Odd-One".marker"#)
        #expect(try await sandbox.calls().allSatisfy { !$0.operation.hasPrefix("Restore") })
    }

    /// Runs a drill that must be refused, and gives the statements that its hint tells to run.
    private func refusal(_ sandbox: Sandbox, _ policy: String, _ says: String) async throws -> String {
        let outcome = try await sandbox.drill("run", ["--at", "now", "--output", "json"], policy: policy)
        #expect(outcome.code == 5, "\(outcome.output)\(outcome.conversation)")
        let record = try members(of: outcome.output)
        #expect((record["summary"] as? String)?.contains(says) == true, "\(outcome.output)")
        let guards = record["guards"] as? [[String: Any]] ?? []
        let hint = guards.first { $0["id"] as? String == "marker-table" }?["hint"] as? String
        return String(try #require(hint).drop { $0 != ":" }.dropFirst())
    }

    @Test func `a policy may ask for it, a selftest of it can go red, and an interruption leaves nothing but rows`()
        async throws
    {
        let sandbox = try await Sandbox.shared()
        try await sandbox.administrator("kb-prod", Sandbox.markerTable("asked.marker"))
        let policy = try sandbox.policy([
            .init("  source: latest\n", "  source: {pointInTime: now}\n  marker: asked.marker\n")
        ])
        let selftest = try await sandbox.drill("selftest", policy: policy)
        #expect(selftest.code == 0, "\(selftest.output)\(selftest.conversation)")
        #expect(selftest.output.contains("12 of 12 simulated faults detected"), "\(selftest.output)")
        try await sandbox.expect(2, "asked.marker")

        let held = try await sandbox.fault(
            #"{"kind": "slow", "action": "DescribeDBInstances", "seconds": 30, "skip": 2}"#)
        try await sandbox.forgetCalls()
        let stopped = try await sandbox.drill("run", policy: policy) { running in
            try await running.reaches("the log") { try await sandbox.strikes(of: held) > 0 }
            running.send(SIGINT)
        }
        #expect(stopped.code == 130, "\(stopped.output)\(stopped.conversation)")
        #expect(stopped.output.hasPrefix("INTERRUPTED: interrupted during ship"), "\(stopped.output)")
        #expect(try await sandbox.calls().allSatisfy { !$0.operation.hasPrefix("Restore") })
        try await sandbox.expect(4, "asked.marker")
        try await sandbox.heal()
        #expect(try await sandbox.drill("status", policy: policy).code == 0)
    }

    /// Returns once an insertion of a drill waits for a lock.
    private static let insertionWaits = """
        do $$ begin
            for i in 1..1200 loop
                perform pg_stat_clear_snapshot();
                if exists (select from pg_stat_activity where usename = 'kb_admin' and wait_event_type = 'Lock'
                    and query like 'insert into "late"%') then return; end if;
                perform pg_sleep(0.05);
            end loop;
            raise 'no insertion waits';
        end $$
        """

    @Test func `an insertion whose sender was killed, and that comes to pass later, is the row of the drill`()
        async throws
    {
        let sandbox = try await Sandbox.shared()
        try await sandbox.administrator("kb-prod", Sandbox.markerTable("late.marker"))
        let policy = try sandbox.policy([.marker("late.marker")])
        // Held until the insertion waits for it, however long the drill takes to begin, and a while longer.
        async let locked: Void = sandbox.administrator(
            "kb-prod",
            """
            begin; lock table late.marker in share mode; \(Self.insertionWaits); select pg_sleep(6); commit;
            """)
        let killed = try await sandbox.drill("run", ["--at", "now"], policy: policy) { running in
            try await sandbox.administrator("kb-prod", Self.insertionWaits)
            running.send(SIGKILL)
        }
        #expect(killed.code == -SIGKILL)
        let resumed = try await sandbox.drill("resume", ["--output", "json"], policy: policy)
        try await locked
        #expect(resumed.code == 0, "\(resumed.output)\(resumed.conversation)")
        try await sandbox.expect(2, "late.marker")
        let marking = try #require(try members(of: resumed.output)["marking"] as? [String: String])
        try await sandbox.administrator(
            "kb-prod",
            """
            do $$ begin if not exists (select from late.marker where label = 'before'
                and marked_at = '\(marking["before"] ?? "")') then raise 'another row'; end if; end $$
            """)
    }
}

extension Sandbox {
    /// The lines of a server's log.
    fileprivate func log(of instance: String) async throws -> [Substring] {
        let copy = folder + "/server-log"
        try await engineer(
            """
            import json, os, shutil, urllib.request
            clusters = json.load(urllib.request.urlopen(os.environ["DRCTL_SANDBOX_URL"] + "/pg"))
            shutil.copyfile(next(c["directory"] for c in clusters if c["instance"] == "\(instance)") + "/log", "\(copy)")
            """)
        return try String(contentsOfFile: copy, encoding: .utf8).split(separator: "\n")
    }

    /// How many rows a table of the source has.
    fileprivate func expect(_ rows: Int, _ table: String) async throws {
        try await administrator(
            "kb-prod",
            """
            do $$ begin if (select count(*) from \(table)) <> \(rows) then raise 'other rows'; end if; end $$
            """)
    }
}
