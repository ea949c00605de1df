import CCurl
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

    private let multi: CurlMultiHandle
    private let state = Mutex(State())

    init(multi: CurlMultiHandle) { self.multi = multi }

    /// Adds the command and wakes the thread; false when it is no longer accepted.
    @discardableResult
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.isStopping else { return false }
            state.commands.append(command)
            // One wake-up is enough for all commands until the thread collects them.
            if state.commands.count == 1 { curl_multi_wakeup(multi.pointer) }
            return true
        }
    }

    /// Asks the thread to end.
    func stop() {
        state.withLock { state in
            guard !state.isStopping else { return }
            state.isStopping = true
            curl_multi_wakeup(multi.pointer)
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

/// The one pointer that crosses threads.
///
/// It is unchecked because the compiler does not know libcurl's rule: `curl_multi_wakeup` may be called from any thread
/// while the handle lives, everything else from one thread at a time (https://curl.se/libcurl/c/threadsafe.html). The
/// mailbox makes only that call, under its lock and before the thread was asked to end; the thread makes all others.
struct CurlMultiHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    init() {
        guard let pointer = curl_multi_init() else { fatalError("libcurl: no memory for a multi handle") }
        self.pointer = pointer
    }
}
