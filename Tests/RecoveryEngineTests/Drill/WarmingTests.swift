import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Reading every page, and PostgreSQL's own examination")
struct WarmingTests {
    private func drill(
        _ change: (inout DrillRequest) -> Void, _ fault: @escaping (DrillAction, Int) -> DrillEvent? = { _, _ in nil }
    ) throws -> DrillRecord {
        var world = SimulatedWorld()
        world.fault = fault
        var machine = DrillMachine(DrillFixtures.request(.latestAutomated, change))
        world.run(&machine)
        return try #require(world.record)
    }

    @Test func `warming has a phase of its own after the verification, and the verdict stands on the latter`() throws {
        let record = try drill {
            $0.warms = true
            $0.rto = 60_000
        }
        #expect(
            record.phases.map(\.phase)
                == [.preflight, .baseline, .restore, .connect, .verify, .warm, .fidelity, .teardown])
        let measured = record.objectives
        let warm = try #require(record.phases.first { $0.phase == .warm })
        #expect(measured.rtoWarmed == (measured.rtoVerified ?? 0) + warm.milliseconds)
        #expect(record.warming?.bytes == 65_536)
        #expect(record.verdict == .verified)
        #expect(record.checks.last?.name == "every page can be read")
        #expect(record.checks.last?.got == "4 tables and indexes, 65,536 bytes")
    }

    @Test func `nothing is warmed unless asked for`() throws {
        let record = try drill { _ in }
        #expect(record.warming == nil && record.objectives.rtoWarmed == nil)
        #expect(!record.phases.contains { $0.phase == .warm })
    }

    @Test func `a page that cannot be read is data that was not restored`() throws {
        let record = try drill({ $0.warms = true }) { action, _ in
            guard case .warm = action else { return nil }
            var warming = Warming(method: .prewarm)
            warming.failures = [.init(relation: "public.entries", reason: "invalid page in block 3 [XX001]")]
            return .warmed(warming)
        }
        #expect(record.verdict == .notVerified)
        #expect(
            record.summary
                == "every page can be read did not pass: public.entries: invalid page in block 3 [XX001]")
    }

    @Test func `indexes that were not read are told`() throws {
        let record = try drill({ $0.warms = true }) { action, _ in
            guard case .warm = action else { return nil }
            return .warmed(Warming(method: .sequentialScan, remark: "indexes were not read"))
        }
        #expect(record.verdict == .verified)
        #expect(record.checks.last?.verdict == .warned)
        #expect(record.checks.last?.detail == "indexes were not read")
    }

    @Test func `warming that could not be done is no pass`() throws {
        let record = try drill({ $0.warms = true }) { action, _ in
            guard case .warm = action else { return nil }
            return .actionFailed(operation: "warm", reason: "the connection was lost", isTransient: false)
        }
        #expect(record.verdict == .notVerified)
        #expect(record.checks.last?.verdict == .errored)
        #expect(record.checks.last?.detail == "warm: the connection was lost")
        #expect(record.phases.map(\.phase).suffix(2) == [.fidelity, .teardown])
    }

    @Test func `who takes over after a new password sets another one before going on`() {
        var machine = DrillMachine(DrillFixtures.request { $0.warms = true })
        var world = SimulatedWorld()
        var refused = false
        world.fault = { action, _ in
            guard case .connect = action, !refused else { return nil }
            refused = true
            return .connectionRefused(reason: "password", isFinal: true, isAuthentication: true)
        }
        var queue = machine.handle(.started, at: world.now)
        while let action = queue.first, machine.state != .warming {
            queue.removeFirst()
            let event = world.fault(action, 0) ?? world.perform(action)
            world.now = world.now.adding(seconds: 1)
            queue += machine.handle(event, at: world.now)
        }
        let target = machine.request.target.id
        #expect(machine.actionsToResume() == [.resetPassword(id: target)])
        #expect(machine.handle(.passwordReset, at: world.now) == [.warm])
    }

    @Test func `amcheck is asked of the copy alone, by what its server has`() {
        let request = DrillFixtures.request { $0.checksStructures = true }
        let point = RecoveryPoint(
            kind: .manualSnapshot, snapshot: "s", time: DrillFixtures.snapshotTime, reason: "named")
        func prepared(_ server: String) -> [PlannedCheck] {
            CheckPlanner.plan(request, point: point, server: server).filter { $0.preparation != nil }
        }
        #expect(prepared("15.18").map(\.name) == ["amcheck: indexes", "amcheck: damages in tables"])
        #expect(prepared("13.20").map(\.name) == ["amcheck: indexes"])
        #expect(prepared("15.18").allSatisfy { $0.preparation == "create extension if not exists amcheck" })
        #expect(CheckPlanner.baseline(prepared("15.18")).isEmpty)
        let plain = CheckPlanner.plan(DrillFixtures.request(), point: point, server: "15.18")
        #expect(plain.allSatisfy { $0.preparation == nil })
    }

    @Test func `calls are kept in their order and move nothing`() throws {
        var machine = DrillMachine(DrillFixtures.request())
        let first = ChangingCall(operation: "rds:DeleteDBInstance", resource: "i", requestID: "1", error: "Throttling")
        let second = ChangingCall(operation: "rds:DeleteDBInstance", resource: "i", requestID: "2")
        _ = machine.handle(.started, at: DrillFixtures.start)
        #expect(machine.handle(.called([first, second]), at: DrillFixtures.start).isEmpty)
        #expect(machine.state == .preflight)
        #expect(machine.record(at: DrillFixtures.start).calls == [first, second])
    }
}
