import RecoveryModel
import Testing

@Suite struct ShownValuesTests {
    @Test(arguments: [
        (0, "0 s"), (1, "1 ms"), (850, "850 ms"), (999, "999 ms"), (1_000, "1 s"), (2_349, "2.3 s"), (2_350, "2.4 s"),
        (3_000, "3 s"), (59_949, "59.9 s"), (59_950, "1 min"), (250_000, "4 min 10 s"), (240_499, "4 min"),
        (3_599_499, "59 min 59 s"), (3_599_500, "1 h"), (14_400_000, "4 h"), (11_130_000, "3 h 6 min"),
        (86_369_999, "23 h 59 min"), (86_370_000, "1 day"), (187_200_000, "2 days 4 h"), (7_776_000_000, "90 days"),
        (-2_300, "-2.3 s"),
    ])
    func `a length of time is rounded to the smaller unit shown`(milliseconds: Int, text: String) {
        #expect(ElapsedText.of(milliseconds: milliseconds) == text)
        #expect(ElapsedText.of(Double(milliseconds) / 1_000) == text)
    }

    @Test func `a length that is no number of years does not overflow`() {
        #expect(ElapsedText.of(.infinity) == "365,000 days")
        #expect(ElapsedText.ago(.greatestFiniteMagnitude) == "365,000 days ago")
    }

    @Test(arguments: [
        (0, "just now"), (0.9, "just now"), (1, "1 second ago"), (45, "45 seconds ago"), (60, "1 minute ago"),
        (361, "6 minutes ago"), (3_600, "1 hour ago"), (5_400, "90 minutes ago"), (7_200, "2 hours ago"),
        (86_400, "1 day ago"), (129_600, "36 hours ago"), (172_800, "2 days ago"), (1_000_000, "12 days ago"),
        (-360, "in 6 minutes"), (-1, "in 1 second"),
    ])
    func `an age is shown in people's units`(seconds: Double, text: String) {
        #expect(ElapsedText.ago(seconds) == text)
    }

    @Test(arguments: [
        ("15m", "15 min"), ("4h", "4 h"), ("1d", "1 day"), ("30d", "30 days"), ("2w", "2 weeks"), ("12mo", "12 months"),
        ("1y", "1 year"), ("90s", "90 s"), ("1440m", "1,440 min"),
    ])
    func `a span is shown in the unit it was written in`(written: String, shown: String) {
        #expect(TimeSpan(written)?.shown == shown)
    }

    @Test func `a noun follows its number`() {
        #expect(CountText.of(0, "record") == "0 records")
        #expect(CountText.of(1, "record") == "1 record")
        #expect(CountText.of(2, "record") == "2 records")
        #expect(CountText.of(1, "policy", plural: "policies") == "1 policy")
        #expect(CountText.of(12_345, "policy", plural: "policies") == "12,345 policies")
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (123_456, "123,456"), (1_234_567, "1,234,567"), (-1_000, "-1,000"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `thousands are separated`(number: Int, text: String) {
        #expect(CountText.number(number) == text)
    }

    @Test func `names are listed as in a sentence`() {
        #expect(CountText.list([]) == "none")
        #expect(CountText.list(["a"]) == "a")
        #expect(CountText.list(["a", "b"]) == "a and b")
        #expect(CountText.list(["a", "b", "c"], "or") == "a, b or c")
    }

    @Test(arguments: [
        (0, "0 B"), (1_023, "1,023 B"), (1_536, "1.5 KiB"), (536_870_912, "512 MiB"), (21_474_836_480, "20 GiB"),
        (1_181_116_006, "1.1 GiB"),
    ])
    func `a size is shown to one decimal`(bytes: Int, text: String) {
        #expect(ByteCount(bytes: bytes).shown == text)
    }

    @Test func `dollars are never shown as less`() {
        #expect(Dollars.text(0.061) == "0.07 USD")
        #expect(Dollars.text(1_204.5) == "1,204.50 USD")
    }

    @Test(arguments: [
        ("2026-11-26T21:20:26Z", "2026-11-26 21:20:26 UTC"), ("2026-11-26T21:20:26.064Z", "2026-11-26 21:20:26 UTC"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31 23:59:59 UTC"), ("2026-11-26T00:00:00+01:00", "2026-11-25 23:00:00 UTC"),
    ])
    func `a time is shown to people in UTC and read back`(text: String, shown: String) throws {
        let instant = try #require(Instant(text))
        #expect(instant.shown == shown)
        #expect(Instant(shown: shown) == Instant(seconds: Int((instant.secondsSince1970).rounded(.down))))
    }

    @Test(arguments: ["2026-11-26 21:20:26", "2026-11-26 21:20:26Z", "2026-11-26T21:20 UTC", "UTC", ""])
    func `what is no shown time is refused`(text: String) {
        #expect(Instant(shown: text) == nil)
    }
}
