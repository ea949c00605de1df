import Glibc
import Synchronization

/// A line that is typed at the terminal of stdin; a secret is not shown there.
///
/// A signal ends the reading and shows again what is typed: a terminal that stays silent is of no use to its owner.
final class TerminalInput: Sendable {
    /// The terminal of this process; it has only one.
    static let shared = TerminalInput()

    private struct State {
        /// The terminal's settings before the prompt, while one is open.
        var before: termios?
        /// True after a signal: nothing is read any more.
        var isOver = false
    }

    private let state = Mutex(State())
    /// A pipe whose end wakes the reader.
    private let wake: (reader: Int32, writer: Int32)

    private init() {
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wake = (ends[0], ends[1])
    }

    /// Prompts for a line, which is read without showing it; nil when there is none, or no terminal that can hide it.
    ///
    /// - Parameter write: Writes the prompt to the terminal.
    /// - Throws: `CancellationError` after a signal.
    func hiddenLine(_ prompt: String, write: (String) -> Void) throws -> String? {
        guard try hide() else { return nil }
        defer { show() }
        write(prompt)
        do {
            if let typed = try line() { return typed }
            write("\n")
            return nil
        } catch {
            write("\n")
            throw error
        }
    }

    /// Prompts for a line that may be seen; nil when there is none.
    ///
    /// - Parameter write: Writes the prompt to the terminal.
    /// - Throws: `CancellationError` after a signal.
    func visibleLine(_ prompt: String, write: (String) -> Void) throws -> String? {
        write(prompt)
        do {
            return try line()
        } catch {
            write("\n")
            throw error
        }
    }

    /// To be called at a signal: shows again what is typed, throws away what was typed so far, and ends the reading.
    func end() {
        let (isFirst, wasHidden) = state.withLock { state in
            defer { state.isOver = true }
            return (!state.isOver, state.before != nil)
        }
        if wasHidden {
            // Otherwise the shell would show it as the beginning of the next command.
            tcflush(STDIN_FILENO, TCIFLUSH)
            show()
        }
        if isFirst { close(wake.writer) }
    }

    private func line() throws -> String? {
        var typed: [UInt8] = []
        while typed.last != UInt8(ascii: "\n") {
            var waiting = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake.reader, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waiting, 2, -1) > 0 else { continue }
            if state.withLock(\.isOver) { throw CancellationError() }
            var chunk = [UInt8](repeating: 0, count: 256)
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            typed += chunk[..<count]
        }
        return typed.isEmpty ? nil : String(decoding: typed, as: UTF8.self)
    }

    /// False when the terminal cannot do that.
    private func hide() throws -> Bool {
        try state.withLock { state in
            if state.isOver { throw CancellationError() }
            var settings = termios()
            guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return false }
            let before = settings
            settings.c_lflag &= ~tcflag_t(ECHO)
            settings.c_lflag |= tcflag_t(ECHONL)
            // The keys that stop or kill the process at once (Ctrl-Z, Ctrl-\) would leave the terminal silent.
            withUnsafeMutableBytes(of: &settings.c_cc) { keys in
                keys[Int(VSUSP)] = 0
                keys[Int(VQUIT)] = 0
            }
            guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings) == 0 else { return false }
            state.before = before
            return true
        }
    }

    private func show() {
        state.withLock { state in
            guard var before = state.before else { return }
            tcsetattr(STDIN_FILENO, TCSANOW, &before)
            state.before = nil
        }
    }
}
