import Files
import Glibc
package import RecoveryModel
import Synchronization

/// The conversation on stderr; stdout is for data alone.
package final class Console: Sendable {
    /// True to write only errors to stderr.
    package let isQuiet: Bool
    /// True when stderr is a terminal on which a line can be overwritten.
    package let isInteractive: Bool
    /// True when colours may be used on stdout.
    package let usesColor: Bool
    /// The columns of stdout's terminal; 80 when it is not a terminal.
    package let width: Int
    /// True while a live line stands on the terminal; whoever holds it is alone in writing to the terminal.
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

    /// A line of conversation.
    package func say(_ line: String) {
        guard !isQuiet else { return }
        put(line + "\n")
    }

    /// Writes a prompt, also when quiet, since the command waits for the answer.
    func ask(_ question: String) { put(question) }

    /// Waits for an answer, also when quiet; nothing else is written to the terminal meanwhile.
    func ask<Answer, Failure: Error>(
        _ body: (_ write: (String) -> Void) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        try withoutLiveLine { () throws(Failure) in try body(Self.write) }
    }

    /// Writes a line that the next one replaces; only on a terminal.
    package func live(_ line: String) { live([line]) }

    /// The same for several lines.
    package func live(_ lines: [String]) {
        guard !isQuiet, isInteractive else { return }
        liveLine.withLock { isLive in
            isLive = true
            Self.write(Self.erasure + line.prefix(width - 1))
        }
    }

    /// Writes a diagnostic in the form that editors recognize, also when quiet.
    package func report(_ diagnostic: Diagnostic) { put("\(diagnostic)\n") }

    /// Writes an error, also when quiet.
    package func complain(_ message: String, hint: String? = nil) {
        put("drctl: \(message)\n" + (hint.map { "hint: \($0)\n" } ?? ""))
    }

    /// Lets somebody else write to the terminal, such as the result to stdout: the live line is erased first, and the
    /// conversation waits meanwhile. The body must not use the console.
    func withoutLiveLine<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        try liveLine.withLock { (isLive) throws(Failure) in
            if isLive { Self.write(Self.erasure) }
            isLive = false
            return try body()
        }
    }

    private func put(_ text: String) { withoutLiveLine { Self.write(text) } }

    private static let erasure = "\r\u{1B}[2K"

    /// Whether it can be said or not, the work goes on.
    private static func write(_ text: String) { try? StandardError.write(Array(text.utf8)) }
}
