import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Effective objectives")
struct EffectiveObjectiveTests {
    private let now = Estate.now

    private func objective(_ change: (inout Estate) -> Void = { _ in }) throws -> EffectiveObjective {
        try #require(try Estate.compliant().with(change).audit.objectives.first { $0.database.name == "kb-prod" })
    }

    private func proof(
        _ age: TimeSpan, _ verdict: DrillVerdict = .verified, minutes: Int? = 30
    ) -> DrillProof {
        DrillProof(
            database: .init(.instance, "kb-prod"), at: now - age, verdict: verdict,
            recoveryTime: minutes.map { $0 * 60_000 })
    }

    @Test func `a young recovery point and a fast, current drill meet both`() throws {
        let objective = try objective()
        #expect(objective.standing == .met && objective.rpo == .met && objective.rto == .met)
        #expect(objective.proof.value?.recoveryTime == 30 * 60_000)
    }

    @Test func `the RPO holds up to its last second`() throws {
        let rpo = TimeSpan(24, .hours)
        let at = { (seconds: Int) in
            try self.objective {
                $0.database.latestRestorableTime = .known(self.now - TimeSpan(seconds: seconds))
                $0.database.snapshots = .known([])
            }
        }
        #expect(try at(rpo.seconds).rpo == .met)
        #expect(try at(rpo.seconds + 1).rpo == .breached)
    }

    @Test func `without any recovery point everything is lost`() throws {
        let objective = try objective {
            $0.database.latestRestorableTime = .known(nil)
            $0.database.snapshots = .known([])
        }
        #expect(objective.loss == .known(nil) && objective.rpo == .breached)
    }

    @Test func `what could not be read is unknown, and never met`() throws {
        let unseen = try objective { $0.database.latestRestorableTime = .unavailable(Estate.failure) }
        #expect(unseen.rpo == .unknown && unseen.standing == .unknown)
        let unbelieved = try objective { $0.inventory.drills = .unavailable(Estate.failure) }
        #expect(unbelieved.rto == .unknown && unbelieved.standing == .unknown)
        let blind = try Estate.compliant().with { $0.inventory.databases[.instance] = .unavailable(Estate.failure) }
        #expect(blind.audit.objectives.first?.standing == .unknown)
    }

    @Test func `no drill, an old one and one that failed since prove nothing`() throws {
        #expect(try objective { $0.inventory.drills = .known([]) }.rto == .unproven)
        #expect(
            try objective {
                $0.policy.drill = nil
                $0.inventory.drills = nil
            }.rto == .unproven)
        #expect(try objective { $0.inventory.drills = .known([self.proof(TimeSpan(91, .days))]) }.rto == .unproven)
        let failed = try objective {
            $0.inventory.drills = .known([
                self.proof(TimeSpan(9, .days)), self.proof(TimeSpan(2, .days), .notVerified, minutes: nil),
            ])
        }
        #expect(failed.rto == .breached && failed.proof.value?.recoveryTime == 30 * 60_000)
    }

    @Test func `a drill that took longer than agreed breaches, by a millisecond too`() throws {
        let rto = 4 * 60
        #expect(
            try objective { $0.inventory.drills = .known([self.proof(TimeSpan(1, .days), minutes: rto)]) }.rto == .met)
        var slow = proof(TimeSpan(1, .days), minutes: rto)
        slow.recoveryTime? += 1
        #expect(try objective { $0.inventory.drills = .known([slow]) }.rto == .breached)
    }

    @Test func `a drill counts from the second in which it ends until the last of its interval`() throws {
        func rto(_ age: TimeSpan) throws -> EffectiveObjective.Standing {
            try objective { $0.inventory.drills = .known([self.proof(age)]) }.rto
        }
        #expect(try rto(TimeSpan(0, .seconds)) == .met && rto(TimeSpan(90, .days)) == .met)
        #expect(try rto(TimeSpan(seconds: 90 * 86_400 + 1)) == .unproven)
    }

    @Test func `a time in the future is never fresh`() throws {
        let future = DrillProof(
            database: .init(.instance, "kb-prod"), at: now + TimeSpan(1, .days), verdict: .verified,
            recoveryTime: 60_000)
        #expect(try objective { $0.inventory.drills = .known([future]) }.rto == .unproven)
    }

    @Test func `a replica of a selected database has no objective of its own`() throws {
        let estate = try Estate.compliant().with { estate in
            var replica = estate.database
            replica.id = "kb-replica"
            replica.arn += "-replica"
            replica.replicaOf = "kb-prod"
            estate.instances.append(replica)
            estate.policy.databases[0].select.ids.append("kb-replica")
        }
        #expect(estate.audit.objectives.map(\.database.name) == ["kb-prod"])
    }

    @Test func `the worst comes first, and what is alike by how near it is`() throws {
        let agreed = Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours))
        let some = { (name: String, loss: Collected<Int?>, minutes: Int?) in
            EffectiveObjective(
                database: .init(.database, name), agreed: agreed, loss: loss,
                proof: .known(RecoveryProof(recoveryTime: minutes.map { $0 * 60_000 }, at: self.now)))
        }
        let all = [
            some("fine", .known(60), 10), some("near", .known(80_000), 10), some("unproven", .known(60), nil),
            some("late", .known(100_000), 10), some("nothing", .known(nil), 10),
            some("unseen", .unavailable(Estate.failure), 10),
        ]
        #expect(
            all.sorted { $0.isWorse(than: $1) }.map(\.database.name) == [
                "nothing", "late", "unseen", "unproven", "near", "fine",
            ])
    }
}
