extension Instant {
    /// For people: `2026-11-26 21:20:26 UTC`. The fraction is dropped, as clocks do.
    ///
    /// Machines read `description`, which is RFC 3339.
    package var shown: String { "\(day) \(clock) UTC" }

    /// Hours, minutes and seconds after midnight UTC: `21:20:26`.
    var clock: String {
        let second = (milliseconds - day.daysSinceEpoch * 86_400_000) / 1_000
        return [second / 3_600, second / 60 % 60, second % 60]
            .map { CalendarDay.padded($0, to: 2) }
            .joined(separator: ":")
    }

    /// Nil unless the text is as `shown` writes it, so that what a report shows can be given to a command.
    package init?(shown text: String) {
        guard text.hasSuffix(" UTC") else { return nil }
        self.init("\(text.dropLast(4))Z")
    }
}
