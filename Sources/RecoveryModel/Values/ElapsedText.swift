/// Lengths of time for people: `850 ms`, `12.3 s`, `4 min 10 s`, `3 h 5 min`, `90 days`.
///
/// This is the only place that rounds them: to the nearest of the smaller unit shown, so that one measurement reads
/// alike in every report. A smaller unit of zero is left out.
package enum ElapsedText {
    /// From seconds.
    package static func of(_ seconds: Double) -> String {
        of(milliseconds: Int((bounded(seconds) * 1_000).rounded()))
    }

    /// From milliseconds.
    package static func of(milliseconds: Int) -> String {
        if milliseconds < 0 { return "-" + of(milliseconds: -milliseconds) }
        if milliseconds == 0 { return "0 s" }
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        let tenths = rounded(milliseconds, to: 100)
        if tenths < 600 { return "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths % 10)") + " s" }
        let seconds = rounded(milliseconds, to: 1_000)
        if seconds < 3_600 { return pair(seconds / 60, "min", seconds % 60, "s") }
        let minutes = rounded(milliseconds, to: 60_000)
        if minutes < 1_440 { return pair(minutes / 60, "h", minutes % 60, "min") }
        let hours = rounded(milliseconds, to: 3_600_000)
        return pair(hours / 24, hours / 24 == 1 ? "day" : "days", hours % 24, "h")
    }

    /// How long ago something was, in whole units: `6 minutes ago`, `36 hours ago`, `12 days ago`; `just now` within a
    /// second, and `in 6 minutes` for what is still to come.
    package static func ago(_ seconds: Double) -> String {
        if abs(seconds) < 1 { return "just now" }
        return seconds < 0 ? "in \(inWords(-seconds))" : "\(inWords(seconds)) ago"
    }

    /// A length in whole units and in words, for a sentence: `45 seconds`, `6 minutes`, `36 hours`, `1 day`.
    package static func inWords(_ seconds: Double) -> String {
        let whole = Int(bounded(abs(seconds)).rounded())
        if whole < 60 { return CountText.of(whole, "second") }
        if whole % 86_400 == 0 { return CountText.of(whole / 86_400, "day") }
        if whole % 3_600 == 0, whole < 172_800 { return CountText.of(whole / 3_600, "hour") }
        switch whole {
        case ..<7_200: return CountText.of(rounded(whole, to: 60), "minute")
        case ..<172_800: return CountText.of(rounded(whole, to: 3_600), "hour")
        default: return CountText.of(rounded(whole, to: 86_400), "day")
        }
    }

    /// Within a thousand years, so that nothing overflows.
    private static func bounded(_ seconds: Double) -> Double {
        seconds.isNaN ? 0 : min(max(seconds, -31_536_000_000), 31_536_000_000)
    }

    private static func rounded(_ count: Int, to unit: Int) -> Int { (count + unit / 2) / unit }

    private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        "\(CountText.number(large)) \(largeUnit)" + (small == 0 ? "" : " \(small) \(smallUnit)")
    }
}

extension TimeSpan {
    /// For people: `15 min`, `4 h`, `30 days`, in the unit it was written in.
    package var shown: String {
        switch unit {
        case .seconds: "\(CountText.number(count)) s"
        case .minutes: "\(CountText.number(count)) min"
        case .hours: "\(CountText.number(count)) h"
        case .days: CountText.of(count, "day")
        case .weeks: CountText.of(count, "week")
        case .months: CountText.of(count, "month")
        case .years: CountText.of(count, "year")
        }
    }
}
