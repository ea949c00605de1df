import RecoveryEngine
import RecoveryModel
import Testing

/// What drills and recoveries do after one thing goes wrong, at each of their steps: the whole course, as it is reported.
@Suite("Courses of drills")
struct DrillTranscriptTests {
    private struct Course {
        var name: String
        var world: SimulatedWorld
        var request: DrillRequest
    }

    private static let faults: [(name: String, event: DrillEvent, isLasting: Bool)] = {
        let throttled = DrillEvent.actionFailed(operation: "op", reason: "slow", isTransient: true)
        let unreachable = DrillEvent.connectionRefused(reason: "refused", isFinal: false, isAuthentication: false)
        return [
            ("interrupted", .interrupted, false), ("throttled", throttled, false),
            ("throttled for good", throttled, true),
            ("denied", .actionFailed(operation: "op", reason: "denied", isTransient: false), false),
            ("absent", .instanceAbsent, false), ("absent for good", .instanceAbsent, true),
            ("session lost", .sessionLost(reason: "reset"), false), ("not yet reachable", unreachable, false),
            ("never reachable", unreachable, true),
            ("login refused", .connectionRefused(reason: "no", isFinal: true, isAuthentication: true), false),
        ]
    }()

    private static var drills: [Course] {
        let choices: [(String, DatabaseKind, RecoveryPointSelection)] = [
            ("instance, of a fresh snapshot", .instance, .fresh), ("cluster, of now", .cluster, .marked),
        ]
        return choices.map { name, kind, selection in
            Course(
                name: name, world: .marked(of: kind),
                request: DrillFixtures.marked(of: kind) { $0.selection = selection })
        }
    }

    private static var recoveries: [Course] {
        let choices: [(String, isLive: Bool, RecoveryMission.Switchover)] = [
            ("lost", false, .none), ("damaged", true, .none), ("damaged, renamed", true, .rename),
        ]
        return choices.flatMap { name, isLive, switchover in
            var (world, cluster) = (SimulatedWorld(), SimulatedWorld())
            world.facts = RecoveryFixtures.facts(isLive: isLive)
            cluster.facts = RecoveryFixtures.clusterFacts(isLive: isLive)
            let hook = switchover == .rename ? "true" : nil
            return [
                Course(
                    name: "instance, \(name)", world: world,
                    request: RecoveryFixtures.request(isLive: isLive, switchover: switchover, hook: hook)),
                Course(
                    name: "cluster, \(name)", world: cluster,
                    request: RecoveryFixtures.clusterRequest(isLive: isLive, switchover: switchover, hook: hook)),
            ]
        }
    }

    @Test func `a drill goes on, retries or cleans up, and says why`() throws {
        try Golden.expect(Self.drills.map(Self.text).joined(), in: "Tests/Goldens/engine/courses-of-drills.txt")
    }

    @Test func `a recovery goes on, retries or stops, and says why`() throws {
        try Golden.expect(Self.recoveries.map(Self.text).joined(), in: "Tests/Goldens/engine/courses-of-recoveries.txt")
    }

    /// The undisturbed course, and under each fault how it ends, with the steps at which it ends so.
    private static func text(_ course: Course) -> String {
        let (undisturbed, steps) = run(course, from: 1) { _ in nil }
        var lines = ["== \(course.name)", undisturbed]
        for (name, event, isLasting) in faults {
            var endings: [(text: String, steps: [Int])] = []
            for step in 1...steps {
                let (text, _) = run(course, from: step) {
                    isLasting ? $0 >= step ? event : nil : $0 == step ? event : nil
                }
                if let known = endings.firstIndex(where: { $0.text == text }) {
                    endings[known].steps.append(step)
                } else {
                    endings.append((text, [step]))
                }
            }
            lines += endings.map { "-- \(name) at \($0.steps)\n\($0.text)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func run(
        _ course: Course, from step: Int, _ fault: @escaping (Int) -> DrillEvent?
    ) -> (text: String, steps: Int) {
        var (world, machine) = (course.world, DrillMachine(course.request))
        world.fault = { _, count in fault(count) }
        world.run(&machine)
        let actions = world.performed.dropFirst(step - 1).map(name)
        var lines = ["   " + counted(actions)]
        guard let record = world.record else { return ("did not end", world.performed.count) }
        lines.append("   \(record.verdict.rawValue): \(record.summary)")
        lines += record.problems.map {
            "   \($0.phase.rawValue) \($0.operation): \($0.reason)\($0.hint.map { " (\($0))" } ?? "")"
        }
        lines += record.leftovers.map { "   left: \($0.kind) \($0.id)" }
        let minutes = (record.endedAt.milliseconds - record.startedAt.milliseconds) / 60_000
        lines.append("   \(record.phases.map(\.phase.rawValue).joined(separator: " ")), \(minutes) min")
        return (lines.joined(separator: "\n"), world.performed.count)
    }

    /// The action without its values, but with the pause before it.
    private static func name(_ action: DrillAction) -> String {
        let name = Mirror(reflecting: action).children.first?.label ?? "\(action)"
        switch action {
        case .observeInstance(_, let after), .observeSnapshot(_, let after), .observeLog(_, let after),
            .connect(_, _, let after):
            return "\(name) after \(after)"
        default: return name
        }
    }

    private static func counted(_ names: [String]) -> String {
        var counted: [(name: String, count: Int)] = []
        for name in names {
            if counted.last?.name == name { counted[counted.count - 1].count += 1 } else { counted.append((name, 1)) }
        }
        return counted.map { $0.count == 1 ? $0.name : "\($0.name) ×\($0.count)" }.joined(separator: ", ")
    }
}
