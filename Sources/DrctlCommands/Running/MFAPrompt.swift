import AWSNames
import Glibc

/// Asks at the terminal for the code that an MFA device shows.
struct MFAPrompt: Sendable {
    /// There was no answer: the input ended.
    struct NoAnswer: Error, CustomStringConvertible {
        let serial: String
        var description: String { "no code of the MFA device \(serial) was given" }
    }

    private let console: Console

    /// Nil when nobody can be asked.
    init?(_ context: CommandContext) {
        guard !context.options.noInput, isatty(STDIN_FILENO) == 1 else { return nil }
        console = context.console
    }

    /// The code, as typed.
    func ask(_ serial: String) throws -> Redacted<String> {
        console.ask("Code of the MFA device \(serial): ")
        let code = (readLine() ?? "").filter { !$0.isWhitespace }
        guard !code.isEmpty else { throw NoAnswer(serial: serial) }
        return Redacted(code)
    }
}
