import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("What each requirement costs")
struct CostVariationTests {
    private func variations(
        _ basis: CostBasis, regions: [Region] = [CostFixtures.home]
    ) -> [String] {
        let policy = RecoveryPolicy(
            name: "kb", scope: PolicyScope(accounts: [AccountID("123456789012")!], regions: regions),
            objectives: Objectives(rto: TimeSpan(4, .hours), rpo: TimeSpan(24, .hours)))
        return CostVariations(basis, CostSheet(basis, CostFixtures.prices), CostFixtures.prices, policy).all.map {
            "\($0.requirement): \($0.from) → \($0.to): \($0.change.shown)"
        }
    }

    @Test func `a retention is compared with the next ones below and above`() {
        #expect(
            variations(CostFixtures.basis(CostFixtures.database())).prefix(2) == [
                "kb-prod: retention: 30 days → 21 days: -0.90 USD", "kb-prod: retention: 30 days → 35 days: +0.50 USD",
            ])
        #expect(
            variations(CostFixtures.basis(CostFixtures.database(days: 35))).first
                == "kb-prod: retention: 35 days → 30 days: -0.50 USD")
    }

    @Test func `within the free allocation more days cost nothing`() {
        let roomy = CostFixtures.database().with { $0.provisioned = .known(500 * CostFixtures.gibibyte) }
        #expect(
            variations(CostFixtures.basis(roomy)).prefix(2) == [
                "kb-prod: retention: 30 days → 21 days: no change", "kb-prod: retention: 30 days → 35 days: no change",
            ])
    }

    @Test func `copies are kept as long as automated backups`() {
        let copied = CostFixtures.database().with {
            $0.copies = .known([
                .init(region: CostFixtures.elsewhere, points: .daily(30), isVaulted: false, followsRetention: true)
            ])
        }
        let all = variations(CostFixtures.basis(copied), regions: [CostFixtures.home, CostFixtures.elsewhere])
        #expect(all.contains("kb-prod: retention: 30 days → 35 days: +1.50 USD"), "\(all)")
        #expect(all.contains("kb-prod: copies in eu-west-1: kept → none: -26.60 USD"), "\(all)")
    }

    @Test func `a second region of the policy is offered for copies`() {
        let all = variations(
            CostFixtures.basis(CostFixtures.database()), regions: [CostFixtures.home, CostFixtures.elsewhere])
        #expect(all.contains("kb-prod: copies in eu-west-1: none → kept: +26.60 USD"), "\(all)")
        #expect(!variations(CostFixtures.basis(CostFixtures.database())).contains { $0.contains("copies") })
    }

    @Test func `monthly snapshots, drills and what is shared are compared too`() {
        let database = CostFixtures.database().with {
            $0.manual = .known(.monthly(12))
            $0.drill = .init(instanceClass: "db.t4g.medium", every: TimeSpan(90, .days), duration: TimeSpan(4, .hours))
        }
        var basis = CostFixtures.basis(database)
        basis.things = [
            .init(title: "Alarms", basis: "6 alarms", count: .known(6), item: .alarm, region: CostFixtures.home),
            .init(title: "Key alias/kb", basis: "rotated", count: .known(3), item: .key, region: CostFixtures.home),
        ]
        #expect(
            variations(basis).dropFirst(2) == [
                "kb-prod: monthly snapshots: 12 → 0: -36.00 USD", "kb-prod: monthly snapshots: 12 → 13: +3.00 USD",
                "kb-prod: drills: every 90d → every 30d: +0.29 USD",
                "kb-prod: drills: every 90d → every 180d: -0.07 USD",
                "Alarms: kept → none: -6.00 USD", "Key alias/kb: rotation: kept → none: -2.00 USD",
                "Key alias/kb: kept → none: -3.00 USD",
            ])
    }

    @Test func `what is not known of a database is not known of its requirements`() {
        let unseen = CostFixtures.database().with { $0.data = .unavailable(.unsized("kb-prod")) }
        #expect(
            variations(CostFixtures.basis(unseen)).first
                == "kb-prod: retention: 30 days → 21 days: unknown: the size of kb-prod is not known (--size kb-prod=SIZE)"
        )
    }
}
