import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// What recoveries call, and what people type instead, by what the lost database was.
@Suite("Calls of recoveries as they are read")
struct RecoveryCallGoldenTests {
    private typealias Change = (name: String, change: @Sendable (inout InstanceFacts) -> Void)

    private static let changes: [Change] = [
        ("as it is", { _ in }),
        (
            "with groups of RDS's own",
            { source in
                (source.parameterGroup, source.optionGroup) = ("default.postgres15", "default:postgres-15")
            }
        ),
        ("without groups", { source in (source.parameterGroup, source.optionGroup) = (nil, nil) }),
        (
            "with nothing known",
            { source in
                (source.settings, source.masterSecret, source.backupRetentionDays) = (nil, nil, nil)
                (source.publiclyAccessible, source.iamAuthentication, source.capacity) = (nil, nil, nil)
                (source.tags, source.securityGroups, source.subnetGroup) = ([:], nil, nil)
            }
        ),
        (
            "with everything off",
            { source in
                source.settings?.multiAZ = false
                source.settings?.copiesTags = false
                source.settings?.minorVersionUpgrades = false
                source.settings?.performanceInsights = false
                (source.iamAuthentication, source.publiclyAccessible) = (false, true)
                source.settings?.roles = []
                source.settings?.endpoints = []
            }
        ),
        (
            "with small storage",
            { source in source.allocatedStorage = 399 }
        ),
        ("with the least storage that takes IOPS", { source in source.allocatedStorage = 400 }),
        ("with tags that the shorthand misreads", { $0.tags = ["aws:cloudformation": "x", "team": "a, b=\"c\""] }),
        ("with tags of AWS's alone", { $0.tags = ["aws:cloudformation": "x"] }),
        ("with tags of every plain sign", { $0.tags = ["a-_.:/@+ 1": "B"] }),
    ]

    @Test func `the commands that restore it are whole`() throws {
        var lines: [String] = []
        for source in [RecoveryFixtures.production(), RecoveryFixtures.cluster()] {
            for (name, change) in Self.changes {
                var source = source
                change(&source)
                let restore = RestoreCommands(
                    source: source, side: "kb-side", target: DrillFixtures.start, snapshot: nil)
                lines += ["== \(source.kind.rawValue) \(name)"] + restore.all
            }
            let snapshot = RestoreCommands(
                source: source, side: "kb-side", target: nil, snapshot: "kb-1", region: Region("eu-west-1"))
            lines += ["== \(source.kind.rawValue) of a snapshot elsewhere"] + snapshot.all
        }
        try Golden.expect(lines.joined(separator: "\n") + "\n", in: "Tests/Goldens/engine/restore-commands.txt")
    }

    private static let points = [
        RecoveryPoint(kind: .pointInTime, snapshot: nil, time: DrillFixtures.start, reason: ""),
        RecoveryPoint(kind: .manualSnapshot, snapshot: "kb-1", time: DrillFixtures.start, reason: ""),
    ]

    /// A recovery of either kind, live or lost, switched over or not.
    private static let requests: [DrillRequest] = [true, false].flatMap { isLive in
        RecoveryMission.Switchover.allCases.flatMap { switchover in
            [
                RecoveryFixtures.request(isLive: isLive, switchover: switchover),
                RecoveryFixtures.clusterRequest(isLive: isLive, switchover: switchover),
            ]
        }
    }

    @Test func `IAM is asked about each call that it will make, and about no other`() throws {
        var lines: [String] = []
        for request in Self.requests {
            for (name, change) in Self.changes {
                var mission = try #require(request.mission)
                change(&mission.database)
                for point in Self.points {
                    let isLive = mission.origin == .live
                    let asked = RecoveryPermissions.questions(request, mission, to: point, isSourceLive: isLive)
                    let what = "\(isLive ? "live" : "lost") \(request.kind.rawValue) \(name)"
                    lines.append("== \(what), \(mission.switchover.rawValue), \(point.kind.rawValue)")
                    lines += asked.map(Self.text)
                }
            }
        }
        try Golden.expect(lines.joined(separator: "\n") + "\n", in: "Tests/Goldens/engine/recovery-permissions.txt")
    }

    private static func text(_ question: PermissionQuestion) -> String {
        let names = question.resources.map { $0.replacing("arn:aws:rds:us-east-1:123456789012:", with: "") }
        let keys = question.context.keys.sorted().map { $0.replacing("aws:", with: "") }
        return "\(question.actions.joined(separator: "+")) on \(names.joined(separator: ", ")) "
            + "by \(keys.joined(separator: ", "))"
    }
}
