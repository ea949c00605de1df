import Glibc
package import RecoveryModel
import Synchronization

/// The two streams: stdout is data, stderr is conversation.
package final class Console: Sendable {
    /// Nothing but errors on stderr.
    package let isQuiet: Bool
    /// Whether stderr is a terminal that may be written over.
    package let isInteractive: Bool
    /// Whether colours may be used on stdout.
    package let usesColor: Bool
    /// Columns of stdout's terminal; 80 when it is none.
    package let width: Int
    private let liveLine = Mutex(false)

    package init(quiet: Bool, noColor: Bool, environment: [String: String]) {
        isQuiet = quiet
        let isTerminal = isatty(STDOUT_FILENO) == 1
        isInteractive = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb" && environment["CI"] == nil
        let forbidden = noColor || !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        usesColor = isTerminal && !forbidden
        var size = winsize()
        let known = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
        width = known ? min(Int(size.ws_col), 120) : 80
    }

    /// Data.
    package func write(_ bytes: [UInt8]) { Self.put(bytes, to: STDOUT_FILENO) }

    /// A line of conversation.
    package func say(_ line: String) {
        guard !isQuiet else { return }
        clearLive()
        Self.put(line + "\n", to: STDERR_FILENO)
    }

    /// A question, answered on the same line; asked even when quiet, as the answer is waited for.
    func ask(_ question: String) {
        clearLive()
        Self.put(question, to: STDERR_FILENO)
    }

    /// A line that the next one replaces, on a terminal; nothing elsewhere.
    package func live(_ line: String) {
        guard !isQuiet, isInteractive else { return }
        liveLine.withLock { $0 = true }
        Self.put("\r\u{1B}[2K" + line.prefix(width - 1), to: STDERR_FILENO)
    }

    /// A diagnostic, as it stands, so that editors find the place; said even when quiet.
    package func report(_ diagnostic: Diagnostic) {
        clearLive()
        Self.put("\(diagnostic)\n", to: STDERR_FILENO)
    }

    /// Something went wrong; said even when quiet.
    package func complain(_ message: String, hint: String? = nil) {
        clearLive()
        Self.put("drctl: \(message)\n" + (hint.map { "hint: \($0)\n" } ?? ""), to: STDERR_FILENO)
    }

    private func clearLive() {
        let wasLive = liveLine.withLock { live in
            defer { live = false }
            return live
        }
        if wasLive { Self.put("\r\u{1B}[2K", to: STDERR_FILENO) }
    }

    /// Writes all of it; a reader that went away ends the output, not the work.
    private static func put(_ text: String, to descriptor: Int32) { put(Array(text.utf8), to: descriptor) }

    private static func put(_ bytes: [UInt8], to descriptor: Int32) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
