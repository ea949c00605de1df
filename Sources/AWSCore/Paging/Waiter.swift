/// A state to wait for, and how to detect that it is reached or cannot be reached; generated from AWS's waiters.
public struct Waiter<Input: Sendable, Output: Sendable>: Sendable {
    /// The name in AWS's model, such as `DBInstanceAvailable`.
    public var name: String
    /// The operation to poll.
    public var operation: Operation<Input, Output>
    /// The time between two polls.
    public var delay: Duration
    /// The number of polls after which AWS's tools give up.
    public var maximumAttempts: Int
    /// The acceptors, of which the first that matches decides.
    public var acceptors: [Acceptor<Output>]

    /// Creates the value from its parts.
    public init(
        _ name: String, _ operation: Operation<Input, Output>, delay: Duration, maximumAttempts: Int,
        acceptors: [Acceptor<Output>]
    ) {
        self.name = name
        self.operation = operation
        self.delay = delay
        self.maximumAttempts = maximumAttempts
        self.acceptors = acceptors
    }

    /// The result of a poll; nil to poll again, or to throw the error when the call failed.
    public func state(of result: Result<Output, ServiceError>) -> (state: WaiterState, seen: String)? {
        for acceptor in acceptors where acceptor.matches(result) { return (acceptor.state, acceptor.expected) }
        return nil
    }
}

/// The result when an acceptor matches.
public enum WaiterState: Sendable, Hashable {
    /// The state is reached.
    case success
    /// The state cannot be reached.
    case failure
    /// The state is not reached yet.
    case retry
}

/// One condition that a waiter checks.
public struct Acceptor<Output: Sendable>: Sendable {
    /// The result when it matches.
    public var state: WaiterState
    /// The condition, for messages.
    public var expected: String
    /// Whether it matches.
    public var matches: @Sendable (Result<Output, ServiceError>) -> Bool

    /// Creates the value from its parts.
    public init(
        _ state: WaiterState, expected: String, matches: @escaping @Sendable (Result<Output, ServiceError>) -> Bool
    ) {
        self.state = state
        self.expected = expected
        self.matches = matches
    }

    /// The call failed with this code.
    public static func error(_ state: WaiterState, _ code: String) -> Self {
        Self(state, expected: code) { result in
            if case .failure(let error) = result { error.code == code } else { false }
        }
    }

    /// The call ended with this HTTP status.
    public static func status(_ state: WaiterState, _ status: Int) -> Self {
        Self(state, expected: "HTTP \(status)") { result in
            switch result {
            case .success: (200..<300).contains(status)
            case .failure(let error): error.status == status
            }
        }
    }

    /// There is at least one value, and all are this one.
    public static func all(
        _ state: WaiterState, _ expected: String, _ values: @escaping @Sendable (Output) -> [String?]
    ) -> Self {
        Self(state, expected: expected) { result in
            guard case .success(let output) = result else { return false }
            let values = values(output)
            return !values.isEmpty && values.allSatisfy { $0 == expected }
        }
    }

    /// One of the values is this one.
    public static func any(
        _ state: WaiterState, _ expected: String, _ values: @escaping @Sendable (Output) -> [String?]
    ) -> Self {
        Self(state, expected: expected) { result in
            guard case .success(let output) = result else { return false }
            return values(output).contains(expected)
        }
    }

    /// The value is this one.
    public static func value<Value: Equatable & Sendable>(
        _ state: WaiterState, _ expected: Value, _ value: @escaping @Sendable (Output) -> Value?
    ) -> Self {
        Self(state, expected: "\(expected)") { result in
            guard case .success(let output) = result else { return false }
            return value(output) == expected
        }
    }
}
