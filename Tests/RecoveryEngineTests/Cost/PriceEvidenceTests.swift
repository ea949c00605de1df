import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Prices and their sources") struct PriceEvidenceTests {
    @Test func `every source says what the table has, and the table says who says so`() throws {
        for evidence in PriceTable.evidence {
            for region in evidence.regions {
                for (item, millionths) in evidence.prices {
                    let price = try #require(PriceTable.standard[Region(region), item], "\(item) in \(region)")
                    #expect(price.amount == USD(millionths: millionths), "\(item) in \(region)")
                    #expect(price.isConfirmed && !price.source.isEmpty)
                }
            }
        }
    }

    @Test func `what no source says is marked, and has the page that should say it`() throws {
        let price = try #require(PriceTable.standard[Region("eu-central-1"), .standard])
        #expect(!price.isConfirmed)
        #expect(price.source == "https://aws.amazon.com/s3/pricing/")
        let all = PriceTable.standard.prices.values.flatMap(\.values)
        #expect(all.count { $0.isConfirmed } >= 25)
        #expect(all.contains { !$0.isConfirmed })
    }

    @Test func `a file of prices is the user's word`() throws {
        let text = "date: 2026-11-01\ncurrency: USD\nprices:\n  eu-central-1:\n    s3.standard: 0.02 USD/GB-month\n"
        let file = PriceFile.read(Array(text.utf8), file: "prices.yaml", today: CalendarDay("2026-11-30")!).table
        let table = PriceTable.standard.overridden(by: try #require(file))
        #expect(table[Region("eu-central-1"), .standard]?.isConfirmed == true)
    }
}
