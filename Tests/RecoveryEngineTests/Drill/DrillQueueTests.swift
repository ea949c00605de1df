import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Which databases a series drills, and in which order")
struct DrillQueueTests {
    private let now = Instant("2026-11-29T12:00:00Z")!
    private let scope = DrillScope(account: AccountID("123456789012")!, region: Region("us-east-1"))

    private func policy(every: TimeSpan?, waivers: [Waiver] = []) -> RecoveryPolicy {
        var policy = RecoveryPolicy(
            name: "kb", scope: PolicyScope(accounts: [scope.account], regions: [scope.region]),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        policy.drill = DrillPolicy()
        policy.drill?.every = every
        policy.waivers = waivers
        return policy
    }

    private func candidate(_ id: String, _ kind: DatabaseKind = .instance) -> DrillCandidate {
        DrillCandidate(policy: "kb", scope: scope, database: id, kind: kind)
    }

    private func proof(
        _ id: String, daysAgo: Int, _ verdict: DrillVerdict = .verified, _ kind: DatabaseKind = .instance,
        _ scope: DrillScope? = nil
    ) -> DrillProof {
        DrillProof(
            database: DrilledDatabase(scope ?? self.scope, kind, id), at: now - TimeSpan(daysAgo, .days),
            verdict: verdict, recoveryTime: nil)
    }

    private func queue(
        _ ids: [String], _ proofs: [DrillProof], every: TimeSpan? = TimeSpan(30, .days), isForced: Bool = false,
        waivers: [Waiver] = []
    ) -> DrillQueue {
        var queue = DrillQueue()
        for id in ids {
            queue.add(
                candidate(id), of: policy(every: every, waivers: waivers), proofs: proofs, isForced: isForced, now: now)
        }
        return queue
    }

    @Test func `what has no proof comes first, then the oldest proof, then by name`() {
        let proofs = [
            proof("old", daysAgo: 60), proof("older", daysAgo: 90), proof("older", daysAgo: 200),
            proof("fresh", daysAgo: 2),
        ]
        let found = queue(["fresh", "old", "new-b", "older", "new-a"], proofs)
        #expect(found.due.map(\.database) == ["new-a", "new-b", "older", "old"])
        #expect(found.due.last?.proven == now - TimeSpan(60, .days))
        #expect(found.rest.map(\.outcome) == [.current(until: now + TimeSpan(28, .days))])
        #expect(
            queue(["fresh", "old", "new"], proofs, isForced: true).due.map(\.database) == ["new", "old", "fresh"])
    }

    @Test func `a later drill that shows the contrary makes it due, and one that was stopped does not`() {
        let verified = proof("kb", daysAgo: 5)
        #expect(queue(["kb"], [verified, proof("kb", daysAgo: 1, .notVerified)]).due.map(\.proven) == [nil])
        #expect(queue(["kb"], [verified, proof("kb", daysAgo: 1, .interrupted)]).due.isEmpty)
        #expect(queue(["kb"], [verified, proof("kb", daysAgo: 9, .objectiveBreached)]).due.isEmpty)
    }

    @Test func `a proof counts for its own kind, region and account`() {
        let elsewhere = DrillScope(account: scope.account, region: Region("eu-west-1"))
        for stranger in [
            proof("kb", daysAgo: 1, .verified, .cluster), proof("kb", daysAgo: 1, .verified, .instance, elsewhere),
        ] {
            #expect(queue(["kb"], [stranger]).due.count == 1)
        }
    }

    @Test func `it is due exactly when the audit says so, to the second`() {
        let limit = TimeSpan(30, .days)
        let at = DrillProof(
            database: DrilledDatabase(scope, .instance, "kb"), at: now - limit, verdict: .verified, recoveryTime: nil)
        var late = at
        late.at = (now - limit).adding(seconds: -1)
        #expect(queue(["kb"], [at]).due.isEmpty)
        #expect(queue(["kb"], [late]).due.count == 1)
        #expect(queue(["kb"], [late], every: nil).rest.map(\.outcome) == [.current(until: nil)])
        #expect(queue(["kb"], [], every: nil).due.count == 1)
    }

    @Test func `a waiver of the proof keeps a database out until it ends`() {
        func waiver(_ control: String, until day: String, of resource: String = "kb") -> Waiver {
            Waiver(control: control, resource: resource, reason: "r", owner: "o", expires: CalendarDay(day)!)
        }
        let open = waiver("database.drill-current", until: "2026-11-29")
        #expect(
            queue(["kb"], [], isForced: true, waivers: [open]).rest.map(\.outcome) == [.waived(until: "2026-11-29")])
        for other in [
            waiver("database.drill-current", until: "2026-11-28"), waiver("database.rto-proven", until: "2027-01-01"),
            waiver("cluster.drill-current", until: "2027-01-01"),
            waiver("database.drill-current", until: "2027-01-01", of: "orders"),
        ] {
            #expect(queue(["kb"], [], waivers: [other]).due.count == 1, "\(other)")
        }
    }

    @Test func `as many run side by side as the command and the quota of each place allow`() {
        let west = DrillScope(account: scope.account, region: Region("us-west-2"))
        var schedule = DrillSchedule(
            [(0, scope), (1, scope), (2, scope), (3, west), (4, west)], width: 3, room: [scope: 2])
        #expect([schedule.next(), schedule.next(), schedule.next(), schedule.next()] == [0, 1, 3, nil])
        schedule.finish(3)
        #expect([schedule.next(), schedule.next()] == [4, nil])
        schedule.finish(0)
        #expect([schedule.next(), schedule.next()] == [2, nil])
        for index in [1, 2, 4] { schedule.finish(index) }
        #expect(schedule.next() == nil)
    }

    @Test func `without any room one drill at a time begins, and says so itself`() {
        var schedule = DrillSchedule([(0, scope), (1, scope)], width: 8, room: [scope: -3])
        #expect([schedule.next(), schedule.next()] == [0, nil])
        schedule.finish(0)
        #expect(schedule.next() == 1)
    }

    @Test func `the exit code is that of the worst database`() {
        func series(_ codes: [Int32]) -> Int32 {
            DrillSeries(
                id: "s", startedAt: now, endedAt: now,
                entries: codes.map {
                    .init(candidate("kb"), $0 == 0 ? .current(until: nil) : .failed(RunFailure("x"), exitCode: $0))
                }
            ).exitCode
        }
        #expect(series([0, 0]) == 0)
        #expect(series([0, 5, 1]) == 1)
        #expect(series([130, 0, 5]) == 5)
        #expect(series([1, 3, 77]) == 3)
        #expect(series([3, 6, 1]) == 6)
        #expect(series([0, 130]) == 130)
    }
}
