import AWSCore
import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@testable import RecoveryRuntime

@Suite("What is restored for a test, and whose a snapshot is")
struct TestRestoreTests {
    private static func tags(_ tags: [String: String]) -> String {
        tags.sorted { $0.key < $1.key }.map { "<Tag><Key>\($0.key)</Key><Value>\($0.value)</Value></Tag>" }.joined()
    }

    @Test func `a selection by tags means no copy of a drill or of AWS Backup, which carries its source's tags`()
        async throws
    {
        var policy = RecoveryPolicy(
            name: "kb", scope: PolicyScope(accounts: [ScriptedAWS.account], regions: [ScriptedAWS.region]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.databases = [DatabasePolicy(select: .init(tags: ["stage": "prod"]))]
        let marks: [(String, [String: String])] = [
            ("kb-prod", [:]), ("awsbackup-restore-test-1", [:]), ("kb-copy", ["awsbackup-restore-test": ""]),
            ("drctl-drill-kb-prod-1", ["drctl:drill": "d"]),
        ]
        let described = marks.map { id, marks in
            Described.instance(id, ["TagList": Self.tags(marks.merging(["stage": "prod"]) { $1 })])
        }
        let aws = ScriptedAWS([
            "rds:DescribeDBInstances": [.list("DBInstances", described, element: "DBInstance")],
            "rds:DescribeDBClusters": [Described.clusters()],
        ])
        #expect(try await DrillSources(client: aws.client).selected(by: policy).ids == ["kb-prod"])
        let selectors = policy.databases.map(DatabaseSelector.init)
        for (id, marks) in marks {
            #expect(selectors.mean(id, marks.merging(["stage": "prod"]) { $1 }) == (id == "kb-prod"), "\(id)")
        }
    }

    private static let arn = "arn:aws:rds:us-east-1:222222222222:snapshot:kb-prod-copy"

    private static let request = DrillRequest(
        id: DrillID(rawValue: "kb-1"), policy: "kb", policyDigest: "d",
        scope: DrillScope(account: ScriptedAWS.account, region: ScriptedAWS.region),
        startedAt: Instant("2026-11-23T05:10:00Z")!, source: "kb-prod", protected: ["kb-prod"],
        selection: .shared(arn: arn),
        target: DrillTarget(id: "drctl-drill-kb-prod-1", subnetGroup: "dr", securityGroups: ["sg-1"]), rto: 1, rpo: 1,
        deadline: 1, checks: [], expires: Instant("2026-11-24T05:10:00Z")!)

    private static let marks: [(String?, String?, Bool)] = [
        ("kb-1", arn, true), ("kb-2", arn, false), (nil, arn, false), ("kb-1", "\(arn)-2", false), ("kb-1", nil, false),
    ]

    @Test(arguments: marks)
    func `a copy that is there already is told by its tag and its original`(
        _ drill: String?, _ original: String?, _ isOwn: Bool
    ) async throws {
        let described =
            "<DBSnapshotIdentifier>snap</DBSnapshotIdentifier><Status>available</Status>"
            + (original.map { "<SourceDBSnapshotIdentifier>\($0)</SourceDBSnapshotIdentifier>" } ?? "")
            + "<TagList>\(Self.tags(drill.map { ["drctl:drill": $0] } ?? [:]))</TagList>"
        let aws = ScriptedAWS([
            "rds:CopyDBSnapshot": [.error("DBSnapshotAlreadyExists")],
            "rds:DescribeDBSnapshots": [.list("DBSnapshots", [described], element: "DBSnapshot")],
        ])
        let calls = DrillCalls(client: aws.client, kind: .instance)
        let isNew = try await calls.copySnapshot("snap", from: Self.arn, key: nil, tags: [:])
        #expect(!isNew)
        let refusal = try await calls.refusal(ofSnapshot: "snap", Self.request)
        #expect((refusal == nil) == isOwn, "\(refusal ?? "")")
    }

    @Test func `a snapshot that is gone already needs no owner to be deleted`() async throws {
        let aws = ScriptedAWS(["rds:DescribeDBSnapshots": [.error("DBSnapshotNotFound", 404)]])
        let calls = DrillCalls(client: aws.client, kind: .instance)
        #expect(try await calls.refusal(ofSnapshot: "snap", Self.request) == nil)
    }
}
