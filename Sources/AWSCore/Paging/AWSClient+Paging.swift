extension AWSClient {
    /// The pages of an operation, requested one after the other.
    public func pages<Input, Output>(_ paginator: Paginator<Input, Output>, _ input: Input) -> Pages<Input, Output> {
        Pages(paginator, input) { try await send(paginator.operation, $0) }
    }

    /// Polls until a state is reached; nil when the deciding poll has no output, as for a deleted resource.
    ///
    /// - Parameters:
    ///   - timeout: When to give up; a poll in progress is finished.
    ///   - delay: The time between two polls, instead of the waiter's.
    ///   - clock: Tests inject one that does not wait.
    ///   - progress: Called after each poll that did not decide.
    /// - Throws: `WaiterError`, or `ClientError` for an error that the waiter does not expect.
    @discardableResult
    public func wait<Input, Output, C: Clock>(
        for waiter: Waiter<Input, Output>, _ input: Input, timeout: Duration, delay: Duration? = nil,
        clock: C = ContinuousClock(), progress: (WaitProgress<Output>) -> Void = { _ in }
    ) async throws -> Output? where C.Duration == Duration {
        try await waiter.wait(
            input, timeout: timeout, delay: delay, clock: clock, send: { try await send($0, $1) }, progress: progress)
    }
}
