import AWSCore
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("Applying around maintenance windows")
struct MaintenanceWindowTests {
    private static let window = "sun:04:00-sun:04:30"
    private static let outside = "2026-11-29T12:00:00Z"
    private static let inside = "2026-11-29T04:10:00Z"
    private static let settings: [DatabaseSetting] = [
        .deletionProtection(Edit(false, to: true)), .backupRetention(days: Edit(0, to: 7)),
    ]
    private static let modify = Change.database(.modify(kind: .instance, id: "kb", settings))
    private static let restart = Change.database(.restart(kind: .instance, id: "kb", members: []))

    private func apply(
        _ changes: [Change], at time: String, isNow: Bool = false, _ aws: ScriptedAWS
    ) async throws -> ApplyRecord {
        let now = try #require(Instant(time))
        let window = try #require(WeeklyWindow(Self.window))
        let maintenance = StepMaintenance(window: window, isNow: isNow)
        let plan = Plan(
            policy: "kb", account: ScriptedAWS.account, region: ScriptedAWS.region, at: now,
            steps: changes.map {
                var step = Step(change: $0, reasons: [])
                step.maintenance = maintenance
                return step
            }, unfixable: [], unknown: [])
        return await Applier(
            client: aws.client, waiting: { DatabaseWaiting(client: $0, sleep: { _ in }) }, now: { now }
        ).apply(plan) { _ in }
    }

    private func aws(_ described: [Described.Elements]) -> ScriptedAWS {
        ScriptedAWS([
            "rds:DescribeDBInstances": described.map { Described.instances(Described.instance("kb", $0)) },
            "rds:ModifyDBInstance": [.ok()], "rds:RebootDBInstance": [.ok()],
        ])
    }

    private static func pending(_ xml: String) -> Described.Elements {
        ["DeletionProtection": "true", "PendingModifiedValues": xml]
    }

    private static let queued = pending("<BackupRetentionPeriod>7</BackupRetentionPeriod>")

    @Test func `outside the window what restarts is queued after the rest is made, and a restart is left`() async throws
    {
        let aws = aws([[:], ["DeletionProtection": "true"], Self.queued])
        let record = try await apply([Self.modify, Self.restart], at: Self.outside, aws)
        #expect(record.steps.map(\.outcome.word) == ["queued", "left"])
        #expect(
            record.steps[0].outcome.reason
                == "backup retention period: queued for the maintenance window sun:04:00-sun:04:30 UTC, which opens "
                + "2026-12-06 04:00:00 UTC; everything else of the step is done")
        #expect(record.steps[1].outcome.reason?.contains("opens 2026-12-06 04:00:00 UTC") == true)
        #expect(record.steps[1].outcome.reason?.contains("--now") == true)
        #expect(record.conclusion == .waiting)
        let sent = aws.calls(of: "rds:ModifyDBInstance").map(ChangeScenario.settings)
        #expect(
            sent == [
                ["DBInstanceIdentifier": "kb", "ApplyImmediately": "true", "DeletionProtection": "true"],
                ["DBInstanceIdentifier": "kb", "ApplyImmediately": "false", "BackupRetentionPeriod": "7"],
            ])
        #expect(aws.calls(of: "rds:RebootDBInstance").isEmpty)
    }

    @Test func `what is queued already is not queued again, and stays queued`() async throws {
        let aws = aws([Self.queued])
        let record = try await apply(
            [.database(.modify(kind: .instance, id: "kb", [Self.settings[1]]))], at: Self.outside, aws)
        #expect(record.steps.map(\.outcome.word) == ["queued"])
        #expect(aws.writes.isEmpty)
    }

    @Test(arguments: [(inside, false), (outside, true)])
    func `inside the window, or when it is asked for now, everything is made at once`(_ time: String, _ isNow: Bool)
        async throws
    {
        let aws = aws([[:], ["DeletionProtection": "true", "BackupRetentionPeriod": "7"]])
        let record = try await apply([Self.modify, Self.restart], at: time, isNow: isNow, aws)
        #expect(record.steps.map(\.outcome) == [.done, .done])
        #expect(record.conclusion == .applied)
        let sent = aws.calls(of: "rds:ModifyDBInstance").map(ChangeScenario.settings)
        #expect(sent.count == 1 && sent.first?["ApplyImmediately"] == "true")
        #expect(aws.calls(of: "rds:RebootDBInstance").count == 1)
    }

    @Test(arguments: [false, true])
    func `what others have queued stays queued beside ours, and even now is not made early`(_ isNow: Bool) async throws
    {
        let theirs = "<DBInstanceClass>db.r6g.large</DBInstanceClass>"
        let both = Self.pending(theirs + "<BackupRetentionPeriod>7</BackupRetentionPeriod>")
        let aws = aws([["PendingModifiedValues": theirs], Self.pending(theirs), both])
        let record = try await apply([Self.modify], at: Self.outside, isNow: isNow, aws)
        #expect(record.steps.map(\.outcome.word) == [isNow ? "failed" : "queued"])
        let sent = aws.calls(of: "rds:ModifyDBInstance").map { $0.parameters["ApplyImmediately"] }
        #expect(sent == (isNow ? ["false"] : ["false", "false"]))
        if isNow { #expect(record.steps[0].outcome.reason?.contains("DBInstanceClass") == true) }
    }

    @Test func `what others have queued for a cluster is not made early either`() async throws {
        let theirs = "<EngineVersion>16.1</EngineVersion>"
        let aws = ScriptedAWS([
            "rds:DescribeDBClusters": [
                Described.clusters(Described.cluster("kb", ["PendingModifiedValues": theirs])),
                Described.clusters(
                    Described.cluster("kb", ["PendingModifiedValues": theirs, "DeletionProtection": "true"])),
            ],
            "rds:DescribeDBInstances": [Described.instances(Described.member("kb-a", of: "kb"))],
            "rds:ModifyDBCluster": [.ok()],
        ])
        let record = try await apply(
            [
                .database(
                    .modify(kind: .cluster, id: "kb", [Self.settings[0], .iamAuthentication(Edit(false, to: true))]))
            ],
            at: Self.outside, aws)
        #expect(record.steps.map(\.outcome.word) == ["failed"])
        let sent = aws.calls(of: "rds:ModifyDBCluster").map(ChangeScenario.settings)
        #expect(sent == [["DBClusterIdentifier": "kb", "ApplyImmediately": "false", "DeletionProtection": "true"]])
    }
}
