import Synchronization

/// A token quota that retries use up and successes refill, so that retries stop when a service stays unavailable.
///
/// There is one for each service and region. Invariant: 0 <= tokens <= capacity.
public final class RetryQuota: Sendable {
    /// The cost of a retry.
    static let cost = 14
    /// The cost of a retry after throttling, which is lower because the service asks for it.
    static let throttlingCost = 5
    /// The refund by a call that needed no retry.
    static let refund = 1

    private let capacity: Int
    private let tokens: Mutex<Int>

    /// Creates a quota, which is full by default.
    public init(capacity: Int = 500, tokens: Int? = nil) {
        self.capacity = capacity
        self.tokens = Mutex(tokens ?? capacity)
    }

    /// The remaining tokens.
    public var available: Int { tokens.withLock { $0 } }

    /// Takes tokens; false without taking any when too few are left.
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
