import RecoveryModel
import Testing

@Suite("Money")
struct USDTests {
    @Test(arguments: [
        ("0", 0), ("1", 1_000_000), ("0.00099", 990), ("12.5", 12_500_000), ("0.000001", 1),
        ("999999.999999", 999_999_999_999),
    ])
    func `amounts are read to the millionth`(text: String, millionths: Int) {
        #expect(USD(text)?.millionths == millionths)
    }

    @Test(arguments: ["", ".", "1.", ".5", "-1", "+1", "1e3", "0.0000001", "1000000", "1,5", " 1", "１"])
    func `what is no amount is none`(text: String) {
        #expect(USD(text) == nil)
    }

    @Test func `a quantity costs its share of the price, rounded once`() {
        let price = USD(millionths: 95_000)
        #expect(price.times(1 << 30, per: 1 << 30).millionths == 95_000)
        #expect(price.times(3 << 29, per: 1 << 30).millionths == 142_500)
        #expect(price.times(-(3 << 29), per: 1 << 30).millionths == -142_500)
        #expect(USD(millionths: 1).times(1, per: 2).millionths == 1, "half of one goes away from zero")
        #expect(USD(millionths: 1).times(1, per: 3).millionths == 0)
        #expect(price.times(0, per: 1_000) == .zero)
        // An exbibyte at a dollar a gibibyte does not overflow.
        #expect(USD(millionths: 1_000_000).times(1 << 60, per: 1 << 30).millionths == (1 << 30) * 1_000_000)
    }

    @Test(arguments: [
        (4_100_000, "4.10 USD", "+4.10 USD", "4.1"), (-4_100_000, "-4.10 USD", "-4.10 USD", "-4.1"),
        (0, "0.00 USD", "0.00 USD", "0"), (4_999, "<0.01 USD", "+<0.01 USD", "0.004999"),
        (5_000, "0.01 USD", "+0.01 USD", "0.005"),
        (1_234_567_890_000, "1,234,567.89 USD", "+1,234,567.89 USD", "1234567.89"),
    ])
    func `people read cents, and programs every digit`(millionths: Int, shown: String, change: String, digits: String) {
        let amount = USD(millionths: millionths)
        #expect(amount.shown == shown && amount.change == change && amount.digits == digits)
    }

    @Test(arguments: [(100_000, "0.10 USD"), (3_000_000, "3.00 USD"), (990, "0.00099 USD"), (0, "0.00 USD")])
    func `a price is shown whole`(millionths: Int, shown: String) {
        #expect(USD(millionths: millionths).unrounded == shown)
    }

    @Test(arguments: [("2%", 200), ("0.25%", 25), ("100%", 10_000), ("0%", 0)])
    func `a daily change is a percentage to two decimals`(text: String, basisPoints: Int) {
        #expect(DailyChange(text)?.basisPoints == basisPoints)
        #expect(DailyChange(text)?.word == text)
    }

    @Test(arguments: ["2", "%", "-1%", "101%", "0.001%", "two%"])
    func `what is no percentage is none`(text: String) {
        #expect(DailyChange(text) == nil)
    }

    @Test func `no more changes than there is`() {
        let change = DailyChange(basisPoints: 200)
        #expect(change.of(100 << 30, days: 30) == 60 << 30)
        #expect(change.of(100 << 30, days: 90) == 100 << 30)
        #expect(change.of(.max, days: 1) <= .max / 50)
    }
}
