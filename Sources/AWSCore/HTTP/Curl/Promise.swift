import Synchronization

/// A value that is settled once, before or after somebody waits for it; the first result counts.
final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case pending([CheckedContinuation<Result<Value, any Error>, Never>])
        case settled(Result<Value, any Error>)
    }

    private let state = Mutex(State.pending([]))

    /// Whether the result is settled.
    var isSettled: Bool {
        state.withLock { if case .settled = $0 { true } else { false } }
    }

    /// Settles the result; only the first call has an effect.
    func settle(_ result: Result<Value, any Error>) {
        let waiting = state.withLock { state -> [CheckedContinuation<Result<Value, any Error>, Never>] in
            guard case .pending(let waiting) = state else { return [] }
            state = .settled(result)
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: result) }
    }

    /// Waits for the result.
    func result() async -> Result<Value, any Error> {
        await withCheckedContinuation { continuation in
            let result = state.withLock { state -> Result<Value, any Error>? in
                switch state {
                case .settled(let result): return result
                case .pending(let waiting):
                    state = .pending(waiting + [continuation])
                    return nil
                }
            }
            if let result { continuation.resume(returning: result) }
        }
    }

    /// Waits for the value.
    func value() async throws -> Value { try await result().get() }
}
