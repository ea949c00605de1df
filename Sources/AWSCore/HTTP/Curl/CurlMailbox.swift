import Synchronization

/// The commands for the curl thread; once closed, it accepts none and does not use libcurl.
final class CurlMailbox: Sendable {
    enum Command: Sendable {
        case start(CurlJob)
        /// The caller is finished; its waits are already settled.
        case abort(UInt64)
        /// A paused direction can continue.
        case resume(UInt64)
    }

    private struct State {
        var commands: [Command] = []
        var isStopping = false
    }

    private let bell: CurlBell
    private let state = Mutex(State())

    init(bell: CurlBell) { self.bell = bell }

    /// Adds the command and wakes the thread; false when it is no longer accepted.
    @discardableResult
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.isStopping else { return false }
            state.commands.append(command)
            // One wake-up is enough for all commands until the thread collects them.
            if state.commands.count == 1 { bell.ring() }
            return true
        }
    }

    /// Asks the thread to end.
    func stop() {
        state.withLock { state in
            guard !state.isStopping else { return }
            state.isStopping = true
            bell.ring()
        }
    }

    /// The collected commands, and whether to end after them.
    func collect() -> (commands: [Command], isStopping: Bool) {
        state.withLock { state in
            defer { state.commands.removeAll(keepingCapacity: true) }
            return (state.commands, state.isStopping)
        }
    }
}
