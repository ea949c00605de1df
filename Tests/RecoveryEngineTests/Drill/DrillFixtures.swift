import AWSNames
import RecoveryEngine
import RecoveryModel

/// A drill of the knowledge base, as literals.
enum DrillFixtures {
    static let start = Instant("2026-11-23T05:10:00Z")!
    static let snapshotTime = Instant("2026-11-23T02:05:00Z")!
    static let account = AccountID("123456789012")!

    static func request(
        _ selection: RecoveryPointSelection = .latestAutomated, _ change: (inout DrillRequest) -> Void = { _ in }
    ) -> DrillRequest {
        var request = DrillRequest(
            id: DrillNaming.drill(policy: "knowledge-base", at: start, suffix: "4f2a"), policy: "knowledge-base",
            policyDigest: "d1", scope: DrillScope(account: account, region: Region("us-east-1")), startedAt: start,
            source: "kb-prod", protected: ["kb-prod"], selection: selection,
            target: DrillTarget(
                id: DrillNaming.target(source: "kb-prod", at: start, suffix: "4f2a"), subnetGroup: "dr-drill",
                securityGroups: ["sg-drill"], instanceClass: "db.t4g.medium"),
            rto: 4 * 3_600_000, rpo: 24 * 3_600_000, deadline: 4 * 3_600_000,
            checks: [
                PolicyCheck(name: "entries", kind: .rowCount(table: "entries", until: "created_at")),
                PolicyCheck(name: "orphans", kind: .query("select count(*) from orphans", .equal("0"))),
            ], expires: start + TimeSpan(1, .days))
        request.schemaVersionQuery = "select max(version) from schema_migrations"
        request.freshnessQuery = "select max(created_at) from entries"
        change(&request)
        return request
    }

    static func source(_ change: (inout InstanceFacts) -> Void = { _ in }) -> InstanceFacts {
        var source = InstanceFacts(
            id: "kb-prod", arn: "arn:aws:rds:us-east-1:123456789012:db:kb-prod", status: "available",
            engine: "postgres", engineVersion: "15.18", instanceClass: "db.m6g.large")
        source.allocatedStorage = 20
        (source.publiclyAccessible, source.deletionProtection, source.iamAuthentication) = (false, false, false)
        source.backupRetentionDays = 7
        source.earliestRestorable = start - TimeSpan(7, .days)
        source.latestRestorable = start - TimeSpan(4, .minutes)
        source.securityGroups = ["sg-prod"]
        source.parameterGroup = "kb-pg15"
        source.subnetGroup = "prod"
        source.tags = ["app": "knowledge-base"]
        change(&source)
        return source
    }

    static func facts(_ change: (inout DrillFacts) -> Void = { _ in }) -> DrillFacts {
        var facts = DrillFacts(account: account, caller: "arn:aws:sts::123456789012:assumed-role/drill/me")
        facts.source = source()
        facts.snapshots = [
            SnapshotFacts(
                id: "rds:kb-prod-2026-11-23", type: "automated", status: "available", createdAt: snapshotTime,
                engine: "postgres", instance: "kb-prod"),
            SnapshotFacts(
                id: "rds:kb-prod-2026-11-22", type: "automated", status: "available",
                createdAt: snapshotTime - TimeSpan(1, .days), engine: "postgres", instance: "kb-prod"),
        ]
        facts.instances = ["kb-prod": ["app": "knowledge-base"]]
        facts.securityGroups = [SecurityGroupFacts(id: "sg-drill", openRules: [])]
        facts.subnetGroupExists = true
        facts.quota = DrillFacts.Quota(used: 3, limit: 40)
        facts.permissions = PermissionFacts(asked: 7)
        facts.clientVersion = "15.18"
        change(&facts)
        return facts
    }
}

/// A world that does what a drill orders, one event an action, with a clock of its own; faults are set by tests.
struct SimulatedWorld {
    var now = DrillFixtures.start
    var facts = DrillFixtures.facts()
    /// The instance that was restored; nil before and after.
    var instance: InstanceFacts?
    var statuses = ["creating", "available"]
    var lookups = 0
    /// After so many looks a cluster's member is available.
    var memberLookups = 3
    var deleted: [String] = []
    var deletedSnapshots: [String] = []
    var performed: [DrillAction] = []
    /// What a ledger would hold.
    var events: [(event: DrillEvent, at: Instant)] = []
    var record: DrillRecord?
    /// Of a recovery whose settings are compared; nil for one in which all are back.
    var mission: RecoveryMission?
    /// Other databases by name, such as one that a recovery has renamed.
    var others: [String: InstanceFacts] = [:]
    /// Replaces the event of an action; nil lets the world act.
    var fault: (DrillAction, Int) -> DrillEvent? = { _, _ in nil }
    /// The answers of source and copy.
    var sourceValues: [String: String] = [:]
    var copyValues: [String: String] = [:]
    /// The rows that the drill wrote to the source.
    var rows: (before: String?, after: String?) = (nil, nil)
    var restorable = SimulatedLog()

    /// Runs the machine to its end, or for so many actions.
    mutating func run(_ machine: inout DrillMachine, limit: Int = 400) {
        events = [(.started, now)]
        run(&machine, machine.handle(.started, at: now), limit: limit)
    }

    /// Goes on with what is to be done.
    mutating func run(_ machine: inout DrillMachine, _ actions: [DrillAction], limit: Int = 400) {
        var queue = actions
        while !queue.isEmpty, performed.count < limit {
            let action = queue.removeFirst()
            if case .finish(let record) = action {
                self.record = record
                return
            }
            performed.append(action)
            if case .observeInstance(_, let after) = action { now = now.adding(seconds: Double(after) / 1_000) }
            let event = fault(action, performed.count) ?? perform(action)
            now = now.adding(seconds: 1)
            events.append((event, now))
            queue += machine.handle(event, at: now)
        }
    }

    mutating func perform(_ action: DrillAction) -> DrillEvent {
        switch action {
        case .gatherFacts: return .factsGathered(facts)
        case .takeSnapshot(let id, _, _), .copySnapshot(let id, _, _, _), .observeSnapshot(let id, _):
            return .snapshotObserved(
                SnapshotFacts(
                    id: id, type: "manual", status: "available", createdAt: now, engine: "postgres",
                    instance: "kb-prod"))
        case .askSource(let checks): return .sourceAnswered(answers(checks, sourceValues, isSource: true))
        case .markBefore, .markAfter, .observeLog: return mark(action)
        case .restore(let order):
            var made = InstanceFacts(
                id: order.target, arn: "arn:target", status: "creating", engine: "postgres", engineVersion: "15.18",
                instanceClass: order.instanceClass)
            made.tags = order.tags
            made.securityGroups = order.securityGroups
            (made.publiclyAccessible, made.deletionProtection, made.iamAuthentication) = (false, false, false)
            (made.allocatedStorage, made.backupRetentionDays) = (20, 0)
            if order.cluster != nil { made.kind = .cluster }
            if let settings = order.settings, order.deletionProtection != nil { made.restore(order, settings) }
            instance = made
            return .restoreAccepted
        case .addMember(let order):
            let member = order.cluster?.member ?? ""
            instance?.members.append(
                .init(id: member, status: "creating", tags: order.tags, resourceID: "db-NEW-\(member)"))
            instance?.settings?.members += order.cluster?.members ?? []
            return .memberAccepted
        case .observeInstance(let id, _):
            if var other = others[id] {
                other.status = "available"
                return .instanceObserved(other)
            }
            guard var seen = instance else { return .instanceAbsent }
            if seen.status != "deleting" { seen.status = statuses[min(lookups, statuses.count - 1)] }
            lookups += 1
            if seen.status == "available" { (seen.host, seen.port) = ("127.0.0.1", 5_432) }
            if lookups > memberLookups {
                for index in seen.members.indices { seen.members[index].status = "available" }
            }
            if seen.status == "deleting" { instance = nil } else { instance = seen }
            return .instanceObserved(seen)
        case .connect(_, _, let after):
            now = now.adding(seconds: Double(after) / 1_000)
            return .connected(serverVersion: "15.18")
        case .resetPassword: return .passwordReset
        case .askCopy(let checks): return .copyAnswered(answers(checks, copyValues))
        case .warm:
            var warming = Warming(method: .prewarm)
            (warming.relations, warming.bytes, warming.milliseconds) = (4, 65_536, 700)
            return .warmed(warming)
        case .compareFidelity:
            guard let mission, let instance else { return .fidelityCompared([]) }
            return .fidelityCompared(RecoveryFidelity.findings(mission, restored: instance))
        case .proveSecrets: return .secretsProven([])
        case .runSmoke: return .smokeRun([])
        case .deleteInstance(let id):
            deleted.append(id)
            instance?.status = "deleting"
            return .deletionAccepted
        case .deleteCluster(let id, let members):
            deleted += members + [id]
            instance?.status = "deleting"
            return .deletionAccepted
        case .deleteSnapshot(let id):
            deletedSnapshots.append(id)
            return .snapshotDeleted
        case .findLeftovers: return .leftoversListed([])
        case .configure(let settings):
            instance?.apply(settings)
            return .configured
        case .make(let order): return make(order)
        case .finish: return .interrupted
        }
    }

    private func answers(_ checks: [PlannedCheck], _ values: [String: String], isSource: Bool = false) -> Answers {
        Answers(
            takenAt: now,
            observations: checks.map { check in
                let value =
                    values[check.name] ?? ([.surveyed, .profiled].contains(check.expectation) ? "[]" : nil)
                    ?? restoredRows(check.name, isSource: isSource)
                    ?? (check.name == CheckName.newestData ? "2026-11-23 02:04:59+00" : "0")
                return CheckObservation(name: check.name, value: value, error: nil, milliseconds: 3)
            })
    }
}
