import RecoveryEngine
import RecoveryModel
import Testing

@Suite struct DrillMachineTests {
    /// Runs a drill in a world that the test has changed.
    private func drill(
        _ request: DrillRequest = DrillFixtures.request(), _ change: (inout SimulatedWorld) -> Void = { _ in }
    ) -> (record: DrillRecord?, world: SimulatedWorld) {
        var world = SimulatedWorld()
        change(&world)
        var machine = DrillMachine(request)
        world.run(&machine)
        return (world.record, world)
    }

    @Test func `a drill from the newest automated snapshot verifies and removes what it made`() throws {
        let (record, world) = drill()
        let result = try #require(record)
        #expect(result.verdict == .verified)
        #expect(result.recoveryPoint?.snapshot == "rds:kb-prod-2026-11-23")
        #expect(result.dataVerified)
        #expect(world.deleted == [result.target])
        #expect(world.instance == nil)
        #expect(
            result.phases.map(\.phase) == [.preflight, .baseline, .restore, .connect, .verify, .fidelity, .teardown])
        #expect(result.phases.allSatisfy { $0.endedAt != nil })
        #expect(result.objectives.rpoBasis == .comparedData)
        #expect(result.objectives.rpoRealised == 3 * 3_600_000 + 5 * 60_000)
    }

    @Test func `the restore order names everything that RDS would otherwise choose`() throws {
        let (_, world) = drill()
        let orders = world.performed.compactMap { if case .restore(let order) = $0 { order } else { nil } }
        let order = try #require(orders.first)
        #expect(order.instanceClass == "db.t4g.medium")
        #expect(order.subnetGroup == "dr-drill")
        #expect(order.securityGroups == ["sg-drill"])
        #expect(order.parameterGroup == "kb-pg15")
        #expect(order.tags[DrillTag.drill] == "knowledge-base-20261123T051000Z-4f2a")
        #expect(order.tags[DrillTag.source] == "kb-prod")
        #expect(order.tags[DrillTag.expires] == "2026-11-24T05:10:00Z")
        #expect(order.tags[DrillTag.recoveryPoint] == "2026-11-23T02:05:00Z")
    }

    @Test func `baseline time is not recovery time`() throws {
        let (record, _) = drill { world in
            world.fault = { action, _ in
                if case .askSource(let checks) = action {
                    let observations = checks.map {
                        CheckObservation(name: $0.name, value: "0", error: nil, milliseconds: 1)
                    }
                    return .sourceAnswered(Answers(takenAt: DrillFixtures.start, observations: observations))
                }
                return nil
            }
        }
        let result = try #require(record)
        let timings = Dictionary(uniqueKeysWithValues: result.phases.map { ($0.phase, $0.milliseconds) })
        let counted = [DrillPhase.preflight, .restore, .connect, .verify].compactMap { timings[$0] }.reduce(0, +)
        #expect(result.objectives.rtoVerified == counted)
        #expect((timings[.baseline] ?? 0) > 0)
    }

    @Test func `no recovery point fails the drill before anything is made`() throws {
        let (record, world) = drill { $0.facts.snapshots = [] }
        #expect(record?.verdict == .notVerified)
        #expect(record?.summary.hasPrefix("no recovery point") == true)
        #expect(world.performed == [.gatherFacts])
    }

    @Test func `an empty list of checks fails the drill before anything is made`() {
        let (record, world) = drill(DrillFixtures.request { $0.checks = [] })
        #expect(record?.verdict == .notVerified)
        #expect(world.performed == [.gatherFacts])
    }

    @Test func `a wrong row count is not verified`() {
        let (record, world) = drill { $0.copyValues["entries"] = "1" }
        #expect(record?.verdict == .notVerified)
        #expect(record?.summary == "entries did not pass: expected 0, got 1")
        #expect(world.deleted.count == 1)
    }

    @Test func `a check that errs is as bad as one that fails`() {
        let (record, _) = drill { world in
            world.fault = { action, _ in
                guard case .askCopy(let checks) = action else { return nil }
                let observations = checks.map { check in
                    check.name == "orphans"
                        ? CheckObservation(name: check.name, value: nil, error: "no such table", milliseconds: 1)
                        : CheckObservation(name: check.name, value: "0", error: nil, milliseconds: 1)
                }
                return .copyAnswered(Answers(takenAt: DrillFixtures.start, observations: observations))
            }
        }
        #expect(record?.verdict == .notVerified)
        #expect(record?.checks.first { $0.name == "orphans" }?.verdict == .errored)
    }

    @Test func `rows after the point in time are found`() {
        let instant = DrillFixtures.start - TimeSpan(1, .hours)
        let (record, world) = drill(DrillFixtures.request(.pointInTime(instant))) {
            $0.copyValues["entries: none after T"] = "3"
        }
        #expect(record?.recoveryPoint?.kind == .pointInTime)
        #expect(record?.verdict == .notVerified)
        #expect(record?.summary == "entries: none after T did not pass: expected 0, got 3")
        #expect(world.deleted.count == 1)
    }

    @Test(arguments: [("12", "4998", "passed"), ("0", "4998", "warned"), ("12", "0", "warned")])
    func `a point in time is proven by rows on both sides of it`(after: String, until: String, verdict: String) {
        let instant = DrillFixtures.start - TimeSpan(1, .hours)
        let (record, _) = drill(DrillFixtures.request(.pointInTime(instant))) { world in
            world.sourceValues = ["entries": until, "entries: none after T": after]
            world.copyValues = ["entries": until, "newest data": "2026-11-23 04:09:00+00"]
        }
        let proof = record?.checks.first { $0.name == "rows on both sides of T" }
        #expect(record?.verdict == .verified)
        #expect(proof?.verdict.rawValue == verdict)
        #expect(proof?.got == (verdict == "passed" ? "entries: 4998 until T, 0 of 12 after" : "in no table"))
    }

    @Test func `a snapshot needs no such proof`() {
        let (record, _) = drill()
        #expect(record?.checks.contains { $0.name == "rows on both sides of T" } == false)
    }

    @Test func `an instance that others can reach is taken down without a look into it`() {
        let exposures: [(String, (inout InstanceFacts) -> Void)] = [
            ("is publicly accessible", { $0.publiclyAccessible = true }),
            (
                "has security groups that the drill did not request: sg-default",
                { $0.securityGroups = ["sg-drill", "sg-default"] }
            ),
        ]
        for (says, expose) in exposures {
            var isDeleted = false
            let (record, world) = drill { world in
                world.fault = { action, _ in
                    if case .deleteInstance = action { isDeleted = true }
                    guard case .observeInstance(let id, _) = action, !isDeleted else { return nil }
                    var instance = InstanceFacts(
                        id: id, arn: "a", status: "available", engine: "postgres", engineVersion: "15.18",
                        instanceClass: "db.t4g.medium")
                    instance.publiclyAccessible = false
                    let request = DrillFixtures.request()
                    instance.tags = [DrillTag.drill: request.id.rawValue, DrillTag.source: "kb-prod"]
                    (instance.host, instance.port) = ("127.0.0.1", 5_432)
                    expose(&instance)
                    return .instanceObserved(instance)
                }
            }
            #expect(record?.verdict == .failed)
            #expect(record?.summary.hasSuffix(says) == true, "\(record?.summary ?? "")")
            #expect(!world.performed.contains { if case .connect = $0 { true } else { false } })
        }
    }

    @Test func `a stale recovery point breaches the RPO`() {
        let (record, _) = drill(DrillFixtures.request { $0.rpo = 3_600_000 })
        #expect(record?.verdict == .objectiveBreached)
        #expect(record?.summary == "the data loss would be 3 h 5 min, 2 h 5 min more than the RPO of 1 h")
        #expect(record?.dataVerified == true)
    }

    @Test func `an instance that stays creating is given up at the deadline and removed`() {
        let (record, world) = drill(DrillFixtures.request { $0.deadline = 60_000 }) { $0.statuses = ["creating"] }
        #expect(record?.verdict == .failed)
        #expect(record?.summary == "timed out after 1 min waiting for an available instance (now creating)")
        #expect(world.deleted.count == 1)
    }

    @Test func `past the RTO the objective is breached`() {
        let (record, world) = drill(
            DrillFixtures.request {
                $0.rto = 60_000
                $0.deadline = 60_000
            }
        ) { $0.statuses = ["creating"] }
        #expect(record?.verdict == .objectiveBreached)
        #expect(world.deleted.count == 1)
    }

    @Test(arguments: ["incompatible-restore", "incompatible-network", "failed", "inaccessible-encryption-credentials"])
    func `a restore that cannot succeed is not waited for`(status: String) {
        let (record, world) = drill { $0.statuses = ["creating", status] }
        #expect(record?.verdict == .failed)
        #expect(record?.summary == "the restored instance became \(status)")
        #expect(world.deleted.count == 1)
    }

    @Test func `a database that starts late is waited for`() {
        var refusals = 0
        let (record, _) = drill { world in
            world.fault = { action, count in
                if case .connect = action, count < 12 {
                    return .connectionRefused(reason: "starting up", isFinal: false, isAuthentication: false)
                }
                return nil
            }
        }
        refusals = record?.problems.count ?? 0
        #expect(record?.verdict == .verified)
        #expect(refusals == 0)
    }

    @Test func `a changed password is replaced once, on the drill's instance only`() {
        var tries = 0
        let (record, world) = drill { world in
            world.fault = { action, count in
                if case .connect = action, count < 8 {
                    return .connectionRefused(reason: "password", isFinal: true, isAuthentication: true)
                }
                return nil
            }
        }
        for case .resetPassword(let id) in world.performed {
            tries += 1
            #expect(id == record?.target)
        }
        #expect(tries == 1)
        #expect(record?.verdict == .verified)
    }

    @Test func `a session that breaks is opened again, three times at most`() {
        let (once, _) = drill { world in
            world.fault = { action, count in
                if case .askCopy = action, count < 8 { return .sessionLost(reason: "reset") }
                return nil
            }
        }
        #expect(once?.verdict == .verified)
        let (always, world) = drill { world in
            world.fault = { action, _ in if case .askCopy = action { .sessionLost(reason: "reset") } else { nil } }
        }
        #expect(always?.verdict == .notVerified)
        #expect(world.deleted.count == 1)
    }

    @Test func `a deletion that is refused leaves the instance named with its price`() {
        let (record, _) = drill { world in
            world.fault = { action, _ in
                if case .deleteInstance = action {
                    return .actionFailed(operation: "rds:DeleteDBInstance", reason: "AccessDenied", isTransient: false)
                }
                return nil
            }
        }
        #expect(record?.verdict == .cleanupFailed)
        #expect(record?.leftovers.first?.id == record?.target)
        #expect((record?.leftovers.first?.costPerDay ?? 0) > 1)
        #expect(record?.dataVerified == true)
    }

    @Test func `a snapshot that was taken for the drill is removed with it`() {
        let (record, world) = drill(DrillFixtures.request(.fresh))
        #expect(record?.verdict == .verified)
        #expect(record?.recoveryPoint?.reason == "taken for this drill")
        #expect(world.deletedSnapshots == ["\(record?.target ?? "")-snap"])
    }

    @Test func `an instance of that name which is not ours is left alone`() {
        let (record, world) = drill { world in
            world.fault = { action, _ in
                guard case .restore(let order) = action else { return nil }
                return .actionFailed(
                    operation: "rds:Restore", reason: "DBInstanceAlreadyExists: \(order.target)", isTransient: false)
            }
            var stranger = InstanceFacts(
                id: DrillFixtures.request().target.id, arn: "a", status: "available", engine: "postgres",
                engineVersion: "15", instanceClass: "db.m6g.large")
            stranger.tags = ["app": "other"]
            world.instance = stranger
        }
        #expect(record?.verdict == .failed)
        #expect(world.deleted.isEmpty)
        #expect(world.instance != nil)
    }
}
