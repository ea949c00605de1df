import CivilCalendar

extension Timestamp {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let years = -62_167_219_200..<253_402_300_800  // 0000 to 9999

    /// The text form; nil when the year is negative or has more than four digits. Digits below a microsecond are
    /// dropped.
    public func formatted(_ format: TimestampFormat) -> String? {
        if format == .epochSeconds { return epochSeconds }
        guard Self.years.contains(seconds) else { return nil }
        let time = CivilTime(secondsSince1970: seconds)
        guard format == .httpDate else { return "\(time.extended)\(Self.fraction(nanoseconds))Z" }
        let date = time.date
        let day = "\(Self.weekdays[date.weekday]), \(Self.padded(date.day, 2)) \(Self.months[date.month - 1])"
        return "\(day) \(Self.padded(date.year, 4)) \(time.clock) GMT"
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

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
