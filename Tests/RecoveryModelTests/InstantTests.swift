import FoundationEssentials
import RecoveryModel
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-23T05:10:00Z", 1_795_410_600_000),
        ("2026-11-23T05:10:00.25Z", 1_795_410_600_250),
        ("2026-11-23t05:10:00.123456789z", 1_795_410_600_123),
        ("2026-11-23 06:10:00+01:00", 1_795_410_600_000),
        ("2026-11-22T23:10:00-06:00", 1_795_410_600_000),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ("2000-02-29T00:00:00Z", 951_782_400_000),
    ])
    func `RFC 3339 is read exactly`(text: String, milliseconds: Int) {
        #expect(Instant(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T05:10Z", "2026-11-23T05:10:00", "2026-11-23T24:00:00Z", "2026-11-23T05:60:00Z",
        "2026-02-29T00:00:00Z", "2026-11-23T05:10:00.Z", "2026-11-23T05:10:00+1:00", "2026-11-23T05:10:00+0100",
        "2026-11-23T05:10:00Z ", "+026-11-23T05:10:00Z", "2026-11-23T05:10:00Zé", "２026-11-23T05:10:00Z",
    ])
    func `anything else is refused`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func `what is printed is read again`() {
        for milliseconds in [0, 1, -1, 999, 1_000, 1_795_410_600_123, -62_135_596_800_000, 253_402_300_799_999] {
            let instant = Instant(milliseconds: milliseconds)
            #expect(Instant(instant.description) == instant, "\(instant)")
        }
        #expect(Instant(milliseconds: 1_795_410_600_050).description == "2026-11-23T05:10:00.050Z")
        #expect(Instant(seconds: 1_795_410_600).description == "2026-11-23T05:10:00Z")
    }

    @Test func `seconds with fractions are rounded and bounded`() {
        #expect(Instant(secondsSince1970: 1_795_410_600.0004).milliseconds == 1_795_410_600_000)
        #expect(Instant(secondsSince1970: .infinity).description == "9999-12-31T23:59:59.999Z")
        #expect(Instant(secondsSince1970: -.infinity).description == "0001-01-01T00:00:00Z")
        #expect(Instant(secondsSince1970: .nan) == Instant(milliseconds: 0))
    }

    @Test func `arithmetic and the parts of a day`() throws {
        let instant = try #require(Instant("2026-11-23T05:10:30Z"))
        #expect((instant + TimeSpan(24, .hours)).description == "2026-11-24T05:10:30Z")
        #expect((instant - TimeSpan(6, .hours)).description == "2026-11-22T23:10:30Z")
        #expect(instant - Instant(seconds: 0) == 1_795_410_630)
        #expect(instant.adding(seconds: -0.5).description == "2026-11-23T05:10:29.500Z")
        #expect(instant.day.description == "2026-11-23")
        #expect(instant.minuteOfDay == 310)
        #expect(Instant(milliseconds: -1).day.description == "1969-12-31")
    }

    @Test func `JSON holds the text`() throws {
        let instant = Instant(seconds: 1_795_410_600)
        let data = try JSONEncoder().encode([instant])
        #expect(String(decoding: data, as: UTF8.self) == #"["2026-11-23T05:10:00Z"]"#)
        #expect(try JSONDecoder().decode([Instant].self, from: data) == [instant])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Instant].self, from: Data(#"["yesterday"]"#.utf8))
        }
    }
}
