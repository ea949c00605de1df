/// How long to wait before polling an instance again: rarely while no change is expected, often around the expected
/// time, and never more often than the interval allows.
package enum PollPacing {
    /// In milliseconds.
    static let longest = 30_000

    /// The pause after `elapsed`, all in milliseconds; `expected` is how long it took before, nil when unknown.
    ///
    /// A change is noticed at most one pause late: without an expected time that is a twentieth of the elapsed time,
    /// otherwise a quarter of the distance to the expected time.
    package static func pause(elapsed: Int, expected: Int?, interval: Int) -> Int {
        let wanted = expected.map { abs($0 - elapsed) / 4 } ?? elapsed / 20
        return min(max(wanted, interval), max(longest, interval))
    }
}
