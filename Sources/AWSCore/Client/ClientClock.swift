import FoundationEssentials

/// Time and chance, as the client sees them: tests bring their own.
public struct ClientClock: Sendable {
    /// Seconds since 1970; it may jump.
    public var now: @Sendable () -> Double
    /// Since some moment in the past; it only goes forward.
    public var uptime: @Sendable () -> Duration
    /// Waits; throws `CancellationError` at once when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// In 0 ..< 1.
    public var random: @Sendable () -> Double
    /// A new name for a call, unlike all others.
    public var identifier: @Sendable () -> String

    /// From its parts.
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

    /// The system's.
    public static let system: ClientClock = {
        let start = ContinuousClock.now
        return ClientClock(
            now: { Date().timeIntervalSince1970 }, uptime: { start.duration(to: .now) },
            sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) },
            identifier: { UUID().uuidString.lowercased() })
    }()
}
