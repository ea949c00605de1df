/// The settings of retries: AWS's 'standard' mode, revision 2.1.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
public struct RetrySettings: Hashable, Sendable {
    /// The number of attempts, including the first; one means no retry.
    public var maximumAttempts: Int
    /// The number of throttled attempts that a call outlasts. A throttled attempt is one that the service asks to make
    /// later, which the learned rate sees to: it is not one of `maximumAttempts` and costs no quota. Zero counts it like any
    /// other, as AWS's standard mode does.
    public var throttledAttempts: Int
    /// The limit for the whole call, including retries and waits; nil for none.
    public var deadline: Duration?
    /// The base delay, which doubles with each retry.
    public var baseDelay: Duration
    /// The base delay after throttling.
    public var throttlingBaseDelay: Duration
    /// The longest wait, unless the service asks for more.
    public var maximumDelay: Duration

    /// Creates settings, with AWS's constants by default.
    public init(
        maximumAttempts: Int = 3, throttledAttempts: Int = 0, deadline: Duration? = nil,
        baseDelay: Duration = .milliseconds(50),
        throttlingBaseDelay: Duration = .seconds(1), maximumDelay: Duration = .seconds(20)
    ) {
        self.maximumAttempts = maximumAttempts
        self.throttledAttempts = throttledAttempts
        self.deadline = deadline
        self.baseDelay = baseDelay
        self.throttlingBaseDelay = throttlingBaseDelay
        self.maximumDelay = maximumDelay
    }

    /// The wait before the retry that follows the numbered attempt (1 is the first): exponential, with full jitter.
    ///
    /// - Parameters:
    ///   - random: In 0 ..< 1.
    ///   - hint: The wait that the service asked for.
    func delay(afterAttempt attempt: Int, _ kind: FailureKind, random: Double, hint: RetryHint?) -> Duration {
        let base = kind == .throttling ? throttlingBaseDelay : baseDelay
        let exponential = base * (1 << min(max(attempt - 1, 0), 16))
        let chosen = min(exponential, maximumDelay) * random
        switch hint {
        case .milliseconds(let value):
            // A service may ask for a longer wait, but not for one that looks like a hang.
            return max(chosen, min(.milliseconds(value), chosen + .seconds(5)))
        case .seconds(let value):
            return max(chosen, min(.seconds(value), maximumDelay))
        case nil:
            return chosen
        }
    }
}

/// The wait that a response asks for.
enum RetryHint: Hashable, Sendable {
    /// `x-amz-retry-after`.
    case milliseconds(Int)
    /// `Retry-After`, in its form with seconds.
    case seconds(Int)

    /// Reads the hint from a response; nil when it has no valid one.
    init?(_ headers: HTTPHeaders) {
        if let value = headers["x-amz-retry-after"].flatMap({ Int($0) }), (0...86_400_000).contains(value) {
            self = .milliseconds(value)
        } else if let value = headers["Retry-After"].flatMap({ Int($0) }), (0...86_400).contains(value) {
            self = .seconds(value)
        } else {
            return nil
        }
    }
}
