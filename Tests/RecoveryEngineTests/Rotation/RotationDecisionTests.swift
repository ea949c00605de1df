import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Snapshots that rotate") struct RotationDecisionTests {
    typealias Samples = RotationSamples

    @Test func `a month without a snapshot gets one, with the policy's tags and those that mark it`() throws {
        let plan = Samples.plan(Samples.facts([]))
        #expect(plan.shown == ["create 2026-11 in us-east-1"])
        let step = try #require(plan.steps.first)
        #expect(step.snapshot.hasPrefix("drctl-keep-kb-prod-") && step.snapshot.hasSuffix("-2026-11"))
        #expect(
            step.tags == [
                "drctl:policy": "knowledge-base", "drctl:rotation-policy": "knowledge-base",
                "drctl:rotation-database": "kb-prod", "drctl:rotation-resource": "db-ABC",
                "drctl:rotation-class": "month", "drctl:rotation-region": "us-east-1",
                "drctl:rotation-name": step.snapshot,
            ])
    }

    @Test func `a month with a snapshot, finished or being made, gets no second one`() {
        for status in ["available", "creating", "copying", "a word of the future"] {
            let plan = Samples.plan(Samples.facts([Samples.own("2026-11-02", status: status)]))
            #expect(plan.steps.isEmpty, "\(status): \(plan.shown)")
            #expect(plan.unfinished.count == (status == "available" ? 0 : 1))
        }
        var timeless = Samples.own("2026-11-02", status: "creating")
        timeless.takenAt = nil
        #expect(Samples.plan(Samples.facts([timeless])).steps.isEmpty)
    }

    @Test func `of days, weeks, months and years each is made when it is due, as one snapshot`() throws {
        let rules = Samples.rules(daily: 7, weekly: 4, yearly: 2)
        let first = Samples.plan(Samples.facts([]), rules, at: "2026-12-01T05:00:00Z")
        #expect(first.shown == ["create 2026-12-01 in us-east-1"])
        #expect(first.steps[0].tags[RotationTag.classes] == "day week month year")
        let next = Samples.plan(Samples.facts([Samples.own("2026-12-01")]), rules, at: "2026-12-02T05:00:00Z")
        #expect(next.steps.map { $0.tags[RotationTag.classes] } == ["day"])
        let weekly = Samples.plan(Samples.facts([]), Samples.rules(weekly: 4, monthly: 0))
        #expect(weekly.shown == ["create week-2026-11-23 in us-east-1"])
    }

    @Test func `what is older than the months that are kept goes, once there are enough newer ones`() {
        let months = (1...9).map { Samples.own("2026-0\($0)-03") }
        let plan = Samples.plan(Samples.facts(months), Samples.rules(monthly: 7))
        // The tenth, of November, takes the place of the third oldest only when it is finished.
        #expect(
            plan.shown == [
                "delete 2026-01 in us-east-1", "delete 2026-02 in us-east-1", "create 2026-11 in us-east-1",
                "delete 2026-03 in us-east-1, later",
            ])
        #expect(plan.kept.map { $0.snapshot.suffix(2) } == ["09", "08", "07", "06", "05", "04"])
    }

    @Test func `what others made, copied or share is never deleted, whatever its tags say`() {
        var shared = Samples.own("2026-01-01")
        var others = (1...5).map { Samples.own("2026-0\($0 + 1)-03") }
        others[0].type = "awsbackup"
        others[1].original = "arn:aws:rds:eu-west-1:123456789012:snapshot:\(others[1].id)"
        others[2].id = "copied-with-the-tags"
        others[3].resource = "db-OLD"
        others[4].tags[RotationTag.policy] = nil
        shared.tags["team"] = "other"
        let newest = ["2026-09-01", "2026-10-01", "2026-11-01"].map { Samples.own($0) }
        var facts = Samples.facts([shared] + others + newest)
        facts.sharing[Samples.east]?[shared.id] = .known(["222222222222"])
        let plan = Samples.plan(facts, Samples.rules(monthly: 1, minimum: 1))
        #expect(plan.shown == ["delete 2026-09 in us-east-1", "delete 2026-10 in us-east-1"])
        #expect(plan.kept.first { $0.snapshot == shared.id }?.reasons == ["shared with 222222222222"])
        #expect(plan.obstacles.count == 3 && plan.obstacles.allSatisfy { $0.hasSuffix("it is not touched") })
        facts.sharing[Samples.east]?[shared.id] = .unavailable(Estate.failure)
        #expect(Samples.plan(facts, Samples.rules(monthly: 1, minimum: 1)).shown == plan.shown)
    }

    @Test func `a copy beside the original, with its tags and a name like drctl's, is not drctl's`() {
        // RDS says of no copy in the same region what it is a copy of.
        var theirs = Samples.own("2026-01-01")
        theirs.id += "-kept"
        let newest = ["2026-10-01", "2026-11-01"].map { Samples.own($0) }
        let plan = Samples.plan(Samples.facts([theirs] + newest), Samples.rules(monthly: 2, minimum: 1))
        #expect(plan.steps.isEmpty && plan.obstacles.count == 1, "\(plan)")
    }

    @Test func `never fewer than the minimum of good ones stay, and never none`() {
        let old = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"].map { Samples.own($0) }
        let plan = Samples.plan(Samples.facts(old), Samples.rules(monthly: 1, minimum: 3), at: "2026-11-23T00:00:00Z")
        #expect(
            plan.shown == [
                "delete 2025-01 in us-east-1", "create 2026-11 in us-east-1", "delete 2025-02 in us-east-1, later",
            ])
        // Those that are not encrypted are not good, and none of them goes while there is no good one.
        var open = old
        for index in open.indices { open[index].isEncrypted = false }
        var facts = Samples.facts(open)
        facts.isEncrypted = false
        #expect(Samples.plan(facts, Samples.rules(monthly: 1, minimum: 1)).shown == ["create 2026-11 in us-east-1"])
        open[0].isEncrypted = true
        let one = Samples.plan(Samples.facts(open), Samples.rules(monthly: 1, minimum: 1), at: "2025-04-10T00:00:00Z")
        #expect(one.shown == ["delete 2025-02 in us-east-1", "delete 2025-03 in us-east-1"])
        #expect(one.kept.map(\.snapshot) == [open[3].id, open[0].id])
    }

    @Test func `of a month the good one stays before a newer one that is not encrypted`() {
        let good = Samples.own("2026-10-01")
        var open = Samples.own("2026-10-20").named("2026-10-20")
        open.isEncrypted = false
        let newest = Samples.own("2026-11-20")
        let plan = Samples.plan(Samples.facts([good, open, newest]), Samples.rules(monthly: 2, minimum: 1))
        #expect(plan.shown == ["delete 2026-10-20 in us-east-1"])
    }

    @Test func `one that failed is deleted and made again under its name`() {
        let plan = Samples.plan(Samples.facts([Samples.own("2026-11-02", status: "failed")]))
        #expect(plan.shown == ["delete 2026-11 in us-east-1", "create 2026-11 in us-east-1"])
        #expect(plan.steps[0].reason == "it failed")
    }

    @Test func `a name that somebody else has taken, and a database that is not available, are said`() {
        var taken = Samples.own("2026-11-02")
        taken.tags = [:]
        #expect(Samples.plan(Samples.facts([taken])).obstacles.first?.contains("is taken by a snapshot") == true)
        let stopped = Samples.plan(Samples.facts([], status: "stopped"))
        #expect(stopped.steps.isEmpty)
        #expect(stopped.obstacles == ["a snapshot is due, and RDS takes none while the instance is stopped"])
    }

    @Test func `a year that comes early and one that is not there at all delete nothing`() {
        let months = (1...9).map { Samples.own("2026-0\($0)-03") }
        let rules = Samples.rules(monthly: 9)
        for now in ["2031-01-01T00:00:00Z", "2019-01-01T00:00:00Z"] {
            let plan = Samples.plan(Samples.facts(months), rules, at: now)
            #expect(plan.steps.filter { !$0.isLater }.allSatisfy { $0.action == .create })
        }
    }
}
