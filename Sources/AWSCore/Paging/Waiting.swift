/// The progress of a wait.
public struct WaitProgress<Output: Sendable>: Sendable {
    /// The number of polls so far.
    public var attempt: Int
    /// The time since the wait began.
    public var elapsed: Duration
    /// The output of the last poll; nil when the call failed in a way that the waiter expects.
    public var output: Output?
}

/// Why a wait ended without reaching the state.
public enum WaiterError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The resource is in a status from which the state cannot be reached.
    case failed(waiter: String, seen: String)
    /// The wait timed out.
    case timedOut(waiter: String, after: Duration)

    /// A description for people.
    public var description: String {
        switch self {
        case .failed(let waiter, let seen): "\(waiter): will not be reached, as \(seen) was seen"
        case .timedOut(let waiter, let duration): "\(waiter): not reached within \(duration)"
        }
    }
}

extension Waiter {
    /// Polls until the state is reached.
    ///
    /// - Parameters:
    ///   - timeout: When to give up; a poll in progress is finished.
    ///   - delay: The time between two polls, instead of the waiter's.
    ///   - clock: Tests inject one that does not wait.
    ///   - send: Makes one call.
    ///   - progress: Called after each poll that did not decide.
    /// - Throws: `WaiterError`, or what `send` throws unless the waiter expects this error of the service.
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
