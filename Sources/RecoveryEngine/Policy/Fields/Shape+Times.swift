import JSONWriting
import RecoveryModel

extension Shape where Value == TimeSpan {
    /// A length of time, such as `4h`.
    static let duration = Shape.scalar(
        "duration such as `4h`",
        schema: .members(["type": .string("string"), "pattern": .string("^[0-9]+(s|m|h|d|w|mo|y)$")]),
        print: \.description
    ) { scalar throws(Refusal) in
        guard let span = TimeSpan(scalar.text) else { throw DurationText.refusal(of: scalar.text) }
        guard span.seconds > 0 else {
            throw Refusal("invalid-value", "`\(scalar.text)` is zero", hint: "use a duration of more than zero")
        }
        return span
    }

    /// A length of time that AWS measures in days.
    static func days(_ range: ClosedRange<Int>) -> Shape {
        var shape = duration.checked { span in
            let isExact = span.unit == .months || span.seconds % 86_400 == 0
            guard isExact else {
                return Refusal(
                    "invalid-value", "`\(span)` is not a whole number of days, which AWS requires here",
                    hint: "write `\(span.days)d`")
            }
            guard range.contains(span.days) else {
                return Refusal(
                    "invalid-value", "`\(span)` is out of the range that AWS allows",
                    hint: "use a value from \(range.lowerBound)d to \(range.upperBound)d")
            }
            return nil
        }
        shape.label = "duration in days such as `30d`"
        return shape
    }
}

/// Guesses the intended duration from text that is not in the policy language's notation.
enum DurationText {
    private static let words: [String: TimeSpan.Unit] = [
        "sec": .seconds, "secs": .seconds, "second": .seconds, "seconds": .seconds, "min": .minutes, "mins": .minutes,
        "minute": .minutes, "minutes": .minutes, "hr": .hours, "hrs": .hours, "hour": .hours, "hours": .hours,
        "day": .days, "days": .days, "wk": .weeks, "week": .weeks, "weeks": .weeks, "mon": .months, "month": .months,
        "months": .months, "yr": .years, "year": .years, "years": .years,
    ]

    static func refusal(of text: String) -> Refusal {
        let shown = text.prefix(40)
        if text.allSatisfy({ $0.isASCII && $0.isNumber }) {
            let example = text.count <= 6 ? "\(text)h or \(text)d" : "4h or 30d"
            return Refusal(
                "missing-unit", "`\(shown)` has no unit", hint: "write \(example); units are s, m, h, d, w, mo, y")
        }
        let clock = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        if clock.count == 2 || clock.count == 3, clock.allSatisfy({ $0.map { (0...999).contains($0) } ?? false }) {
            let parts = clock.compactMap(\.self) + [0]
            let meant = TimeSpan(seconds: parts[0] * 3_600 + parts[1] * 60 + parts[2])
            return Refusal(
                "sexagesimal-time", "`\(shown)` is not a duration",
                detail: "YAML 1.1 tools read it as a number in base 60, others as text.",
                hint: "write `\(meant)`")
        }
        let meant = sum(of: text.lowercased())
        return Refusal(
            "wrong-unit", "`\(shown)` is not a duration",
            hint: meant.map { "write `\($0)`" } ?? "use digits and one of s, m, h, d, w, mo, y, such as 4h")
    }

    /// The sum of parts such as `1d12h`, `4 hours` or `1.5h`; nil when a part is not recognized.
    private static func sum(of text: String) -> TimeSpan? {
        var rest = text.filter { $0 != " " }[...]
        var parts: [TimeSpan] = []
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(number.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let count = Double(number), (0...1_000_000).contains(count),
                let unit = TimeSpan.Unit(rawValue: String(name)) ?? words[String(name)]
            else { return nil }
            if count == count.rounded() {
                parts.append(TimeSpan(Int(count), unit))
            } else {
                parts.append(TimeSpan(seconds: Int(count * Double(TimeSpan(1, unit).seconds))))
            }
        }
        guard let first = parts.first else { return nil }
        return parts.count == 1 ? first : TimeSpan(seconds: parts.reduce(0) { $0 + $1.seconds })
    }
}

extension Shape where Value == DailyWindow {
    /// A daily window in UTC, such as `02:00-02:30`.
    static let dailyWindow = Shape.scalar(
        "daily window in UTC such as `02:00-02:30`",
        schema: .members([
            "type": .string("string"), "pattern": .string("^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$"),
        ]),
        print: \.description
    ) { scalar throws(Refusal) in
        guard let window = DailyWindow(scalar.text) else { throw WindowText.refusal(of: scalar.text) }
        // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupWindow.html
        guard window.length >= 30 else {
            throw Refusal(
                "invalid-value",
                "`\(window)` is \(CountText.of(window.length, "minute")) long, but AWS requires at least 30",
                hint: "move its end")
        }
        return window
    }
}

extension Shape where Value == WeeklyWindow {
    /// A weekly window in UTC, such as `sun:04:00-sun:04:30`.
    static let weeklyWindow = Shape.scalar(
        "weekly window in UTC such as `sun:04:00-sun:04:30`",
        schema: .members([
            "type": .string("string"),
            "pattern": .string("^[a-z]{3}:[0-2][0-9]:[0-5][0-9]-[a-z]{3}:[0-2][0-9]:[0-5][0-9]$"),
        ]),
        print: \.description
    ) { scalar throws(Refusal) in
        guard let window = WeeklyWindow(scalar.text) else {
            throw Refusal(
                "invalid-value", "`\(scalar.text.prefix(40))` is not a weekly window",
                hint: "write it as `sun:04:00-sun:04:30`, in UTC")
        }
        guard (30...1_440).contains(window.length) else {
            throw Refusal(
                "invalid-value",
                "`\(window)` is \(CountText.of(window.length, "minute")) long, but AWS requires 30 minutes to 24 hours")
        }
        return window
    }
}

/// Guesses the intended window from text that is not in the policy language's notation.
enum WindowText {
    static func refusal(of text: String) -> Refusal {
        let shown = text.prefix(40)
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { minutes($0) }
        if ends.count == 1, let start = ends[0] {
            return Refusal(
                "sexagesimal-time", "`\(shown)` is not a daily window",
                detail: "YAML 1.1 tools read it as a number in base 60, and a window needs an end.",
                hint: "write `\(clock(start))-\(clock((start + 30) % 1_440))`")
        }
        if ends.count == 2, let start = ends[0], let end = ends[1], start != end {
            return Refusal(
                "invalid-value", "`\(shown)` is not a daily window", hint: "write `\(clock(start))-\(clock(end))`")
        }
        return Refusal(
            "invalid-value", "`\(shown)` is not a daily window",
            hint: "write two different times of day in UTC, such as `02:00-02:30`")
    }

    /// Accepts more than the policy language: `2:00`, `02:00:00`, spaces.
    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = Int(parts[0]), (0..<24).contains(hour),
            let minute = Int(parts[1]), (0..<60).contains(minute), parts.count == 2 || Int(parts[2]) == 0
        else { return nil }
        return hour * 60 + minute
    }

    private static func clock(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}

extension Shape where Value == CalendarDay {
    /// A day, such as `2027-03-31`.
    static let day = Shape.scalar(
        "day such as `2027-03-31`",
        schema: .members(["type": .string("string"), "pattern": .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]),
        print: \.description
    ) { scalar throws(Refusal) in
        guard let day = CalendarDay(scalar.text) else {
            throw Refusal(
                "invalid-value", "`\(scalar.text.prefix(40))` is not a date",
                hint: "write year, month and day, such as 2027-03-31")
        }
        return day
    }
}
