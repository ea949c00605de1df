import CivilCalendar

extension Instant {
    /// For people: `2026-11-26 21:20:26 UTC`. The fraction is dropped, as clocks do.
    ///
    /// Machines read `description`, which is RFC 3339.
    package var shown: String {
        let time = CivilTime(secondsSince1970: milliseconds.flooringDivided(by: 1_000).quotient)
        return "\(time.date) \(time.clock) UTC"
    }

    /// Nil unless the text is as `shown` writes it, so that what a report shows can be given to a command.
    package init?(shown text: String) {
        guard text.hasSuffix(" UTC") else { return nil }
        self.init("\(text.dropLast(4))Z")
    }
}
