/// How many requests a second a service bears, learnt from its throttling: off until the first, then a token bucket
/// whose rate falls to 70 % at each throttling and grows back by CUBIC (RFC 9438), as AWS's 'adaptive' mode has it.
///
/// Times are seconds on any clock that only goes forward.
struct AdaptiveRate: Sendable {
    private static let beta = 0.7
    private static let scale = 0.4
    private static let smoothing = 0.8
    private static let minimumRate = 0.5

    /// Requests a second; nil while nothing was throttled.
    private(set) var rate: Double?
    private var tokens = 0.0
    private var refilledAt = 0.0

    private var measured = 0.0
    private var measuredAt = 0.0
    private var countSinceMeasured = 0

    private var lastMaximum = 0.0
    private var throttledAt = 0.0

    /// Takes a token, or a place in the queue for one: how long to wait before sending.
    ///
    /// Tokens may be owed, so that who asks first goes first.
    mutating func reserve(now: Double) -> Double {
        guard let rate else { return 0 }
        refill(now: now, rate: rate)
        tokens -= 1
        return tokens >= 0 ? 0 : -tokens / rate
    }

    /// Learns from a response.
    mutating func observe(isThrottling: Bool, now: Double) {
        measure(now: now)
        let newRate: Double
        if isThrottling {
            let current = rate.map { min($0, measured) } ?? measured
            lastMaximum = current
            throttledAt = now
            newRate = current * Self.beta
        } else {
            guard rate != nil else { return }
            let elapsed = now - throttledAt - window
            newRate = min(Self.scale * elapsed * elapsed * elapsed + lastMaximum, 2 * measured)
        }
        if let rate { refill(now: now, rate: rate) } else { refilledAt = now }
        rate = max(newRate, Self.minimumRate)
        tokens = min(tokens, capacity)
    }

    /// Seconds until the rate is back where it was throttled.
    private var window: Double { cubeRoot(lastMaximum * (1 - Self.beta) / Self.scale) }

    private var capacity: Double { max(rate ?? 0, 1) }

    private mutating func refill(now: Double, rate: Double) {
        tokens = min(capacity, tokens + max(0, now - refilledAt) * rate)
        refilledAt = now
    }

    /// Smoothed over half seconds.
    private mutating func measure(now: Double) {
        let bucket = (now * 2).rounded(.down) / 2
        countSinceMeasured += 1
        guard bucket > measuredAt else { return }
        let current = Double(countSinceMeasured) / (bucket - measuredAt)
        measured = current * Self.smoothing + measured * (1 - Self.smoothing)
        countSinceMeasured = 0
        measuredAt = bucket
    }

    /// By Newton's method: the module does not import the C library for one root.
    private func cubeRoot(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        var root = max(value, 1)
        for _ in 0..<60 { root -= (root * root * root - value) / (3 * root * root) }
        return root
    }
}
