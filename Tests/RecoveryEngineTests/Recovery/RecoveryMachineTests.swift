import RecoveryEngine
import RecoveryModel
import Testing

@Suite("A recovery is the drill's machine with a mission")
struct RecoveryMachineTests {
    private func recover(
        _ request: DrillRequest, isLive: Bool = true, _ change: (inout SimulatedWorld) -> Void = { _ in }
    ) -> (record: DrillRecord?, world: SimulatedWorld, machine: DrillMachine) {
        var world = SimulatedWorld()
        world.facts = RecoveryFixtures.facts(isLive: isLive)
        world.copyValues = ["entries": "300"]
        change(&world)
        var machine = DrillMachine(request)
        world.run(&machine)
        return (world.record, world, machine)
    }

    @Test func `a lost database is restored from its retained backups into its own name, with every setting back`()
        throws
    {
        let request = RecoveryFixtures.request(isLive: false)
        let (record, world, _) = recover(request, isLive: false)
        let result = try #require(record)
        #expect(result.verdict == .verified, "\(result.summary)")
        let order = try #require(
            world.performed.compactMap { if case .restore(let order) = $0 { order } else { nil } }.first)
        #expect(order.target == "kb-prod" && order.deletedSource == "db-OLD")
        #expect(order.settings?.multiAZ == true && order.deletionProtection == true)
        #expect(
            order.tags == [
                "app": "knowledge-base", DrillTag.recovery: request.id.rawValue, DrillTag.policy: "knowledge-base",
            ])
        #expect(world.performed.contains { if case .configure = $0 { true } else { false } })
        #expect(!world.performed.contains { if case .askSource = $0 { true } else { false } })
        let restored = try #require(world.instance)
        #expect(RecoveryFidelity.findings(try #require(request.mission), restored: restored).isEmpty)
        #expect(result.recovery?.database == "kb-prod")
        #expect(result.recovery?.masterSecret?.hasSuffix("rds!db-2") == true)
        #expect(world.deleted.isEmpty)
    }

    @Test func `a damaged database is protected and renamed before the recovered one gets its name`() throws {
        let request = RecoveryFixtures.request(switchover: .rename, hook: "true")
        let (record, world, _) = recover(request)
        let result = try #require(record)
        #expect(result.verdict == .verified, "\(result.summary)")
        let steps = world.performed.compactMap { if case .make(let order) = $0 { order } else { nil } }
        let old = "kb-prod-before-20261123051000"
        #expect(
            steps.map(\.step) == [
                .hook("verified"), .protect("kb-prod"), .rename(from: "kb-prod", to: old), .hook("old-renamed"),
                .rename(from: request.target.id, to: "kb-prod"), .hook("switched"),
            ])
        #expect(steps.compactMap(\.resource) == ["db-OLD", "db-OLD", "db-NEW"])
        #expect(steps[3].variables["DRCTL_STEP"] == "old-renamed")
        #expect(result.recovery?.oldName == old && result.recovery?.database == "kb-prod")
        #expect(world.deleted.isEmpty)
    }

    @Test func `nothing is switched over that is not verified in every setting`() throws {
        let request = RecoveryFixtures.request(switchover: .rename)
        let different = FidelityFinding(
            setting: "MultiAZ", source: "yes", restored: "no", impact: .losesProtection, remedy: "modify it")
        let (record, world, _) = recover(request) { world in
            world.fault = { action, _ in
                if case .compareFidelity = action { return .fidelityCompared([different]) }
                return nil
            }
        }
        #expect(record?.verdict == .notVerified)
        #expect(record?.summary.contains("MultiAZ") == true)
        #expect(!world.performed.contains { if case .make = $0 { true } else { false } })
        let (empty, other, _) = recover(request) { $0.copyValues = ["entries": "0"] }
        #expect(empty?.verdict == .notVerified)
        #expect(!other.performed.contains { if case .make = $0 { true } else { false } })
    }

    @Test func `whatever fails, a recovery deletes nothing and says what exists`() throws {
        let request = RecoveryFixtures.request()
        let count = recover(request).world.performed.count
        for number in 1...count {
            let (record, world, _) = recover(request) { world in
                world.fault = { _, current in
                    current == number ? .actionFailed(operation: "test", reason: "no", isTransient: false) : nil
                }
            }
            #expect(world.deleted.isEmpty)
            let result = try #require(record, "action \(number)")
            #expect(result.leftovers.isEmpty)
            if world.instance != nil, world.performed.count > number { #expect(result.recovery?.database != nil) }
        }
    }

    @Test func `a recovery that was killed after any event goes on to the same end`() throws {
        for (isLive, switchover) in [(true, RecoveryMission.Switchover.rename), (false, .none)] {
            let request = RecoveryFixtures.request(isLive: isLive, switchover: switchover, hook: "true")
            let (_, whole, _) = recover(request, isLive: isLive)
            for length in 1..<whole.events.count {
                var world = SimulatedWorld()
                world.facts = RecoveryFixtures.facts(isLive: isLive)
                world.copyValues = ["entries": "300"]
                var first = DrillMachine(request)
                world.run(&first, limit: length)
                var again = DrillMachine(request)
                for (event, instant) in world.events { _ = again.handle(event, at: instant) }
                guard again.state != .finished else { continue }
                world.run(&again, again.actionsToResume())
                #expect(world.record?.verdict == .verified, "after \(length): \(world.record?.summary ?? "nothing")")
                #expect(world.record?.recovery?.database == "kb-prod" || switchover == .none)
            }
        }
    }
}
