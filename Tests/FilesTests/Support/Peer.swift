import Foundation
import Synchronization

/// Somebody at the other end of a pipe, on a thread of its own: tasks may all be waiting for it.
final class Peer<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    /// Begins.
    init(_ work: @escaping @Sendable () -> Value) {
        Thread.detachNewThread { [self] in
            let value = work()
            result.withLock { $0 = value }
            isDone.signal()
        }
    }

    /// Waits for its end.
    func finish() -> Value? {
        isDone.wait()
        return result.withLock { $0 }
    }
}
