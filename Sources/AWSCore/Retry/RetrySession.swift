/// The retries of one call: decides after each attempt what follows.
public struct RetrySession: Sendable {
    /// The decision after a failed attempt.
    public enum Decision: Hashable, Sendable {
        /// Another attempt, after this long.
        case retry(after: Duration)
        /// No retry: it would fail in the same way.
        case stop
        /// No retry: the number of attempts is used up.
        case attemptsExhausted
        /// No retry: too many calls fail.
        case quotaExhausted
    }

    private let settings: RetrySettings
    private let quota: RetryQuota
    private var cost: Int?
    private var throttled = 0
    /// The number of finished attempts.
    public private(set) var attempts = 0

    /// Creates the session of a new call.
    public init(settings: RetrySettings, quota: RetryQuota) {
        self.settings = settings
        self.quota = quota
    }

    /// Decides after a failed attempt.
    ///
    /// - Parameters:
    ///   - headers: The response's header fields, if any, which may ask for a longer wait.
    ///   - passes: False for a limit that is reached and not exceeded for a moment, such as the number of keys.
    ///   - random: In 0 ..< 1.
    public mutating func failed(
        _ kind: FailureKind, headers: HTTPHeaders = [:], passes: Bool = true, random: Double
    ) -> Decision {
        attempts += 1
        guard kind != .permanent, kind != .expiredCredentials else { return .stop }
        if kind == .throttling, passes, throttled < settings.throttledAttempts {
            throttled += 1
            return .retry(
                after: settings.delay(afterAttempt: throttled, kind, random: random, hint: RetryHint(headers)))
        }
        guard attempts - throttled < settings.maximumAttempts else { return .attemptsExhausted }
        let price = kind == .throttling ? RetryQuota.throttlingCost : RetryQuota.cost
        guard quota.take(price) else { return .quotaExhausted }
        cost = price
        return .retry(after: backoff(kind, headers: headers, random: random))
    }

    /// The wait after the last attempt, whether or not another one follows.
    func backoff(_ kind: FailureKind, headers: HTTPHeaders, random: Double) -> Duration {
        settings.delay(afterAttempt: attempts, kind, random: random, hint: RetryHint(headers))
    }

    /// Records that the last attempt succeeded.
    public mutating func succeeded() {
        attempts += 1
        quota.giveBack(cost ?? RetryQuota.refund)
    }
}
