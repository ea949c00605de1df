import AWSNames
import RecoveryEngine
import RecoveryModel
import Testing

@Suite struct CopiedSnapshotTimeTests {
    private static let arn = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:"

    private func snapshot(_ id: String, at time: Instant? = nil, of original: String? = nil) -> SnapshotFacts {
        var snapshot = SnapshotFacts(
            id: id, type: "manual", status: "available", createdAt: time, engine: "aurora-postgresql",
            instance: "kb-prod")
        snapshot.original = original.map { Self.arn + $0 }
        snapshot.sourceRegion = original.map { _ in Region("us-east-1") }
        return snapshot
    }

    private func settled(_ original: String, _ originals: [SnapshotFacts] = []) -> SnapshotFacts? {
        CopiedSnapshotTime.settled([snapshot("copy", of: original)], originals: originals).first
    }

    @Test func `a copy is as old as its original, where that is still there`() {
        let time = Instant("2026-11-23T02:05:09Z")!
        let copy = settled("rds:kb-prod-2026-11-23-02-05", [snapshot("rds:kb-prod-2026-11-23-02-05", at: time)])
        #expect(copy?.createdAt == time && copy?.timeBasis == .original)
    }

    @Test func `otherwise it is as old as its original's name says`() {
        let copy = settled("rds:kb-prod-2026-11-23-02-05", [snapshot("another", at: DrillFixtures.start)])
        #expect(copy?.createdAt == Instant("2026-11-23T02:05:00Z") && copy?.timeBasis == .originalsName)
    }

    @Test(arguments: [
        "before-upgrade-2026-11-23-02-05", "rds:kb-prod", "rds:kb-prod-2026-11-23-2-5", "rds:kb-prod-2026-13-45-02-05",
    ])
    func `what nobody knows is not guessed`(name: String) {
        #expect(settled(name)?.createdAt == nil)
    }

    @Test func `a copy of a copy does not pass on a time that is not its data's`() {
        let middle = snapshot("middle", at: DrillFixtures.start, of: "rds:kb-prod-2026-11-23-02-05")
        #expect(settled("middle", [middle])?.createdAt == nil)
    }

    @Test func `the copy is drilled with the reason for its age, and its member takes the region's own group`() throws {
        let request = DrillFixtures.request(.newest, of: .cluster) {
            $0.target.region = Region("us-west-2")
            $0.target.parameterGroup = "kb-west"
        }
        let copies = CopiedSnapshotTime.settled(
            [snapshot("west", of: "rds:kb-prod-2026-11-23-02-05"), snapshot("odd", of: "by-hand")], originals: [])
        let point = try RecoveryPointChooser.choose(
            request, of: DrillFixtures.cluster(), snapshots: copies, now: DrillFixtures.start
        ).get()
        #expect(point.snapshot == "west")
        #expect(
            point.reason
                == "the newest copy in us-west-2, its time taken from the name of the snapshot it was copied from")
        let order = RestoreOrder(request, of: DrillFixtures.cluster(), to: point, snapshots: copies)
        #expect(order?.cluster?.memberParameterGroup == nil && order?.parameterGroup == "kb-west")
        let odd = DrillFixtures.request(.snapshot("odd"), of: .cluster) { $0.target.region = Region("us-west-2") }
        let refusal = RecoveryPointChooser.choose(
            odd, of: DrillFixtures.cluster(), snapshots: copies, now: DrillFixtures.start)
        #expect(throws: RecoveryPointChooser.Refusal.self) { try refusal.get() }
    }
}
