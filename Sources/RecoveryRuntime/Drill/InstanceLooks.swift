/// When each instance was last looked at.
///
/// One invariant: two looks at an instance are at least the polling interval apart, whatever the phases on both sides of
/// them want; the account's calls are shared with production.
actor InstanceLooks {
    private var next: [String: ContinuousClock.Instant] = [:]

    /// How long to wait before this look, in milliseconds; the look is taken as made after it.
    func pause(before id: String, wanted: Int, interval: Int, now: ContinuousClock.Instant = .now) -> Int {
        let earliest = max(now + .milliseconds(wanted), next[id] ?? now)
        next[id] = earliest + .milliseconds(interval)
        let pause = now.duration(to: earliest)
        return Int((pause / .milliseconds(1)).rounded(.up))
    }
}
