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
    /// How many live lines stand on the terminal; whoever holds it is alone in writing to the terminal.
    private let liveLines = Mutex(0)

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

    /// Waits for an answer, also when quiet; nothing else is written to the terminal meanwhile.
    func ask<Answer, Failure: Error>(
        _ body: (_ write: (String) -> Void) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        try withoutLiveLine { () throws(Failure) in try body(Self.write) }
    }

    /// Writes a line that the next one replaces; only on a terminal.
    package func live(_ line: String) { live([line]) }

    /// The same for several lines.
    func live(_ lines: [String]) {
        guard !isQuiet, isInteractive else { return }
        liveLines.withLock { count in
            Self.write(Self.erasure(of: count) + lines.map { String($0.prefix(width - 1)) }.joined(separator: "\n"))
            count = lines.count
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
        try liveLines.withLock { (count) throws(Failure) in
            if count > 0 { Self.write(Self.erasure(of: count)) }
            count = 0
            return try body()
        }
    }

    private func put(_ text: String) { withoutLiveLine { Self.write(text) } }

    /// Back to the beginning of the first live line, erasing each.
    private static func erasure(of lines: Int) -> String {
        "\r\u{1B}[2K" + String(repeating: "\u{1B}[1A\u{1B}[2K", count: max(0, lines - 1))
    }

    /// Whether it can be said or not, the work goes on.
    private static func write(_ text: String) { try? StandardError.write(Array(text.utf8)) }
}
