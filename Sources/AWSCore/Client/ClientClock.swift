import FoundationEssentials

/// The client's source of time and randomness, which tests replace.
public struct ClientClock: Sendable {
    /// Seconds since 1970, by a clock that may be adjusted.
    public var now: @Sendable () -> Double
    /// The time since some point in the past, by a monotonic clock.
    public var uptime: @Sendable () -> Duration
    /// Waits; throws `CancellationError` at once when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// In 0 ..< 1.
    public var random: @Sendable () -> Double
    /// A new unique id for a call.
    public var identifier: @Sendable () -> String

    /// Creates the value from its parts.
    public init(
        now: @escaping @Sendable () -> Double, uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double,
        identifier: @escaping @Sendable () -> String
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
        self.random = random
        self.identifier = identifier
    }

    /// The system's clock and random numbers.
    public static let system: ClientClock = {
        let start = ContinuousClock.now
        return ClientClock(
            now: { Date().timeIntervalSince1970 }, uptime: { start.duration(to: .now) },
            sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) },
            identifier: { UUID().uuidString.lowercased() })
    }()
}
