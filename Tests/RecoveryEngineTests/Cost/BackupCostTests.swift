import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What backups cost")
struct BackupCostTests {
    private let gibibyte = CostFixtures.gibibyte

    @Test func `backups are the data once and what changes on each day, less what is provisioned`() {
        let amounts = CostFixtures.amounts(CostFixtures.basis(CostFixtures.database()))
        #expect(
            amounts == [
                "Automated backups": USD(millionths: 13_000_000), "Free allocation": USD(millionths: -10_000_000),
            ])
    }

    @Test(arguments: [(131, 0), (130, 0), (129, 100_000), (0, 13_000_000)])
    func `up to what is provisioned nothing is billed, and above it every byte`(provisioned: Int, cost: Int) {
        let database = CostFixtures.database().with { $0.provisioned = .known(provisioned * CostFixtures.gibibyte) }
        #expect(CostFixtures.total(CostFixtures.basis(database)) == USD(millionths: cost))
    }

    @Test func `without automated backups there is nothing to pay, and nothing free`() {
        let off = CostFixtures.database(days: 0)
        #expect(CostFixtures.amounts(CostFixtures.basis(off)) == ["Automated backups": .zero])
    }

    @Test func `what one database leaves of the allowance is another one's`() {
        let small = CostFixtures.database("small", gibibytes: 10, days: 10)
        let with = { (provisioned: Int) in
            CostFixtures.total(
                CostFixtures.basis(
                    CostFixtures.database(), small.with { $0.provisioned = .known(provisioned * self.gibibyte) }))
        }
        #expect(with(50) == .zero, "141 of 150 GiB")
        #expect(with(31) == USD(millionths: 1_000_000), "141 of 131 GiB")
        #expect(with(11) == USD(millionths: 3_000_000), "nothing is left")
    }

    @Test func `an Aurora cluster has its own allowance, and its price`() {
        let aurora = CostFixtures.database("aurora").with { $0.isAurora = true }
        #expect(CostFixtures.total(CostFixtures.basis(aurora)) == USD(millionths: 600_000))
        let roomy = CostFixtures.database("roomy").with { $0.provisioned = .known(900 * self.gibibyte) }
        #expect(CostFixtures.total(CostFixtures.basis(aurora, roomy)) == USD(millionths: 600_000))
    }

    @Test func `a retained snapshot holds what changed until the next one`() {
        let monthly = CostFixtures.database().with { $0.manual = .known(.monthly(12)) }
        #expect(CostFixtures.amounts(CostFixtures.basis(monthly))["Manual snapshots"] == USD(millionths: 36_000_000))
        let alone = CostFixtures.database(days: 0).with { $0.manual = .known(.monthly(1)) }
        #expect(CostFixtures.amounts(CostFixtures.basis(alone))["Manual snapshots"] == USD(millionths: 13_000_000))
        let busy = CostFixtures.database().with {
            $0.manual = .known(.monthly(1))
            $0.change = DailyChange(basisPoints: 900)
        }
        #expect(
            CostFixtures.amounts(CostFixtures.basis(busy))["Manual snapshots"] == USD(millionths: 10_000_000),
            "no more than all of it")
    }

    @Test func `snapshots that are there are reckoned by their dates`() {
        let now = Instant(seconds: 1_795_410_600)
        let ago = { (days: Int) in Optional(now - TimeSpan(days, .days)) }
        let points = CostBasis.Points([ago(10), ago(100), ago(40), nil], until: ago(30), shown: "4 snapshots")
        #expect(points.days == [60, 30, 0, 30], "the newest shares all with automated backups; one has no date")
        #expect(CostBasis.Points([], until: nil, shown: "0 snapshots") == .nothing)
    }

    @Test func `a copy is a whole one at its region's price, with the transfer of what changes`() {
        let copied = CostFixtures.database().with {
            $0.copies = .known([
                .init(region: CostFixtures.elsewhere, points: .daily(30), isVaulted: false, followsRetention: true)
            ])
        }
        let amounts = CostFixtures.amounts(CostFixtures.basis(copied))
        #expect(amounts["Copies in eu-west-1"] == USD(millionths: 26_000_000))
        #expect(amounts["Transfer to eu-west-1"] == USD(millionths: 600_000))
    }

    @Test func `AWS Backup keeps its own points, and none of them is free`() {
        let tiers = [
            BackupPlanPolicy.Tier(interval: .day, keepDays: 35), .init(interval: .month, keepDays: 365),
        ]
        let vaulted = CostFixtures.database(days: 0).with { $0.vaulted = .known(.init(tiers: tiers)) }
        let amounts = CostFixtures.amounts(CostFixtures.basis(vaulted))
        #expect(amounts["AWS Backup"] == USD(millionths: 525_000_000), "100 + 35 + 13 × 30 GiB")
        #expect(amounts["Free allocation"] == nil)
    }

    @Test func `drills are those of a month, by the price of the drill's own budget`() {
        let drilled = CostFixtures.database().with {
            $0.drill = .init(instanceClass: "db.t4g.medium", every: TimeSpan(90, .days), duration: TimeSpan(4, .hours))
        }
        #expect(CostFixtures.amounts(CostFixtures.basis(drilled))["Drills"] == USD(millionths: 145_054))
        let strange = drilled.with { $0.drill?.instanceClass = "db.x99.huge" }
        let item = CostSheet(CostFixtures.basis(strange), CostFixtures.prices).items.last
        #expect(item?.known == nil && item?.reason == "no price is known for the class db.x99.huge")
    }
}
