import AWSNames
import RecoveryModel

/// Everything that can keep a recovery from being made, in its own words: its guards and its choice of a recovery point are
/// asked about imagined facts in which each thing is wrong.
enum RestoreTroubles {
    /// What a guard says when it refuses, or warns; each once, sorted by guard.
    static func guards(_ request: DrillRequest) -> [GuardFinding] {
        guard let mission = request.mission else { return [] }
        var found: [GuardFinding] = []
        for (request, mission, facts) in imagined(request, mission) {
            found += RecoveryGuards.findings(request, mission, facts).filter { $0.outcome != .met }
        }
        var seen: Set<String> = []
        return found.filter { seen.insert("\($0.id) \($0.outcome.rawValue) \($0.hint ?? "")").inserted }.sorted {
            ($0.id, $0.summary) < ($1.id, $1.summary)
        }
    }

    /// Why no recovery point is chosen.
    static func points(of source: InstanceFacts, now: Instant) -> [String] {
        var bare = source
        bare.backupRetentionDays = 0
        var young = source
        (young.backupRetentionDays, young.latestRestorable) = (source.backupRetentionDays ?? 7, nil)
        let window = RestorableWindow(of: source)
        let tomorrow = now + TimeSpan(1, .days)
        let instants = [
            window.check(tomorrow, now: now),
            window.earliest.map { window.check($0 - TimeSpan(1, .days), now: now) },
            window.latest.map { window.check($0 + TimeSpan(1, .minutes), now: tomorrow) },
        ].compactMap(\.self)
        let chosen: [Result<RecoveryPoint, RecoveryPointChooser.Refusal>] = [
            RecoveryPointChooser.choose(.latestRestorable, of: bare, snapshots: [], now: now),
            RecoveryPointChooser.choose(.latestRestorable, of: young, snapshots: [], now: now),
            RecoveryPointChooser.choose(.newest, of: source, snapshots: [], now: now),
            RecoveryPointChooser.choose(.snapshot("SNAPSHOT"), of: source, snapshots: [], now: now),
        ]
        let reasons = instants.map(reason) + chosen.map(reason)
        var seen: Set<String> = []
        return reasons.compactMap(\.self).filter { seen.insert($0).inserted }
    }

    private static func reason<Value>(_ result: Result<Value, RecoveryPointChooser.Refusal>) -> String? {
        if case .failure(let refusal) = result { refusal.reason } else { nil }
    }

    private typealias Imagined = (DrillRequest, RecoveryMission, DrillFacts)

    private static func imagined(_ request: DrillRequest, _ mission: RecoveryMission) -> [Imagined] {
        var renaming = mission
        renaming.switchover = .rename
        var beside = request
        if request.target.id == request.source { beside.target.id = "\(request.source)-recovered" }
        var unknown = mission
        unknown.origin = .policy
        unknown.database.subnetGroup = nil
        unknown.database.parameterGroup = nil
        unknown.database.engine = "ENGINE"
        var bare = request
        bare.target = DrillTarget(id: request.source, subnetGroup: nil, securityGroups: [])
        var group = mission
        group.database.parameterGroup =
            mission.database.parameterGroup.map { $0.hasPrefix("default.") ? "GROUP" : $0 } ?? "GROUP"
        var member = mission
        member.database.cluster = "CLUSTER"
        var away = mission
        away.home = RecoveryMission.Home(region: request.scope.region)
        away.home?.status = "available"
        var invalid = request
        invalid.target.id = "-"
        return [
            (beside, renaming, wrong(beside, renaming)), (bare, unknown, missing(request)),
            (request, group, unreadable(request)), (request, member, missing(request)),
            (request, away, missing(request)), (invalid, mission, missing(request)),
        ] + (request.kind == .cluster ? [ofMembers(beside, renaming)] : [])
    }

    /// A cluster of which a name is taken, a group is missing, and endpoints exist.
    private static func ofMembers(_ request: DrillRequest, _ mission: RecoveryMission) -> Imagined {
        var mission = mission
        mission.origin = .live
        var settings = mission.database.settings ?? RestoreSettings()
        settings.members = [.init(id: "MEMBER", instanceClass: "CLASS", promotionTier: 1, parameterGroup: "GROUP")]
        settings.endpoints = [.init(id: "ENDPOINT", type: "READER", members: [])]
        mission.database.settings = settings
        var facts = wrong(request, mission)
        for member in mission.memberNames(in: request.target.id).values { facts.instances[member] = [:] }
        facts.memberGroups = ["GROUP": false]
        return (request, mission, facts)
    }

    /// Everything is there, and wrong.
    private static func wrong(_ request: DrillRequest, _ mission: RecoveryMission) -> DrillFacts {
        var facts = DrillFacts(account: AccountID("000000000000") ?? request.scope.account, caller: "CALLER")
        var source = mission.database
        source.status = "available"
        facts.source = source
        facts.isSourceLive = true
        facts.instances = [request.target.id: [:], mission.oldName: [:]]
        facts.subnetGroupExists = false
        facts.parameterGroupExists = false
        facts.securityGroups = request.target.securityGroups.map {
            SecurityGroupFacts(id: $0, openRules: nil, failure: "not found")
        }
        facts.key = .init(id: "KEY", state: "Disabled")
        facts.quota = .init(used: 40, limit: 40)
        facts.permissions = PermissionFacts(
            asked: 1,
            refusals: [
                .init(action: "rds:RestoreDBInstanceToPointInTime", resource: "*", undecidedBy: [], isCertain: true)
            ])
        facts.loginFailure = "NO LOGIN"
        return facts
    }

    /// The database is lost, and nothing is known.
    private static func missing(_ request: DrillRequest) -> DrillFacts {
        var facts = DrillFacts(account: request.scope.account, caller: "CALLER")
        facts.isSourceLive = false
        facts.backupFailure = "no automated backup of \(request.source) is retained"
        return facts
    }

    /// Nothing can be read.
    private static func unreadable(_ request: DrillRequest) -> DrillFacts {
        var facts = DrillFacts(account: request.scope.account, caller: "CALLER")
        facts.isSourceLive = false
        facts.key = .init(id: "KEY", state: nil, failure: "access denied")
        facts.permissions = PermissionFacts(failure: "access denied")
        return facts
    }
}
