/// The retries of one call: told of each attempt's end, it says what follows.
public struct RetrySession: Sendable {
    /// What follows a failed attempt.
    public enum Decision: Hashable, Sendable {
        /// Another attempt, after this long.
        case retry(after: Duration)
        /// Nothing: the same would happen again.
        case stop
        /// Nothing: enough attempts were made.
        case attemptsExhausted
        /// Nothing: too many calls fail.
        case quotaExhausted
    }

    private let settings: RetrySettings
    private let quota: RetryQuota
    private var cost: Int?
    /// Attempts that have ended.
    public private(set) var attempts = 0

    /// For a call that begins.
    public init(settings: RetrySettings, quota: RetryQuota) {
        self.settings = settings
        self.quota = quota
    }

    /// An attempt failed.
    ///
    /// - Parameters:
    ///   - headers: Of the response, if there was one: it may ask for a longer wait.
    ///   - random: In 0 ..< 1.
    public mutating func failed(_ kind: FailureKind, headers: HTTPHeaders = [:], random: Double) -> Decision {
        attempts += 1
        guard kind != .permanent, kind != .expiredCredentials else { return .stop }
        guard attempts < settings.maximumAttempts else { return .attemptsExhausted }
        let price = kind == .throttling ? RetryQuota.throttlingCost : RetryQuota.cost
        guard quota.take(price) else { return .quotaExhausted }
        cost = price
        return .retry(after: backoff(kind, headers: headers, random: random))
    }

    /// The wait that follows the last attempt, whether or not another one does.
    func backoff(_ kind: FailureKind, headers: HTTPHeaders, random: Double) -> Duration {
        settings.delay(afterAttempt: attempts, kind, random: random, hint: RetryHint(headers))
    }

    /// The last attempt succeeded.
    public mutating func succeeded() {
        attempts += 1
        quota.giveBack(cost ?? RetryQuota.refund)
    }
}
