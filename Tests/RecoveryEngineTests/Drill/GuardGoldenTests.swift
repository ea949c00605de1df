import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Every guard under everything that it can find: what changes when one fact or one word of the request is another.
@Suite("Guards as they are read")
struct GuardGoldenTests {
    @Test func `each fact that is another changes the guard that it concerns`() throws {
        let courses: [(name: String, request: DrillRequest, facts: DrillFacts)] = [
            ("drill", DrillFixtures.request(), DrillFixtures.facts()),
            ("drill of a point in time", DrillFixtures.request(.latestRestorable), DrillFixtures.facts()),
            ("drill of a cluster", DrillFixtures.request(.latestAutomated, of: .cluster), DrillFixtures.clusterFacts()),
            ("recovery", RecoveryFixtures.request(switchover: .rename), RecoveryFixtures.facts()),
            (
                "recovery of a lost instance", RecoveryFixtures.request(isLive: false),
                RecoveryFixtures.facts(isLive: false)
            ),
            (
                "recovery of a cluster", RecoveryFixtures.clusterRequest(switchover: .rename),
                RecoveryFixtures.clusterFacts()
            ),
        ]
        var lines: [String] = []
        for (name, request, facts) in courses {
            let usual = Self.findings(request, facts)
            lines += ["== \(name)"] + usual
            for (name, change) in GuardChanges.ofRequests + GuardChanges.ofFacts {
                var (request, facts) = (request, facts)
                change(&request, &facts)
                let found = Self.findings(request, facts)
                lines += ["-- \(name)"] + found.filter { !usual.contains($0) }
                lines += usual.filter { line in !found.contains { $0.prefix { $0 != " " } == line.prefix { $0 != " " } }
                }
                .map { "no \($0.prefix { $0 != " " })" }
            }
        }
        try Golden.expect(lines.joined(separator: "\n") + "\n", in: "Tests/Goldens/engine/guards.txt")
    }

    private static func findings(_ request: DrillRequest, _ facts: DrillFacts) -> [String] {
        let found =
            request.mission.map { RecoveryGuards.findings(request, $0, facts) }
            ?? PreflightGuards.findings(request, facts)
        return found.map { "\($0.id) \($0.outcome.rawValue): \($0.summary)\($0.hint.map { " (\($0))" } ?? "")" }
    }
}
