import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Years of rotations on an RDS that takes its time, each of which may be killed after any of its steps.
@Suite("Years of rotations") struct RotationYearsTests {
    typealias Samples = RotationSamples

    /// What RDS has, and how often each name was made.
    private struct Fleet {
        var facts = Samples.facts([], copies: [])
        var made: [String: Int] = [:]

        mutating func perform(_ step: SnapshotRotation.Step, at now: Instant) {
            facts.sharing[step.region, default: [:]][step.snapshot] = .known([])
            let original = facts.listed[Samples.east]?.first { $0.id == step.snapshot }
            if step.action == .delete {
                facts.listed[step.region]?.removeAll { $0.id == step.snapshot }
                return
            }
            guard facts.listed[step.region]?.contains(where: { $0.id == step.snapshot }) != true else { return }
            made["\(step.region) \(step.snapshot)", default: 0] += 1
            let isCopy = step.action == .copy
            facts.listed[step.region]?.append(
                ListedSnapshot(
                    id: step.snapshot, database: "kb-prod", resource: "db-ABC", status: isCopy ? "copying" : "creating",
                    takenAt: isCopy ? original?.takenAt : now, isEncrypted: true, tags: step.tags,
                    original: isCopy ? "arn:aws:rds:us-east-1:123456789012:snapshot:\(step.snapshot)" : nil))
        }

        /// What is being made is finished, or fails now and then.
        mutating func settle(_ random: inout SeededNumbers) {
            for region in facts.listed.keys.sorted() {
                for index in facts.listed[region]!.indices where facts.listed[region]![index].status != "available" {
                    let luck = Int.random(in: 0..<10, using: &random)
                    facts.listed[region]![index].status = luck == 0 ? "failed" : luck < 3 ? "creating" : "available"
                }
            }
        }

        func good(in region: Region) -> [RotatedSnapshot] { facts.own(in: region).filter { $0.state == .available } }
    }

    /// The audit's finding about the months, by what RDS has at a time.
    private func months(_ fleet: Fleet, keep: Int, at now: Instant) throws -> String? {
        var estate = try Estate.compliant()
        estate.policy.databases[0].backups.monthlyKeep = keep
        estate.inventory.observedAt = now
        estate.database.createdAt = Instant("2024-01-01T00:00:00Z")
        estate.database.snapshots = .known(
            (fleet.facts.listed[Samples.east] ?? []).map {
                Database.Snapshot(
                    id: $0.id, kind: .manual, status: $0.status, createdAt: $0.takenAt, encrypted: .known(true),
                    sharedWith: .known([]))
            })
        return estate.verdict("database.monthly-copies")
    }

    @Test(arguments: 1...8)
    func `whatever is killed, no snapshot is made twice, a good one is left, and the audit finds every month`(
        seed: Int
    ) throws {
        var random = SeededNumbers(state: UInt64(seed))
        var fleet = Fleet()
        let keep = 3
        let rules = Samples.rules(daily: seed % 2 * 5, monthly: keep + 1, minimum: 2)
        var day = CalendarDay("2024-01-01")!
        for index in 0..<500 {
            let now = Instant("\(day)T0\(index % 10):00:00Z")!
            let plan = RotationDecision.plan(fleet.facts, by: rules, at: now)
            let before = fleet.good(in: Samples.east).count
            // Killed after any step, or not at all.
            let steps = plan.steps.filter { !$0.isLater }
            for step in steps.prefix(Int.random(in: 0...(steps.count * 2), using: &random)) {
                fleet.perform(step, at: now)
            }
            #expect(fleet.good(in: Samples.east).count >= min(before, 2))
            fleet.settle(&random)
            // Every month has room for a few failures.
            day = day.adding(days: 1)
            guard index > 150, day.parts.day == 1 else { continue }
            #expect(try months(fleet, keep: keep, at: Instant("\(day)T12:00:00Z")!) == "met", "\(day)")
        }
        // One that failed is made again; what RDS was asked for while it had one is not.
        let failed = fleet.made.filter { $0.value > 1 }
        #expect(failed.count < fleet.made.count / 2)
        #expect(fleet.good(in: Samples.west).count >= 2)
    }

    @Test func `a plan that was done to its end leaves nothing to do`() throws {
        var random = SeededNumbers(state: 3)
        for _ in 0..<100 {
            var fleet = Fleet()
            let days = Set((0..<20).map { _ in Int.random(in: 0..<600, using: &random) })
            fleet.facts = Samples.facts(
                days.sorted().map { day in
                    let day = CalendarDay("2025-01-01")!.adding(days: day)
                    return Samples.own("\(day)").named("\(day)")
                }, copies: [])
            let rules = Samples.rules(
                daily: Int.random(in: 0..<4, using: &random), weekly: Int.random(in: 0..<4, using: &random),
                monthly: Int.random(in: 1..<6, using: &random))
            let now = Instant("2026-11-23T05:00:00Z")!
            let shown = RotationDecision.plan(fleet.facts, by: rules, at: now).steps
            var done: [SnapshotRotation.Step] = []
            for _ in 0..<10 {
                for step in RotationDecision.plan(fleet.facts, by: rules, at: now).steps where !step.isLater {
                    fleet.perform(step, at: now)
                    done.append(step)
                }
                for region in fleet.facts.listed.keys {
                    for index in fleet.facts.listed[region]!.indices {
                        fleet.facts.listed[region]![index].status = "available"
                    }
                }
            }
            #expect(RotationDecision.plan(fleet.facts, by: rules, at: now).steps.isEmpty)
            // Exactly what was shown, at once and later.
            #expect(Set(done.map(\.identity)) == Set(shown.map(\.identity)))
        }
    }
}

/// The same numbers in every run.
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
