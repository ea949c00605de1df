import AWSNames
import Glibc

/// Prompts for an MFA code on the terminal.
struct MFAPrompt: Sendable {
    /// The error when the input ended without a code.
    struct NoAnswer: Error, CustomStringConvertible {
        let serial: String
        var description: String { "no MFA code was entered for \(serial)" }
    }

    private let console: Console

    /// Nil when prompting is not possible.
    init?(_ context: CommandContext) {
        guard !context.options.noInput, isatty(STDIN_FILENO) == 1 else { return nil }
        console = context.console
    }

    /// Prompts for the code, which is not shown while it is typed.
    func ask(_ serial: String) throws -> Redacted<String> {
        let line = try console.ask { write in
            try TerminalInput.shared.hiddenLine("MFA code for \(serial): ", write: write)
        }
        let code = (line ?? "").filter { !$0.isWhitespace }
        guard !code.isEmpty else { throw NoAnswer(serial: serial) }
        return Redacted(code)
    }
}
