import RecoveryModel
import Yams

/// Says what is wrong with a text that is no YAML: the place, libyaml's finding, and what usually mends it.
enum YAMLSyntax {
    static func diagnostic(for error: YamlError, in text: String, file: String) -> Diagnostic {
        func diagnostic(_ id: String, _ summary: String, _ line: Int, _ column: Int, hint: String?) -> Diagnostic {
            Diagnostic(
                .error, id: id, summary, at: .init(file: file, line: max(line, 1), column: max(column, 1)), hint: hint)
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let cure = hint(problem, at: character(at: mark, in: text))
            // For what was left open or without a colon, the place where it began helps more than the line where the parser gave up.
            let isOpen =
                problem.contains("end of stream") || problem.contains("',' or ") || problem.contains("expected ':'")
            let start = isOpen ? context?.mark ?? mark : mark
            let summary = cure.id == "tab-indentation" ? "a tab where YAML wants spaces" : "not YAML: \(problem)"
            return diagnostic(cure.id, summary, start.line, start.column, hint: cure.text)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
            return diagnostic(
                "duplicate-key", "many keys are there twice, \(names) among them", context.mark.line,
                context.mark.column, hint: "keep one of each")
        case .memory:
            // libyaml stops at a thousand levels and calls it a want of memory.
            let place = deepest(in: text)
            return diagnostic(
                "nested-too-deeply", "lists and maps are nested more than a thousand deep", place.line, place.column,
                hint: "no part of a policy is; check the brackets and the indentation")
        default:
            return diagnostic("yaml-syntax", "not YAML", 1, 1, hint: nil)
        }
    }

    private static func hint(_ problem: String, at character: Unicode.Scalar?) -> (id: String, text: String?) {
        if character == "\t" || problem.contains("tab character") {
            return ("tab-indentation", "indent with spaces")
        }
        let text: String? =
            if problem.contains("cannot start any token") {
                "put quotes around a text that begins with \(character.map { "`\($0)`" } ?? "this character")"
            } else if problem.contains("mapping values are not allowed") {
                "put quotes around a text that has a colon and a space in it, or check the indentation"
            } else if problem.contains("expected ':'") {
                "a key needs a colon and a space after it"
            } else if problem.contains("expected key") || problem.contains("block end")
                || problem.contains("expected '-'")
                || problem.contains("block sequence entries")
            {
                "check the indentation: keys of one map and items of one list begin in the same column"
            } else if problem.contains("',' or ']'") {
                "close the list with `]`, or put a comma between its items"
            } else if problem.contains("',' or '}'") {
                "close the map with `}`, or put a comma between its keys"
            } else if problem.contains("end of stream") || problem.contains("document indicator") {
                "a quote that was opened here is not closed"
            } else if problem.contains("escape character") {
                "in double quotes write a backslash twice, or use single quotes"
            } else {
                nil
            }
        return ("yaml-syntax", text)
    }

    private static func character(at mark: Mark, in text: String) -> Unicode.Scalar? {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first
    }

    /// The first place where more brackets are open than a policy has levels, else the start of the deepest line.
    private static func deepest(in text: String) -> (line: Int, column: Int) {
        var open = 0
        var deepestLine = (line: 1, column: 1)
        for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var start = 0
            for (column, scalar) in line.enumerated() {
                if scalar == "[" || scalar == "{" { open += 1 }
                if scalar == "]" || scalar == "}" { open -= 1 }
                if open > YAMLReader.maximumDepth { return (index + 1, column + 1) }
                if start == column, scalar == " " || scalar == "-" || scalar == "?" { start += 1 }
            }
            if start + 1 > deepestLine.column { deepestLine = (index + 1, start + 1) }
        }
        return deepestLine
    }
}
