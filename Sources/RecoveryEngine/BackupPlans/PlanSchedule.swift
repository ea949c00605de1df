import RecoveryModel

/// What a schedule of AWS Backup comes to: the most days that pass between two of its runs.
///
/// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html,
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
enum PlanSchedule {
    /// Nil for an expression that is not understood, and for one that does not run for ever.
    static func longestGap(of expression: String) -> Int? {
        if let inside = inside(expression, "rate") { return ratedDays(inside) }
        return inside(expression, "cron").flatMap(cronDays)
    }

    /// Whether it runs in every interval of the calendar; nil for an expression that is not understood. A rate of 29 days
    /// passes over some February; every cron expression that is understood runs in each month.
    static func runs(_ expression: String, every interval: BackupInterval) -> Bool? {
        longestGap(of: expression).map { gap in
            switch interval {
            case .day: gap <= 1
            case .month: gap <= 28 || inside(expression, "cron") != nil
            }
        }
    }

    private static func inside(_ text: String, _ word: String) -> String? {
        text.hasPrefix("\(word)(") && text.hasSuffix(")") ? String(text.dropFirst(word.count + 1).dropLast()) : nil
    }

    private static func ratedDays(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        guard words.count == 2, let number = Int(words[0]), number > 0 else { return nil }
        switch words[1] {
        case "minute", "minutes": return (number + 1_439) / 1_440
        case "hour", "hours": return (number + 23) / 24
        case "day", "days": return number
        default: return nil
        }
    }

    /// Of `minute hour day-of-month month day-of-week year`.
    private static func cronDays(_ text: String) -> Int? {
        let fields = text.split(separator: " ").map(String.init)
        guard fields.count == 6, fields[5] == "*", isTime(fields[0], 59), isTime(fields[1], 23) else { return nil }
        let (day, month, weekday) = (fields[2], fields[3], fields[4])
        guard month == "*" || month == "1-12" || month == "1/1" else { return nil }
        func isAny(_ field: String) -> Bool { field == "*" || field == "?" }
        if isAny(day), isAny(weekday) || weekday == "1-7" || weekday == "SUN-SAT" { return 1 }
        if isAny(day) { return isWeekdays(weekday) ? 7 : nil }
        guard isAny(weekday) else { return nil }
        if day == "L" { return 31 }
        // From Friday the 26th of February to the 31st of March.
        if day == "LW" { return 33 }
        // A month may have no 29th.
        let days = day.split(separator: ",").map { Int($0) }
        guard !days.isEmpty, !days.contains(nil), days.compactMap(\.self).contains(where: { (1...28).contains($0) })
        else { return nil }
        return 31
    }

    /// One or more times, each within bounds; every one of them too.
    private static func isTime(_ field: String, _ most: Int) -> Bool {
        field == "*"
            || field.split(separator: ",").allSatisfy { Int($0).map { (0...most).contains($0) } ?? false }
                && !field.isEmpty
    }

    /// One or more days of every week, by number or name.
    private static func isWeekdays(_ field: String) -> Bool {
        let names: Set = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "1", "2", "3", "4", "5", "6", "7"]
        return !field.isEmpty
            && field.split(whereSeparator: { $0 == "," || $0 == "-" }).allSatisfy { names.contains(String($0)) }
    }
}
