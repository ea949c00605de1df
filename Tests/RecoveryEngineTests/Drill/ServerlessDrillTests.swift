import RecoveryEngine
import RecoveryModel
import Testing

/// Clusters whose instances scale by themselves: RDS restores no scaling range, and takes no such instance without one.
@Suite struct ServerlessDrillTests {
    private let range = ServerlessCapacity(minimum: 0.5, maximum: 16)

    private func order(_ instanceClass: String?, _ capacity: ServerlessCapacity?) -> RestoreOrder? {
        let source = source(capacity)
        let point = RecoveryPoint(
            kind: .manualSnapshot, snapshot: "s", time: DrillFixtures.snapshotTime, reason: "named")
        return RestoreOrder(request(instanceClass), of: source, to: point, snapshots: [])
    }

    private func source(_ capacity: ServerlessCapacity?) -> InstanceFacts {
        DrillFixtures.cluster {
            $0.instanceClass = "db.serverless"
            $0.capacity = capacity
        }
    }

    private func request(_ instanceClass: String?) -> DrillRequest {
        DrillFixtures.request(.newest, of: .cluster) {
            $0.target.instanceClass = instanceClass
            $0.budget = 10
        }
    }

    private func finding(_ id: String, _ instanceClass: String?, _ capacity: ServerlessCapacity?) -> GuardFinding? {
        PreflightGuards.findings(request(instanceClass), DrillFixtures.clusterFacts { $0.source = source(capacity) })
            .first { $0.id == id }
    }

    @Test func `the scaling range is ordered with a serverless copy, and not with a provisioned one`() {
        #expect(order(nil, range)?.cluster?.capacity == range)
        #expect(order("db.r6g.large", range)?.cluster?.capacity == nil)
    }

    @Test func `a serverless copy without a range is refused before anything is made`() {
        #expect(finding("serverless-capacity", nil, range)?.outcome == .met)
        #expect(finding("serverless-capacity", nil, nil)?.outcome == .violated)
        #expect(finding("serverless-capacity", "db.r6g.large", nil) == nil)
    }

    @Test func `a copy that lives for minutes is reckoned at ten of them, as RDS bills it`() {
        func cost(_ milliseconds: Int) -> Double? {
            DrillCost.estimate(instanceClass: "db.m6g.large", storageGiB: 100, milliseconds: milliseconds)
        }
        // 5.5991 US dollars a day: 0.159 an hour and 0.115 a month for each GiB, and a third more.
        #expect(cost(0) == 0.0389 && cost(600_000) == 0.0389)
        #expect(cost(1_200_000) == 0.0778 && cost(86_400_000) == 5.5991)
    }

    @Test func `it is reckoned at its most, and at nothing known without a range`() {
        #expect(DrillCost.perDay(instanceClass: "db.serverless", storageGiB: 0, capacity: range) == 61.44)
        #expect(DrillCost.perDay(instanceClass: "db.serverless", storageGiB: 0) == nil)
        #expect(finding("budget", nil, range)?.outcome == .violated)
        #expect(finding("budget", nil, ServerlessCapacity(minimum: 0.5, maximum: 2))?.outcome == .met)
    }
}
