import Foundation
import Testing

/// Drills of all due databases as one series, by the real binary: eight databases, killed once.
@Suite(.serialized) struct DrillSeriesTests {
    private static let names = ["kb-prod"] + (2...8).map { "kb-\($0)" }

    /// Seven more databases with the data of the first, each with a snapshot.
    private static let estate = """
        import boto3
        rds = boto3.client("rds")
        names = ["kb-%d" % number for number in range(2, 9)]
        for name in names:
            rds.restore_db_instance_from_db_snapshot(DBInstanceIdentifier=name,
                DBSnapshotIdentifier="kb-prod-before-upgrade", DBSubnetGroupName="kb-prod",
                VpcSecurityGroupIds=["sg-0d411000000000002"])
        for name in names:
            rds.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name,
                WaiterConfig={"Delay": 1, "MaxAttempts": 120})
            rds.create_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier=name + "-today")
        for name in names:
            rds.get_waiter("db_snapshot_available").wait(DBSnapshotIdentifier=name + "-today",
                WaiterConfig={"Delay": 1, "MaxAttempts": 120})
        boto3.client("sns").create_topic(Name="kb-dr-alerts")
        """

    private struct Result: Decodable {
        struct Database: Decodable {
            var database: String?
            var outcome: String
            var detail: String
            var drill: String?
        }
        var exitCode: Int32
        var databases: [Database]
        var problems: [String]
        var outcomes: [String: String] {
            Dictionary(uniqueKeysWithValues: databases.map { ($0.database ?? "", $0.outcome) })
        }
    }

    private func series(
        _ arguments: [String], _ policy: String, _ sandbox: Sandbox, verb: String = "run",
        meanwhile: @escaping @Sendable (Binary.Running) async throws -> Void = { _ in }
    ) async throws -> (outcome: Binary.Outcome, result: Result?) {
        let outcome = try await sandbox.drill(
            verb, arguments + ["--secret", "kb/prod/database", "--output", "json"], policy: policy, meanwhile: meanwhile
        )
        return (outcome, try? JSONDecoder().decode(Result.self, from: Data(outcome.output.utf8)))
    }

    /// The lines of the newest series that begin a drill, and those that end one.
    private func lines(_ sandbox: Sandbox) -> (begun: Int, ended: Int, mostAtOnce: Int) {
        let folder = sandbox.state + "/drills"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let name = names.filter({ $0.hasSuffix(".series") }).max(),
            let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        else { return (0, 0, 0) }
        var (begun, ended, most) = (0, 0, 0)
        for line in text.split(separator: "\n") {
            if line.hasPrefix(#"{"begun""#) { begun += 1 }
            if line.hasPrefix(#"{"ended""#) { ended += 1 }
            most = max(most, begun - ended)
        }
        return (begun, ended, most)
    }

    @Test func `eight due databases are drilled side by side, and a killed series goes on where it was`() async throws {
        try await Sandbox.run { sandbox in
            try await sandbox.engineer(Self.estate)
            let policy = try sandbox.policy([
                .init("ids: [kb-prod]", "ids: [\(Self.names.joined(separator: ", "))]"),
                .init("  source: latest\n", "  source: newest\n"),
            ])
            let windows = try await sandbox.drctl("pitr", "window", "--all", "--policy", policy, "--output", "json")
            #expect(Self.names.allSatisfy(windows.output.contains), "\(windows)")
            try await sandbox.validate(windows.output)

            try await sandbox.forgetCalls()
            let dry = try await series(["--due", "--dry-run"], policy, sandbox)
            #expect(dry.outcome.code == 0, "\(dry.outcome)")
            #expect(Set((dry.result?.outcomes ?? [:]).values) == ["planned"])
            #expect(try await sandbox.calls().allSatisfy(\.readOnly))
            #expect(lines(sandbox).begun == 0)

            let killed = try await series(["--due", "--at-most", "3"], policy, sandbox) { running in
                try await running.reaches("the end of two drills") { lines(sandbox).ended >= 2 }
                running.send(SIGKILL)
            }
            #expect(killed.outcome.code == -SIGKILL)
            let before = lines(sandbox)
            #expect(before.ended >= 2 && before.ended < 8 && before.mostAtOnce == 3, "\(before)")

            try await sandbox.forgetCalls()
            let resumed = try await series(["--due", "--at-most", "3"], policy, sandbox)
            #expect(resumed.outcome.code == 0, "\(resumed.outcome)")
            #expect(resumed.outcome.conversation.contains("Resuming series-"))
            #expect(resumed.result?.outcomes == Dictionary(uniqueKeysWithValues: Self.names.map { ($0, "verified") }))
            #expect(resumed.result?.problems == [])
            try await sandbox.validate(resumed.outcome.output)
            #expect(try await sandbox.calls().count { $0.operation == "Publish" } == 1, "one notice")
            #expect(try await sandbox.leftovers() == [])

            // Each was drilled once, and the chain of evidence is whole though several wrote it.
            let drills = resumed.result?.databases.compactMap(\.drill) ?? []
            #expect(Set(drills).count == 8)
            let verified = try await sandbox.drctl("evidence", "verify")
            #expect(verified.output.hasPrefix("CONSISTENT: knowledge-base, 8 records"), "\(verified)")
            let status = try await sandbox.drill("status", policy: policy)
            #expect(status.code == 0, "\(status)")

            let nothing = try await series(["--due"], policy, sandbox)
            #expect(nothing.outcome.code == 0, "\(nothing.outcome)")
            #expect(Set((nothing.result?.outcomes ?? [:]).values) == ["current"])
            let text = try await sandbox.drctl("drill", "run", "--due", "--policy", policy)
            #expect(text.code == 0 && text.output.hasPrefix("NOTHING DUE: 8 databases"), "\(text)")
            let over = try await series([], policy, sandbox, verb: "resume")
            #expect(over.outcome.code == 5, "a series is finished once: \(over.outcome)")

            // One database that cannot be restored is the result of all, and keeps none of the others from theirs.
            try await sandbox.fault(
                #"{"kind": "state", "target": "drctl-drill-kb-5.*", "state": "incompatible-restore", "times": 1}"#)
            let worst = try await series(["--all", "--at-most", "8"], policy, sandbox)
            let outcomes = worst.result?.outcomes ?? [:]
            #expect(outcomes.count == 8 && outcomes.filter { $0.value == "verified" }.count == 7, "\(worst.outcome)")
            #expect(outcomes["kb-5"] != "verified" && worst.outcome.code != 0)
            #expect(worst.outcome.code == worst.result?.exitCode)
            let due = try await series(["--due"], policy, sandbox)
            #expect(due.result?.outcomes["kb-5"] == (outcomes["kb-5"] == "failed" ? "current" : "verified"), "\(due)")
            #expect(try await sandbox.leftovers() == [])
        }
    }

    @Test func `what is about one database, or the login of one, is refused for all of them`() async throws {
        for arguments in [
            ["--due", "--all"], ["--due", "--instance", "kb-prod"], ["--all", "--snapshot", "s"], ["--at-most", "2"],
            ["--all", "--at-most", "0"],
        ] {
            let outcome = try await Binary.run(["drill", "run", "--policy", Sandbox.policy] + arguments)
            #expect(outcome.code == 64, "\(arguments): \(outcome)")
        }
        let url = try await Binary.run(
            ["drill", "run", "--all", "--policy", Sandbox.policy], ["DRCTL_DATABASE_URL": "postgresql://a:b@c/d"])
        #expect(
            url.code == 64 && url.conversation.contains("DRCTL_DATABASE_URL is the login of one database"), "\(url)")
        let page = try await Binary.run(
            ["drill", "run", "--all", "--output", "html", "--policy", Sandbox.policy])
        #expect(page.code == 64, "\(page)")
    }
}
