/// A state to wait for, and how to see that it is reached or never will be; generated from AWS's waiters.
public struct Waiter<Input: Sendable, Output: Sendable>: Sendable {
    /// As AWS names it, such as `DBInstanceAvailable`.
    public var name: String
    /// What is called to look.
    public var operation: Operation<Input, Output>
    /// Between two looks.
    public var delay: Duration
    /// How often AWS's own tools look before they give up.
    public var maximumAttempts: Int
    /// Tried in order; the first that applies decides.
    public var acceptors: [Acceptor<Output>]

    /// From its parts.
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

    /// What a look means; nil to look again, or to pass an error on when the call failed.
    public func state(of result: Result<Output, ServiceError>) -> (state: WaiterState, seen: String)? {
        for acceptor in acceptors where acceptor.matches(result) { return (acceptor.state, acceptor.expected) }
        return nil
    }
}

/// What seeing a certain thing means.
public enum WaiterState: Sendable, Hashable {
    /// What was waited for is there.
    case success
    /// It will not come.
    case failure
    /// Not yet.
    case retry
}

/// One thing that a waiter looks for.
public struct Acceptor<Output: Sendable>: Sendable {
    /// What seeing it means.
    public var state: WaiterState
    /// What is looked for, for messages.
    public var expected: String
    /// Whether it is there.
    public var matches: @Sendable (Result<Output, ServiceError>) -> Bool

    /// From its parts.
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
