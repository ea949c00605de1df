import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP into cancellation, so that a command can clean up before the process ends: a lost
/// terminal connection must not leave an instance behind.
///
/// A second signal ends the process at once.
final class Interruption: Sendable {
    private let received = Mutex<Int32?>(nil)

    /// Calls `cancel` at the first signal.
    init(cancel: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM, SIGHUP] where Self.ignore(number) {
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The handler retains its own source, so that both live until the process ends.
            source.setEventHandler { [self] in
                let isFirst = received.withLock { first in
                    defer { first = first ?? number }
                    return first == nil
                }
                // Who waits at a prompt has to find the signal when woken.
                TerminalInput.shared.end()
                guard isFirst else { _exit(128 + number) }
                cancel()
                withExtendedLifetime(source) {}
            }
            source.resume()
        }
    }

    /// Disables the signal's default action. Returns false when the parent process ignores it permanently, as nohup
    /// does.
    private static func ignore(_ number: Int32) -> Bool {
        var before = sigaction()
        sigaction(number, nil, &before)
        signal(number, SIG_IGN)
        let wasIgnored = unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == 1
        return number != SIGHUP || !wasIgnored
    }

    /// The exit status for the received signal; nil when there was none.
    var status: ExitStatus? {
        received.withLock { $0 }.map { $0 == SIGINT ? .interrupted : .terminated }
    }
}
