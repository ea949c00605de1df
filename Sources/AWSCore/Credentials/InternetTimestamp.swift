/// Times as credential sources write them: RFC 3339, and the `UTC` that older AWS tools put in place of `Z`.
enum InternetTimestamp {
    /// Seconds since 1970, fractions cut off; nil when the text is no such time.
    static func seconds(_ text: String) -> Int? {
        var rest = Substring(text.trimmingBlanks)
        guard let year = take(4, &rest), skip("-", &rest), let month = take(2, &rest), skip("-", &rest),
            let day = take(2, &rest), skip("T", &rest) || skip("t", &rest) || skip(" ", &rest),
            let hour = take(2, &rest), skip(":", &rest), let minute = take(2, &rest), skip(":", &rest),
            let second = take(2, &rest),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        if skip(".", &rest) { rest = rest.drop { $0.isASCII && $0.isNumber } }
        guard let offset = offset(rest) else { return nil }
        return days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    }

    /// RFC 3339 in UTC, whole seconds.
    static func text(_ seconds: Int) -> String {
        let (day, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let days = rest < 0 ? day - 1 : day
        let time = rest < 0 ? rest + 86_400 : rest
        let (year, month, dayOfMonth) = date(days)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(dayOfMonth, 2))"
            + "T\(pad(time / 3600, 2)):\(pad(time / 60 % 60, 2)):\(pad(time % 60, 2))Z"
    }

    private static func offset(_ text: Substring) -> Int? {
        if ["Z", "z", "UTC"].contains(text) { return 0 }
        var rest = text
        guard let sign = rest.popFirst(), sign == "+" || sign == "-", let hours = take(2, &rest) else { return nil }
        _ = skip(":", &rest)
        guard let minutes = take(2, &rest), rest.isEmpty else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }

    private static func take(_ count: Int, _ rest: inout Substring) -> Int? {
        let digits = rest.prefix(count)
        guard digits.utf8.count == count, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(count)
        return Int(digits)
    }

    private static func skip(_ character: Character, _ rest: inout Substring) -> Bool {
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    // Proleptic Gregorian calendar, years that begin in March: http://howardhinnant.github.io/date_algorithms.html

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9)
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
