import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Proofs that are dated ahead of now: what has not happened proves nothing.
@Suite("A proof that is dated in the future")
struct FutureProofTests {
    private let estate: Estate
    private static let tolerance = TimeSpan(seconds: Int(EvidenceChain.clockTolerance))
    private static let beyond = TimeSpan(seconds: Int(EvidenceChain.clockTolerance) + 1)

    init() throws { estate = try Estate.compliant() }

    private func drill(_ at: Instant, time: Int = 60_000) -> DrillProof {
        DrillProof(database: .init(.instance, "kb-prod"), at: at, verdict: .verified, recoveryTime: time)
    }

    private func verdict(_ control: ControlID, _ drills: [DrillProof]) -> String? {
        estate.with { $0.inventory.drills = .known(drills) }.verdict(control, on: "kb-prod")
    }

    @Test func `makes no drill current, unless two clocks explain it`() {
        #expect(verdict("database.drill-current", [drill(Estate.now + Self.tolerance)]) == "met")
        #expect(verdict("database.drill-current", [drill(Estate.now + Self.beyond)]) == "violated")
        #expect(verdict("database.drill-current", [drill(Estate.now + TimeSpan(3_650, .days))]) == "violated")
    }

    @Test func `hides neither an honest proof nor that it is missing`() {
        let (honest, future) = (Estate.now - TimeSpan(1, .days), Estate.now + TimeSpan(3_650, .days))
        #expect(verdict("database.drill-current", [drill(honest), drill(future)]) == "met")
        #expect(verdict("database.rto-proven", [drill(honest, time: 24 * 3_600_000), drill(future)]) == "violated")
        #expect(verdict("database.rto-proven", [drill(future)]) == nil, "no drill to judge")
    }

    @Test func `says nothing of what recovery takes now`() throws {
        func proven(_ at: Instant) throws -> Int? {
            let audit = estate.with { $0.inventory.drills = .known([drill(at)]) }.audit
            return try #require(audit.objectives.first { $0.database.name == "kb-prod" }).proof.value?.recoveryTime
        }
        #expect(try proven(Estate.now + Self.tolerance) == 60_000)
        #expect(try proven(Estate.now + Self.beyond) == nil)
    }

    @Test func `proves no alarm, unless two clocks explain it`() {
        let name = "knowledge-base-heartbeat-audit"
        func verdict(_ at: Instant) -> String? {
            var proof = AlarmProof.seen(name, daysAgo: 0)
            proof.at = at
            return estate.with { $0.inventory.alarmProofs = .known([proof]) }
                .verdict("alerting.chain-proven", on: name)
        }
        #expect(verdict(Estate.now + Self.tolerance) == "met")
        #expect(verdict(Estate.now + Self.beyond) == "violated")
        #expect(verdict(Estate.now + TimeSpan(3_650, .days)) == "violated")
    }
}
