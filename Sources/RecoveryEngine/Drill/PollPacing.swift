/// How long to wait before looking at an instance again: seldom while nothing can have happened, often near the
/// expected time, and never more often than the interval allows.
package enum PollPacing {
    /// In milliseconds.
    static let longest = 30_000

    /// The pause after `elapsed`, all in milliseconds; `expected` is how long it took before, nil when not known.
    package static func pause(elapsed: Int, expected: Int?, interval: Int) -> Int {
        guard let expected else { return min(max(elapsed / 10, interval), max(longest, interval)) }
        // A quarter of what is left closes in on the expected time; past it, a twentieth of what was expected.
        let wanted = elapsed < expected ? (expected - elapsed) / 4 : expected / 20
        return min(max(wanted, interval), max(longest, interval))
    }
}
