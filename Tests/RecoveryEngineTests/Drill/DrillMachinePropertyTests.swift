import FoundationEssentials
import RecoveryEngine
import RecoveryModel
import Testing

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

@Suite struct DrillMachinePropertyTests {
    private static let events: [DrillEvent] = [
        .interrupted, .actionFailed(operation: "op", reason: "throttled", isTransient: true),
        .actionFailed(operation: "op", reason: "denied", isTransient: false), .instanceAbsent,
        .sessionLost(reason: "reset"),
        .connectionRefused(reason: "refused", isFinal: false, isAuthentication: false),
        .connectionRefused(reason: "no", isFinal: true, isAuthentication: true),
    ]

    @Test(arguments: DatabaseKind.allCases)
    func `whatever goes wrong, a drill ends, and what it made is gone or named`(kind: DatabaseKind) {
        for seed in 0..<400 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var plan: [Int: DrillEvent] = [:]
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                plan[Int.random(in: 1...22, using: &generator)] = Self.events.randomElement(using: &generator)
            }
            let selections: [RecoveryPointSelection] = [.fresh, .latestAutomated, .marked]
            let selection = selections.randomElement(using: &generator) ?? .marked
            var world = SimulatedWorld.marked(of: kind)
            let faults = plan
            world.fault = { _, count in faults[count] }
            var machine = DrillMachine(DrillFixtures.marked(of: kind) { $0.selection = selection })
            world.run(&machine)
            guard let record = world.record else {
                Issue.record("seed \(seed) did not end")
                continue
            }
            #expect(machine.state == .finished)
            let own = [record.target, DrillNaming.member(of: record.target)]
            #expect(world.deleted.allSatisfy(own.contains), "seed \(seed)")
            // An answer that says 'absent' is a lie here; three in a row may be believed.
            let lies = faults.values.filter { $0 == .instanceAbsent }.count
            let isLeft = world.instance != nil && world.instance?.status != "deleting"
            #expect(!isLeft || !record.leftovers.isEmpty || lies > 0, "seed \(seed): \(faults)")
            if faults.isEmpty { #expect(record.verdict == .verified) }
            if record.verdict == .verified { #expect(record.leftovers.isEmpty) }
            let writes = world.performed.count { if case .markBefore = $0 { true } else { false } }
            #expect(writes == 0 || (writes == 1 && selection == .marked))
            if record.verdict == .verified, selection == .marked { #expect(record.marking?.after == world.rows.after) }
        }
    }

    @Test(arguments: DatabaseKind.allCases, [RecoveryPointSelection.latestAutomated, .marked])
    func `replaying a ledger's events gives the machine that wrote them`(
        kind: DatabaseKind, selection: RecoveryPointSelection
    ) throws {
        for stop in 1..<34 {
            var world = SimulatedWorld.marked(of: kind)
            let request = DrillFixtures.marked(of: kind) { $0.selection = selection }
            var machine = DrillMachine(request)
            var log: [(DrillEvent, Instant)] = [(.started, world.now)]
            var queue = machine.handle(.started, at: world.now)
            while let action = queue.first, log.count < stop {
                if case .finish = action { break }
                queue.removeFirst()
                let event = world.perform(action)
                world.now = world.now.adding(seconds: 1)
                log.append((event, world.now))
                queue += machine.handle(event, at: world.now)
            }
            var replayed = DrillMachine(request)
            for (event, instant) in log {
                let stored = try JSONDecoder().decode(DrillEvent.self, from: JSONEncoder().encode(event))
                _ = replayed.handle(stored, at: instant)
            }
            #expect(replayed == machine)
            #expect(machine.state == .finished || !replayed.actionsToResume().isEmpty)
        }
    }

    @Test
    func
        `a marked drill that is killed before any event is written down ends verified, with the rows of its first try`()
        throws
    {
        for lost in 0..<30 {
            var world = SimulatedWorld.marked()
            let request = DrillFixtures.marked()
            var machine = DrillMachine(request)
            var queue = machine.handle(.started, at: world.now)
            for step in 0..<lost {
                guard let action = queue.first else { break }
                queue.removeFirst()
                if case .finish = action { break }
                // The world has done it, and nobody wrote down what came of it.
                let event = world.perform(action)
                world.now = world.now.adding(seconds: 1)
                if step == lost - 1 {
                    queue = machine.actionsToResume()
                } else {
                    queue += machine.handle(event, at: world.now)
                }
            }
            let first = world.rows.before
            world.run(&machine, queue)
            let record = try #require(world.record, "\(lost)")
            #expect(record.verdict == .verified, "\(lost): \(record.summary)")
            #expect(record.marking?.before == first ?? world.rows.before)
            #expect(record.marking?.after == world.rows.after)
        }
    }

    @Test func `no production instance or cluster is ever a deletion's target`() {
        for seed in 0..<2_000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let names = [
                "kb-prod", "KB-PROD", "orders", "drctl-drill-kb-prod", "drctl-drill-orders-20260101000000-aaaa", "x",
            ]
            let protected = names.filter { _ in Bool.random(using: &generator) }
            var instance = InstanceFacts(
                id: names.randomElement(using: &generator) ?? "x", arn: "a", status: "available", engine: "postgres",
                engineVersion: "15", instanceClass: "c")
            for key in [DrillTag.drill, DrillTag.source, DrillTag.expires, "app"] where Bool.random(using: &generator) {
                instance.tags[key] = ["mine", instance.id, "2020-01-01T00:00:00Z", ""].randomElement(using: &generator)
            }
            // Any of them may be a cluster, with members of anybody's, or itself a member of one.
            if Bool.random(using: &generator) {
                instance.kind = .cluster
                instance.members = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                    let owner = ["mine", "other", ""].randomElement(using: &generator) ?? ""
                    return .init(
                        id: names.randomElement(using: &generator) ?? "x", status: "available",
                        tags: owner.isEmpty ? [:] : [DrillTag.drill: owner])
                }
            } else if Bool.random(using: &generator) {
                instance.cluster = names.randomElement(using: &generator)
            }
            let drill = DrillID(rawValue: "mine")
            let now = DrillFixtures.start
            let ids = [instance.id] + instance.members.map(\.id)
            let isProtected = protected.contains { name in ids.contains { $0.lowercased() == name.lowercased() } }
            let hasStrangers =
                instance.cluster != nil
                || instance.members.contains {
                    $0.tags[DrillTag.drill] != instance.tags[DrillTag.drill] || !$0.id.hasPrefix(DrillNaming.prefix)
                }
            if hasStrangers {
                #expect(TeardownGuard.refusal(of: instance, drill: drill, protected: protected) != nil)
                #expect(TeardownGuard.refusalAsExpired(of: instance, protected: protected, now: now) != nil)
            }
            let isForeign = instance.tags[DrillTag.drill] != "mine"
            if isProtected || isForeign {
                #expect(TeardownGuard.refusal(of: instance, drill: drill, protected: protected) != nil)
            }
            let isUntagged = (instance.tags[DrillTag.drill] ?? "").isEmpty
            if isProtected || isUntagged || !instance.id.hasPrefix(DrillNaming.prefix) {
                #expect(TeardownGuard.refusalAsExpired(of: instance, protected: protected, now: now) != nil)
            }
        }
    }

    @Test func `every name that a drill makes is one that RDS takes`() {
        for source in ["kb-prod", "a", "UPPER_case.dots--double-", String(repeating: "long-", count: 20), "9", "é"] {
            let target = DrillNaming.target(source: source, at: DrillFixtures.start, suffix: "4f2a")
            #expect(DrillNaming.isValid(target), "\(target)")
            #expect(target.hasPrefix(DrillNaming.prefix))
            #expect(DrillNaming.isValid(DrillNaming.member(of: target)), "\(target)")
            #expect(DrillNaming.isValid(target + "-snap") || target.utf8.count > 58)
        }
        #expect(!DrillNaming.isValid("1st"))
        #expect(!DrillNaming.isValid("a--b"))
        #expect(!DrillNaming.isValid("a-"))
        #expect(!DrillNaming.isValid(String(repeating: "a", count: 64)))
    }
}
