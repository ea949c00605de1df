import ArgumentParser
import FoundationEssentials
import RecoveryModel

/// What was probably meant by a command line that could not be parsed. ArgumentParser gives such advice for options, this
/// for commands and values.
enum UsageAdvice {
    /// A word where a command should be.
    struct UnknownCommand: Equatable {
        /// As it was typed.
        var word: String
        /// The command before it, such as `drctl drill`.
        var parent: String
        /// The commands that there are.
        var known: [String]

        var message: String { "unknown command `\(word)`" }

        var hint: String {
            let all = "`\(parent) --help` lists all commands"
            return Spelling.nearest(to: word, in: known).map { "did you mean `\(parent) \($0)`? \(all)" } ?? all
        }
    }

    /// The word in place of a command; nil when the mistake is another one.
    static func unknownCommand(_ arguments: [String], of root: any ParsableCommand.Type) -> UnknownCommand? {
        var (command, path) = (root, root._commandName)
        for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
            let subcommands = command.configuration.subcommands
            guard !word.hasPrefix("-"), !subcommands.isEmpty else { return nil }
            guard let next = subcommands.first(where: { $0._commandName == word }) else {
                let unknown = UnknownCommand(word: word, parent: path, known: subcommands.map { $0._commandName })
                // The default command may have been meant, with an argument that it does not take.
                let isSure = command.configuration.defaultSubcommand == nil
                return isSure || Spelling.nearest(to: word, in: unknown.known) != nil ? unknown : nil
            }
            (command, path) = (next, "\(path) \(word)")
        }
        return nil
    }

    /// The value that was probably meant, by ArgumentParser's message about one that is none of a few words; nil when the
    /// mistake is another one.
    static func value(_ message: String) -> String? {
        let parts = message.components(separatedBy: "Please provide one of")
        let complaint = parts[0].components(separatedBy: "'")
        guard parts.count == 2, parts[0].hasPrefix("The value '"), complaint.count > 2 else { return nil }
        // Either `'a', 'b' or 'c'`, or a line for each.
        let quoted = parts[1].components(separatedBy: "'").enumerated().filter { !$0.offset.isMultiple(of: 2) }
        let listed = parts[1].split(separator: "\n").filter { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
        return Spelling.hint(for: complaint[1], in: quoted.map(\.element) + listed)
    }
}
