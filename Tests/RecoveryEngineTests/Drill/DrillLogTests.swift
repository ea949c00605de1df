import RecoveryEngine
import RecoveryModel
import Testing

@Suite struct DrillLogTests {
    private let request = DrillFixtures.request()

    private func lines(_ change: (inout SimulatedWorld) -> Void = { _ in }) -> [DrillLogLine] {
        var world = SimulatedWorld()
        world.facts.quota = nil
        change(&world)
        var machine = DrillMachine(request)
        world.run(&machine)
        return DrillLog.lines(request, world.events)
    }

    @Test func `a drill's log tells every step with its time and phase`() {
        let log = lines().map { "\($0.at) \($0.phase.rawValue): \($0.text)" }
        let target = request.target.id
        #expect(log.first == "2026-11-23T05:10:00Z preflight: drill \(request.id) of kb-prod started")
        #expect(
            log.prefix(8).dropFirst().map { String($0.dropFirst(21)) } == [
                "preflight: 16 of 17 guards met",
                "preflight: warned: the instance quota could not be read",
                "preflight: restoring rds:kb-prod-2026-11-23: the newest automated snapshot",
                "baseline: the source answered 19 of 19 queries",
                "restore: RDS accepted the restore as \(target)",
                "restore: \(target) is creating",
                "restore: \(target) is available",
            ])
        #expect(log.last?.hasSuffix("teardown: no resources are left") == true)
    }

    @Test func `what failed is named, and what the data is is not`() {
        let log = lines { world in
            world.copyValues = ["orphans": "4711", "entries": "0"]
            world.fault = { action, _ in
                guard case .compareFidelity = action else { return nil }
                return .actionFailed(operation: "rds:DescribeDBInstances", reason: "slow\nforged", isTransient: true)
            }
        }.map(\.text)
        #expect(log.contains("orphans: failed"))
        #expect(log.contains("rds:DescribeDBInstances failed (temporarily): slow\nforged"))
        #expect(!log.contains { $0.contains("4711") })
    }

    @Test func `calls bear their request ids, and other instances of the region do not come up`() {
        let called = DrillEvent.called([
            ChangingCall(operation: "rds:DeleteDBInstance", resource: "x", requestID: "r-1", error: "AccessDenied")
        ])
        let events: [(event: DrillEvent, at: Instant)] = [
            (.started, DrillFixtures.start), (called, DrillFixtures.start),
            (.factsGathered(DrillFixtures.facts { $0.instances["payroll"] = [:] }), DrillFixtures.start),
        ]
        let log = DrillLog.lines(request, events).map(\.text)
        #expect(log[1] == "rds:DeleteDBInstance x, request r-1: refused with AccessDenied")
        #expect(!log.contains { $0.contains("payroll") })
    }

    @Test func `a failed restore is reported with the last RDS event`() {
        let words = SourceEvent(origin: .rds, id: nil, name: "Insufficient space", at: DrillFixtures.start)
        var machine = DrillMachine(request)
        var world = SimulatedWorld()
        world.statuses = ["incompatible-restore"]
        _ = machine.handle(.notices([words]), at: DrillFixtures.start)
        world.run(&machine)
        #expect(
            world.record?.problems.map(\.reason).first
                == "\(request.target.id) is incompatible-restore; the last RDS event is: Insufficient space")
        #expect(
            DrillLog.lines(request, [(.started, DrillFixtures.start), (.notices([words]), DrillFixtures.start)]).last?
                .text
                == "RDS event at 2026-11-23 05:10:00 UTC: Insufficient space")
    }
}
