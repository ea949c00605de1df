import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Copies of snapshots that rotate") struct RotationCopyTests {
    typealias Samples = RotationSamples

    @Test func `what is kept is copied with the key there, and what is made is copied once it is finished`() throws {
        let plan = Samples.plan(Samples.facts([Samples.own("2026-10-02")], copies: []))
        #expect(
            plan.shown == [
                "create 2026-11 in us-east-1", "copy 2026-10 in us-west-2", "copy 2026-11 in us-west-2, later",
            ])
        let copy = plan.steps[1]
        #expect(copy.key == Samples.key)
        #expect(copy.tags[RotationTag.region] == "us-west-2" && copy.tags[RotationTag.classes] == "month")
        #expect(copy.tags[RotationTag.takenAt] == "2026-10-02T12:00:00Z")
    }

    @Test func `a snapshot whose copy is unfinished takes nobody's place`() {
        let months = ["2026-09-02", "2026-10-02", "2026-11-02"].map { Samples.own($0) }
        let copied = ["2026-09-02", "2026-10-02"].map { Samples.own($0, in: Samples.west) }
        let rules = Samples.rules(monthly: 1, minimum: 1)
        for status in ["creating", "copying"] {
            let making = Samples.own("2026-11-02", in: Samples.west, status: status)
            let plan = Samples.plan(Samples.facts(months, copies: copied + [making]), rules)
            // October is the newest month that is whole.
            #expect(
                plan.shown == [
                    "delete 2026-09 in us-east-1", "delete 2026-09 in us-west-2", "delete 2026-10 in us-east-1, later",
                    "delete 2026-10 in us-west-2, later",
                ])
            #expect(plan.unfinished.map(\.region) == [Samples.west])
        }
    }

    @Test func `a copy that failed is deleted and made again; one that somebody made is not drctl's`() {
        let home = [Samples.own("2026-11-02")]
        let failed = Samples.plan(
            Samples.facts(home, copies: [Samples.own("2026-11-02", in: Samples.west, status: "failed")]))
        #expect(failed.shown == ["delete 2026-11 in us-west-2", "copy 2026-11 in us-west-2"])
        // With --copy-tags it has the tags of the original, also the region's.
        var theirs = Samples.own("2026-11-02", in: Samples.west)
        theirs.tags = home[0].tags
        let plan = Samples.plan(Samples.facts(home, copies: [theirs]))
        #expect(plan.steps.isEmpty)
        #expect(plan.obstacles.contains { $0.contains("is taken in us-west-2") })
    }

    @Test func `without a key there, nothing is copied and everything else is done`() {
        var facts = Samples.facts([Samples.own("2026-10-02")], copies: [])
        facts.copies[Samples.west] = .missing("no key")
        let plan = Samples.plan(facts)
        #expect(plan.shown == ["create 2026-11 in us-east-1"])
        #expect(plan.obstacles.count == 1 && plan.obstacles[0].hasSuffix("cannot be copied to us-west-2: no key"))
    }

    @Test func `the quota of each region is checked before anything is made`() {
        let rotations = [Samples.plan(Samples.facts([Samples.own("2026-10-02")], copies: []))]
        func refusals(_ east: RotationQuota?, _ west: RotationQuota?) -> [String] {
            var quotas: [Region: RotationQuota] = [:]
            (quotas[Samples.east], quotas[Samples.west]) = (east, west)
            return RotationQuota.refusals(rotations, [.instance: quotas])
        }
        let roomy = RotationQuota(used: 10, limit: 100)
        #expect(refusals(roomy, roomy) == [])
        #expect(refusals(roomy, RotationQuota(used: 98, limit: 100)) == [])
        #expect(
            refusals(RotationQuota(used: 100, limit: 100), RotationQuota(used: 99, limit: 100)) == [
                "the quota of manual snapshots of instances in us-east-1 is 100, of which 100 are used: there is no room for 1 more",
                "the quota of manual snapshots of instances in us-west-2 is 100, of which 99 are used: there is no room for 2 more",
            ])
        #expect(refusals(nil, roomy) == ["the quota of manual snapshots of instances in us-east-1 could not be read"])
        // What is deleted before makes room.
        let full = (1...9).map { Samples.own("2026-0\($0)-03") }
        let rotated = [Samples.plan(Samples.facts(full), Samples.rules(monthly: 7))]
        #expect(
            RotationQuota.refusals(rotated, [.instance: [Samples.east: RotationQuota(used: 100, limit: 100)]]) == [])
    }
}
