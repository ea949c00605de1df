import Testing

@testable import AWSCore

@Suite struct InternetTimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2021-09-22T00:35:06Z", 1_632_270_906),
        ("2022-05-02T18:36:00+00:00", 1_651_516_560),
        ("2000-02-29T23:59:59.999Z", 951_868_799), ("2020-01-01T00:00:00UTC", 1_577_836_800),
        ("2026-05-01T02:00:00-0330", 1_777_613_400), ("1969-12-31T23:59:59Z", -1),
    ])
    func `a time is read`(text: String, seconds: Int) {
        #expect(InternetTimestamp.seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "2021-09-22", "2021-13-01T00:00:00Z", "2021-09-22T24:00:00Z", "tomorrow", "2021-09-22T00:35:06ZZ",
    ])
    func `what is no time is refused`(text: String) {
        #expect(InternetTimestamp.seconds(text) == nil)
    }

    @Test(arguments: [0, 951_782_400, 951_868_799, 1_632_270_906, 4_107_542_399, -1, -86_401])
    func `a time is written as it is read`(seconds: Int) {
        #expect(InternetTimestamp.seconds(InternetTimestamp.text(seconds)) == seconds)
    }

    @Test func `a time is written with leading zeros`() {
        #expect(InternetTimestamp.text(1_577_934_245) == "2020-01-02T03:04:05Z")
    }
}
