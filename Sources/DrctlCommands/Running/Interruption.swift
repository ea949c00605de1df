import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT and SIGTERM into cancellation, so that work is undone or reported before the process ends.
///
/// A second signal ends the process at once.
final class Interruption: Sendable {
    private let received = Mutex<Int32?>(nil)

    /// Calls `cancel` at the first signal.
    init(cancel: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The handler holds its own source, and so both live until the process ends.
            source.setEventHandler { [self] in
                let isFirst = received.withLock { first in
                    defer { first = first ?? number }
                    return first == nil
                }
                guard isFirst else { _exit(128 + number) }
                cancel()
                withExtendedLifetime(source) {}
            }
            source.resume()
        }
    }

    /// The exit status that the signal asks for; nil when there was none.
    var status: ExitStatus? {
        received.withLock { $0 }.map { $0 == SIGINT ? .interrupted : .terminated }
    }
}
