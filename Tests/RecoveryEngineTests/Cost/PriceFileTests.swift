import AWSNames
import RecoveryModel
import Testing

@testable import RecoveryEngine

@Suite("Files of prices")
struct PriceFileTests {
    private static let head = "date: 2026-11-01\ncurrency: USD\nprices:\n  us-east-1:\n"

    private func read(_ text: String) -> (table: PriceTable?, diagnostics: [Diagnostic]) {
        PriceFile.read(Array(text.utf8), file: "prices.yaml", today: CalendarDay("2026-11-30")!)
    }

    @Test func `YAML and JSON say the same`() throws {
        let yaml = read(Self.head + "    rds.backup-storage: 0.085 USD/GB-month\n    kms.key: 1 USD/month\n")
        let json = read(
            #"""
            {"date": "2026-11-01", "currency": "USD", "prices": {"us-east-1":
                {"rds.backup-storage": "0.085 USD/GB-month", "kms.key": "1 USD/month"}}}
            """#)
        let table = try #require(yaml.table, "\(yaml.diagnostics.rendered())")
        #expect(table == json.table)
        #expect(
            table[Region("us-east-1"), .rdsBackup]
                == Price(amount: USD(millionths: 85_000), date: CalendarDay("2026-11-01")!, source: "prices.yaml"))
        #expect(table[Region("us-east-1"), .auroraBackup] == nil)
    }

    @Test func `its lines take the place of drctl's own, and the others stay`() throws {
        let file = try #require(
            read(
                "source: our agreement\n"
                    + Self.head.replacing("us-east-1", with: "mx-central-1") + "    kms.key: 0.8 USD/month\n"
            ).table)
        let table = PriceTable.standard.overridden(by: file)
        #expect(table[Region("mx-central-1"), .key]?.source == "our agreement")
        #expect(table[Region("us-east-1"), .key] == PriceTable.standard[Region("us-east-1"), .key])
    }

    @Test(arguments: [
        ("    rds.backup-storage: -0.095 USD/GB-month", "5:25: error", "`-0.095 USD/GB-month` is negative"),
        ("    rds.backup-storage: 0.095 USD/month", "5:25: error", "write `0.095 USD/GB-month`"),
        ("    rds.backup-storage: 0.095", "5:25: error", "missing-unit"),
        ("    rds.backup-storage: cheap", "5:25: error", "`cheap` is not a price"),
        ("    rds.backup-storage: 0.0000001 USD/GB-month", "5:25: error", "at most six decimals"),
        ("    rds.backup-storage: 1e3 USD/GB-month", "5:25: error", "is not a price"),
        ("    rds.backup-storage: 1e-3 USD/GB-month", "5:25: error", "write dollars with at most six decimals"),
        ("    kms.key: 1 USD/month\n  us-nowhere-1:\n    kms.key: 1 USD/month", "6:3: error", "is no region of AWS"),
        ("    rds.backup-storage: null", "5:25: error", "found nothing"),
        ("    rds.backup-storage: [1]", "5:25: error", "found a list"),
        ("    rds.backup-storag: 0.095 USD/GB-month", "5:5: error", "did you mean `rds.backup-storage`"),
        ("    kms.key: 1 USD/month\n    kms.key: 2 USD/month", "6:5: error", "duplicate key"),
        ("    kms.key: 1 USD/month\n  us-east-1a:\n    kms.key: 1 USD/month", "6:3: error", "Availability Zone"),
    ])
    func `a wrong price is one error at its place`(line: String, place: String, words: String) {
        let (table, diagnostics) = read(Self.head + line + "\n")
        #expect(table == nil && diagnostics.count == 1, "\(diagnostics.rendered())")
        let text = diagnostics.rendered()
        #expect(text.hasPrefix("prices.yaml:\(place)") && text.contains(words), "\(text)")
    }

    @Test(arguments: [
        ("currency: USD\nprices: {}\n", "`date` is missing"),
        ("date: 2026-11-01\nprices: {}\n", "`currency` is missing"),
        ("date: 2026-11-01\ncurrency: EUR\nprices: {}\n", "unknown value `EUR`"),
        ("date: 2026-13-01\ncurrency: USD\nprices: {}\n", "2026-13-01"),
        ("date: 2026-11-01\ncurrency: USD\n", "`prices` is missing"),
        ("", "no prices"), ("~\n", "no prices"), ("- 1\n", "expected map, found a list"),
        ("date: 2026-11-01\ncurrency: USD\nprices: {}\nprice: 1\n", "unknown key `price`"), ("a: [\n", "error"),
    ])
    func `a file that is none is one error`(text: String, words: String) {
        let (table, diagnostics) = read(text)
        #expect(table == nil && diagnostics.count == 1, "\(diagnostics.rendered())")
        #expect(diagnostics.rendered().contains(words), "\(diagnostics.rendered())")
    }

    @Test func `bytes that are no text are refused`() {
        #expect(
            PriceFile.read([0xFF, 0xFE, 0x00], file: "prices.yaml", today: CalendarDay("2026-11-30")!).diagnostics.count
                == 1)
    }

    @Test func `drctl's own prices are positive, dated and have their pages`() {
        let prices = PriceTable.standard.prices
        #expect(
            prices.keys.sorted().map(\.rawValue) == [
                "eu-central-1", "eu-west-1", "us-east-1", "us-east-2", "us-west-2",
            ])
        for price in prices.values.flatMap(\.values) {
            #expect(price.amount > .zero && price.amount < USD(millionths: 10_000_000), "\(price)")
            #expect(price.date >= CalendarDay("2025-01-01")!, "\(price)")
            // What a public source confirms names that source instead of AWS's page.
            #expect(["https://", "AWS Price List API"].contains { price.source.hasPrefix($0) }, "\(price)")
        }
        #expect(prices[Region("us-east-1")]?.count == BillingItem.allCases.count, "the first region has all of them")
        #expect(prices[Region("eu-central-1")]?[.rdsBackup] == nil)
    }

    @Test func `prices of a day that has not come are refused`() {
        let (table, diagnostics) = read(
            Self.head.replacing("2026-11-01", with: "2026-12-01") + "    kms.key: 1 USD/month\n")
        let text = diagnostics.rendered()
        #expect(
            table == nil && text.hasPrefix("prices.yaml:1:7: error") && text.contains("has not come yet"), "\(text)")
    }
}
