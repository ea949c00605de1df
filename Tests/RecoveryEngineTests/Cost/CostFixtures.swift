import AWSNames
import RecoveryModel

@testable import RecoveryEngine

/// A hundred gibibytes of which one percent changes in a day, and round prices.
enum CostFixtures {
    static let gibibyte = 1 << 30
    static let home = Region("us-east-1")
    static let elsewhere = Region("eu-west-1")
    static let day = CalendarDay(year: 2026, month: 11, day: 1)!

    /// Ten cents for a gigabyte of backups, a dollar for most of the rest.
    static let prices: PriceTable = {
        let price = { (millionths: Int) in
            Price(amount: USD(millionths: millionths), date: day, source: "prices.yaml")
        }
        let all = Dictionary(uniqueKeysWithValues: BillingItem.allCases.map { ($0, price(1_000_000)) })
        let backups = all.merging([.rdsBackup: price(100_000), .auroraBackup: price(20_000), .transfer: price(20_000)])
        {
            $1
        }
        return PriceTable([home: backups, elsewhere: backups.merging([.rdsBackup: price(200_000)]) { $1 }])
    }()

    static func database(_ id: String = "kb-prod", gibibytes: Int = 100, days: Int = 30) -> CostBasis.Database {
        CostBasis.Database(
            id: id, isAurora: false, data: .known(.init(bytes: gibibytes * gibibyte, origin: "test")),
            provisioned: .known(gibibytes * gibibyte), change: DailyChange(basisPoints: 100), growth: 0,
            automatedDays: .known(days), manual: .known(.nothing), vaulted: .known(.nothing), copies: .known([]),
            drill: nil)
    }

    static func basis(_ databases: CostBasis.Database..., in region: Region = home) -> CostBasis {
        CostBasis(region: region, databases: databases, buckets: [], things: [])
    }

    static func total(_ basis: CostBasis) -> USD { CostSheet(basis, prices).total.known }

    /// The amounts of a sheet by title.
    static func amounts(_ basis: CostBasis) -> [String: USD] {
        Dictionary(
            CostSheet(basis, prices).items.compactMap { item in item.known.map { (item.title, $0) } },
            uniquingKeysWith: +)
    }
}

extension CostBasis.Database {
    func with(_ change: (inout CostBasis.Database) -> Void) -> CostBasis.Database {
        var other = self
        change(&other)
        return other
    }
}
