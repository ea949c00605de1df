import Dispatch
import Glibc
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP into cancellation, so that a command can clean up before the process ends: a lost
/// terminal connection must not leave an instance behind.
///
/// A second signal ends the process at once.
final class Interruption: Sendable {
    private struct State {
        var received: Int32?
        var cancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// From now on no signal ends the process by itself: to be made before the work begins, which may prompt at once.
    init() {
        for number in [SIGINT, SIGTERM, SIGHUP] where Self.ignore(number) {
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // The handler retains its own source, so that both live until the process ends.
            source.setEventHandler { [self] in
                let (isFirst, cancel) = state.withLock { state in
                    defer { state.received = state.received ?? number }
                    return (state.received == nil, state.cancel)
                }
                // Who waits at a prompt has to find the signal when woken.
                TerminalInput.shared.end()
                guard isFirst else { _exit(128 + number) }
                cancel?()
                withExtendedLifetime(source) {}
            }
            source.resume()
        }
    }

    /// Calls `cancel` at the first signal, at once if there was one.
    func cancelling(_ cancel: @escaping @Sendable () -> Void) {
        let wasReceived = state.withLock { state in
            state.cancel = cancel
            return state.received != nil
        }
        if wasReceived { cancel() }
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
        state.withLock(\.received).map { $0 == SIGINT ? .interrupted : .terminated }
    }
}
