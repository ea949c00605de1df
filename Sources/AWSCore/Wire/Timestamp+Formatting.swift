extension Timestamp {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]  // 1970-01-01 was a Thursday
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let years = -62_167_219_200..<253_402_300_800  // 0000 to 9999

    /// The text form; nil when the year is negative or has more than four digits. Digits below a microsecond are
    /// dropped.
    public func formatted(_ format: TimestampFormat) -> String? {
        if format == .epochSeconds { return epochSeconds }
        guard Self.years.contains(seconds) else { return nil }
        let dayNumber = seconds.flooringDivided(by: 86_400)
        let day = CivilDay(daysSinceEpoch: dayNumber)
        let second = seconds - dayNumber * 86_400
        let time = "\(Self.padded(second / 3_600)):\(Self.padded(second / 60 % 60)):\(Self.padded(second % 60))"
        let year = Self.padded(day.year, 4)
        if format == .httpDate {
            let weekday = Self.days[(dayNumber % 7 + 7) % 7]
            return "\(weekday), \(Self.padded(day.day)) \(Self.months[day.month - 1]) \(year) \(time) GMT"
        }
        return "\(year)-\(Self.padded(day.month))-\(Self.padded(day.day))T\(time)\(Self.fraction(nanoseconds))Z"
    }

    private var epochSeconds: String {
        // Seconds are rounded down: -1.25 is -2 and 0.75.
        let micros = nanoseconds / 1_000
        guard seconds < 0, micros > 0 else { return "\(seconds)\(Self.fraction(nanoseconds))" }
        let whole = seconds + 1
        return "\(whole == 0 ? "-" : "")\(whole)\(Self.fraction((1_000_000 - micros) * 1_000))"
    }

    private static func fraction(_ nanoseconds: Int) -> String {
        var micros = nanoseconds / 1_000
        guard micros > 0 else { return "" }
        var width = 6
        while micros % 10 == 0 {
            micros /= 10
            width -= 1
        }
        return "." + padded(micros, width)
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
