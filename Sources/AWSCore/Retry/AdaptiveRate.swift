/// The request rate that a service allows, derived from its throttling: unlimited until the first, then a token bucket
/// whose rate falls to 70 % at each throttling and grows back by CUBIC (RFC 9438), as in AWS's 'adaptive' mode.
///
/// With a ceiling it is limited from the beginning, and never exceeds it: what a service allows is shared with the
/// account's own workload, whose throttling nobody tells us of. Times are seconds on any clock that only goes forward.
struct AdaptiveRate: Sendable {
    private static let beta = 0.7
    private static let scale = 0.4
    private static let smoothing = 0.8
    private static let minimumRate = 0.5
    /// The period in seconds over which requests are counted.
    private static let period = 0.5

    /// The most requests per second; nil for none.
    let ceiling: Double?
    /// The limit that was learned, in requests per second; nil until the first throttling.
    private(set) var rate: Double?
    private var tokens = 0.0
    private var refilledAt = 0.0

    private var measured = 0.0
    private var measuredAt: Double?
    private var countSinceMeasured = 0

    private var lastMaximum = 0.0
    private var throttledAt: Double?

    init(ceiling: Double? = nil) { self.ceiling = ceiling }

    /// The limit that holds, in requests per second; nil for none.
    var limit: Double? {
        guard let ceiling else { return rate }
        return min(rate ?? ceiling, ceiling)
    }

    /// Takes a token, which may not be available yet, and returns how long to wait before sending.
    ///
    /// The number of tokens can be negative, so that requests are sent in order.
    mutating func reserve(now: Double) -> Double {
        guard let limit else { return 0 }
        refill(now: now, limit)
        tokens -= 1
        return tokens >= 0 ? 0 : -tokens / limit
    }

    /// Updates the rate after a response.
    mutating func observe(isThrottling: Bool, now: Double) {
        measure(now: now)
        let newRate: Double
        if isThrottling {
            // Concurrent requests are throttled together, which counts as one event.
            if let throttledAt, now - throttledAt < Self.period { return }
            lastMaximum = min(rate ?? .infinity, current)
            throttledAt = now
            newRate = lastMaximum * Self.beta
        } else {
            guard let throttledAt else { return }
            let elapsed = now - throttledAt - window
            newRate = min(Self.scale * elapsed * elapsed * elapsed + lastMaximum, 2 * current)
        }
        if let limit { refill(now: now, limit) } else { refilledAt = now }
        rate = max(newRate, Self.minimumRate)
        tokens = min(tokens, capacity)
    }

    /// Seconds until the rate is back where it was throttled.
    private var window: Double { cubeRoot(lastMaximum * (1 - Self.beta) / Self.scale) }

    /// What may be sent at once after a pause: under a ceiling a single request, so that no second has more than it allows.
    private var capacity: Double { ceiling == nil ? max(rate ?? 0, 1) : 1 }

    private mutating func refill(now: Double, _ limit: Double) {
        tokens = min(capacity, tokens + max(0, now - refilledAt) * limit)
        refilledAt = now
    }

    /// The current sending rate; in the first half second it is only the count.
    private var current: Double { measured > 0 ? measured : Double(countSinceMeasured) / Self.period }

    /// Smoothed over half seconds.
    private mutating func measure(now: Double) {
        let bucket = (now / Self.period).rounded(.down) * Self.period
        countSinceMeasured += 1
        guard let before = measuredAt else { return measuredAt = bucket }
        guard bucket > before else { return }
        let latest = Double(countSinceMeasured) / (bucket - before)
        measured = measured > 0 ? latest * Self.smoothing + measured * (1 - Self.smoothing) : latest
        countSinceMeasured = 0
        measuredAt = bucket
    }

    /// The cube root by Newton's method, so that the module need not import the C library.
    private func cubeRoot(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        var root = max(value, 1)
        for _ in 0..<60 { root -= (root * root * root - value) / (3 * root * root) }
        return root
    }
}
