import RecoveryModel
import Testing

@Suite struct QuantityTests {
    @Test(arguments: [
        ("15m", 900), ("4h", 14_400), ("30d", 2_592_000), ("2w", 1_209_600), ("12mo", 31_536_000), ("1y", 31_536_000),
    ])
    func `a time span is read in its unit`(text: String, seconds: Int) {
        #expect(TimeSpan(text)?.seconds == seconds)
        #expect(TimeSpan(text)?.description == text)
    }

    @Test(arguments: ["", "4", "h", "4H", "-4h", "4 h", "1.5h", "1d12h", "99999999999999999999h", "101y", "٤h"])
    func `what is no time span is refused`(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test func `spans compare by length and hash alike`() {
        #expect(TimeSpan(12, .months) == TimeSpan(1, .years))
        #expect(Set([TimeSpan(24, .hours), TimeSpan(1, .days)]).count == 1)
        #expect(TimeSpan(1, .months).days == 30)
        #expect(TimeSpan(25, .hours).days == 2)
        #expect(TimeSpan(seconds: 93_600).description == "26h")
    }

    @Test(arguments: [("512MiB", 536_870_912), ("20GiB", 21_474_836_480), ("1TiB", 1_099_511_627_776), ("7B", 7)])
    func `a size is read in its unit`(text: String, bytes: Int) {
        #expect(ByteCount(text)?.bytes == bytes)
        #expect(ByteCount(text)?.description == text)
    }

    @Test(arguments: ["", "20", "20GB", "20 GiB", "GiB", "99999999999TiB", "-1GiB"])
    func `what is no size is refused`(text: String) {
        #expect(ByteCount(text) == nil)
    }
}
