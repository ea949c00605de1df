extension AWSClient {
    /// The pages of an operation, asked for one after the other.
    public func pages<Input, Output>(_ paginator: Paginator<Input, Output>, _ input: Input) -> Pages<Input, Output> {
        Pages(paginator, input) { try await send(paginator.operation, $0) }
    }

    /// Looks until a state is reached; nil when the look that decided has no output, as for something that is gone.
    ///
    /// - Parameters:
    ///   - timeout: When to give up; a look that is under way is finished.
    ///   - delay: Between two looks, instead of the waiter's own.
    ///   - clock: Tests inject one that does not wait.
    ///   - progress: Told after each look that did not decide.
    /// - Throws: `WaiterError`, or `ClientError` for a refusal that the waiter does not expect.
    @discardableResult
    public func wait<Input, Output, C: Clock>(
        for waiter: Waiter<Input, Output>, _ input: Input, timeout: Duration, delay: Duration? = nil,
        clock: C = ContinuousClock(), progress: (WaitProgress<Output>) -> Void = { _ in }
    ) async throws -> Output? where C.Duration == Duration {
        try await waiter.wait(
            input, timeout: timeout, delay: delay, clock: clock, send: { try await send($0, $1) }, progress: progress)
    }
}
