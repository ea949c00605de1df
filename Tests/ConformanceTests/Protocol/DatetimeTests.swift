import AWSCore
import Foundation
import Testing

/// Smithy's three timestamp formats (smithy-rs).
@Suite("Timestamps on the wire")
struct DatetimeTests {
    private static let negative = Exclusion(
        "negative seconds with a fraction",
        reason:
            "the suite writes -2 s and +0.75 s as -2.75, its two halves side by side; as a number of seconds, which the"
            + " format is, that is another instant. Ours write and read -1.25, which is checked beside the suite")

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

    @Test func `negative seconds with a fraction are the number that they are`() throws {
        guard let data = ConformanceData(suite: "datetime, negative fractions") else { return }
        let suites = try data.json("datetime/date_time_format_test_suite.json")
        var report = ConformanceReport("datetime, negative fractions")
        let rows = suites["format_epoch_seconds"].array + suites["parse_epoch_seconds"].array
        for (index, row) in rows.enumerated() where Self.exclusion(row, .epochSeconds) != nil {
            report.check("#\(index) \(row["iso8601"].string ?? "")") {
                guard let instant = Self.instant(row), let text = instant.formatted(.epochSeconds) else {
                    throw ConformanceFailure("no text")
                }
                let number = Decimal(instant.seconds) + Decimal(instant.nanoseconds) / 1_000_000_000
                try expectEqual(Decimal(string: text), number, "number")
                try expectEqual(Timestamp(text, format: .epochSeconds), instant, "timestamp")
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
