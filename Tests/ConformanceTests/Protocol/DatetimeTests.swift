import AWSCore
import Testing

/// Smithy's three timestamp formats (smithy-rs).
@Suite("Timestamps on the wire")
struct DatetimeTests {
    private static let negative = Exclusion(
        "negative seconds with a fraction",
        reason: "the suite writes -2 and +0.75 as -2.75; we write and read the number that it is, -1.25")

    @Test func `timestamps are written and read in all three formats`() throws {
        guard let data = ConformanceData(suite: "datetime") else { return }
        let suites = try data.json("datetime/date_time_format_test_suite.json")
        var report = ConformanceReport("datetime")
        let formats: [(String, TimestampFormat)] = [
            ("epoch_seconds", .epochSeconds), ("http_date", .httpDate), ("date_time", .iso8601),
        ]
        for (name, format) in formats {
            for (index, row) in suites["format_\(name)"].array.enumerated() {
                report.check("format_\(name)#\(index)", excludedBy: Self.exclusion(row, format)) {
                    try expectEqual(Self.instant(row)?.formatted(format), row["smithy_format_value"].string, "text")
                }
            }
            for (index, row) in suites["parse_\(name)"].array.enumerated() {
                report.check("parse_\(name)#\(index)", excludedBy: Self.exclusion(row, format)) {
                    let parsed = Timestamp(row["smithy_format_value"].string ?? "", format: format)
                    try expectEqual(parsed, row["error"].bool == true ? nil : Self.instant(row), "timestamp")
                }
            }
        }
        report.finish()
    }

    private static func exclusion(_ row: JSONValue, _ format: TimestampFormat) -> Exclusion? {
        guard format == .epochSeconds, let instant = instant(row) else { return nil }
        return instant.seconds < 0 && instant.nanoseconds > 0 ? negative : nil
    }

    private static func instant(_ row: JSONValue) -> Timestamp? {
        row["canonical_seconds"].string.flatMap(Int.init).map {
            Timestamp(seconds: $0, nanoseconds: row["canonical_nanos"].int ?? 0)
        }
    }
}
