/// Paces the polls of each instance.
///
/// Invariant: two polls of an instance are at least the polling interval apart, also across phases, since the account's
/// request rate is shared with production.
actor InstanceLooks {
    private var next: [String: ContinuousClock.Instant] = [:]

    /// How long to wait before this poll, in milliseconds. The poll is assumed to follow.
    func pause(before id: String, wanted: Int, interval: Int, now: ContinuousClock.Instant = .now) -> Int {
        let earliest = max(now + .milliseconds(wanted), next[id] ?? now)
        next[id] = earliest + .milliseconds(interval)
        let pause = now.duration(to: earliest)
        return Int((pause / .milliseconds(1)).rounded(.up))
    }
}
