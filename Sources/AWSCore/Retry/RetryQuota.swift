import Synchronization

/// Tokens that retries cost and successes give back: when a service is down for good, retries stop by themselves.
///
/// One for each service and region; the invariant is 0 <= tokens <= capacity.
public final class RetryQuota: Sendable {
    /// Taken by a retry.
    static let cost = 14
    /// Taken by a retry after throttling, as the service said itself that later is fine.
    static let throttlingCost = 5
    /// Given back by a call that needed no retry.
    static let refund = 1

    private let capacity: Int
    private let tokens: Mutex<Int>

    /// Full, unless told otherwise.
    public init(capacity: Int = 500, tokens: Int? = nil) {
        self.capacity = capacity
        self.tokens = Mutex(tokens ?? capacity)
    }

    /// What is left.
    public var available: Int { tokens.withLock { $0 } }

    /// False when there are not enough left; then none are taken.
    func take(_ amount: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= amount else { return false }
            tokens -= amount
            return true
        }
    }

    func giveBack(_ amount: Int) {
        tokens.withLock { $0 = min(capacity, $0 + amount) }
    }
}
