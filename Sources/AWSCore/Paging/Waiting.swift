/// How far a wait is, for a progress line.
public struct WaitProgress<Output: Sendable>: Sendable {
    /// Looks so far.
    public var attempt: Int
    /// Since the wait began.
    public var elapsed: Duration
    /// What the last look saw; nil when the call failed in a way that the waiter expects.
    public var output: Output?
}

/// Why a wait ended without what was waited for.
public enum WaiterError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A state was seen from which there is no way to the one waited for.
    case failed(waiter: String, seen: String)
    /// Time ran out.
    case timedOut(waiter: String, after: Duration)

    /// For people.
    public var description: String {
        switch self {
        case .failed(let waiter, let seen): "\(waiter): will not be reached, as \(seen) was seen"
        case .timedOut(let waiter, let duration): "\(waiter): not reached within \(duration)"
        }
    }
}

extension Waiter {
    /// Looks until the state is reached.
    ///
    /// - Parameters:
    ///   - timeout: When to give up; a look that is under way is finished.
    ///   - delay: Between two looks, instead of the waiter's own.
    ///   - clock: Tests inject one that does not wait.
    ///   - send: Makes one call.
    ///   - progress: Told after each look that did not decide.
    /// - Throws: `WaiterError`, or what `send` throws unless the waiter expects that refusal of the service.
    public func wait<C: Clock>(
        _ input: Input, timeout: Duration, delay: Duration? = nil, clock: C,
        send: (Operation<Input, Output>, Input) async throws -> Output,
        progress: (WaitProgress<Output>) -> Void = { _ in }
    ) async throws -> Output? where C.Duration == Duration {
        let start = clock.now
        var attempt = 0
        while true {
            try Task.checkCancellation()
            attempt += 1
            let result = try await look(input, send)
            let output = try? result.get()
            switch (state(of: result), result) {
            case ((.success, _)?, _): return output
            case ((.failure, let seen)?, _): throw WaiterError.failed(waiter: name, seen: seen)
            case (nil, .failure(let error)):
                throw ClientError(operation: error.operation, attempts: error.attempts, cause: .service(error))
            case ((.retry, _)?, _), (nil, .success): break
            }
            let elapsed = start.duration(to: clock.now)
            progress(WaitProgress(attempt: attempt, elapsed: elapsed, output: output))
            let pause = delay ?? self.delay
            guard elapsed + pause <= timeout else { throw WaiterError.timedOut(waiter: name, after: elapsed) }
            try await clock.sleep(for: pause)
        }
    }

    private func look(
        _ input: Input, _ send: (Operation<Input, Output>, Input) async throws -> Output
    ) async throws -> Result<Output, ServiceError> {
        do {
            return .success(try await send(operation, input))
        } catch let error as ClientError {
            guard let refusal = error.service else { throw error }
            return .failure(refusal)
        }
    }
}
