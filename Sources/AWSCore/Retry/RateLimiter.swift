import Synchronization

/// Delays requests after throttling. There is one for each account, region and service, so that they do not affect each
/// other.
final class RateLimiter: Sendable {
    private let rate: Mutex<AdaptiveRate>

    /// - Parameter ceiling: The most requests per second; nil for none.
    init(ceiling: Double? = nil) { rate = Mutex(AdaptiveRate(ceiling: ceiling)) }

    /// Waits until the request may be sent.
    func waitForTurn(clock: ClientClock) async throws {
        let wait = rate.withLock { $0.reserve(now: clock.uptime().seconds) }
        if wait > 0 { try await clock.sleep(.seconds(wait)) }
    }

    /// Updates the rate after a response.
    func observe(isThrottling: Bool, clock: ClientClock) {
        rate.withLock { $0.observe(isThrottling: isThrottling, now: clock.uptime().seconds) }
    }
}

extension Duration {
    /// As a fraction of seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
