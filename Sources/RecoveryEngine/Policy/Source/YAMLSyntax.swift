import RecoveryModel

/// Explains a YAML syntax error: the location, libyaml's message, and the usual fix.
enum YAMLSyntax {
    static func diagnostic(for failure: YAMLFailure, in text: String, file: String) -> Diagnostic {
        func diagnostic(_ id: String, _ summary: String, _ mark: YAMLMark, hint: String?) -> Diagnostic {
            Diagnostic(
                .error, id: id, summary, at: .init(file: file, line: mark.line, column: mark.column), hint: hint)
        }
        if failure.isOutOfMemory {
            // libyaml stops at a thousand levels and reports it as a lack of memory.
            return diagnostic(
                "nested-too-deeply", "lists and maps are nested more than a thousand deep", deepest(in: text),
                hint: "check the brackets and the indentation")
        }
        let (problem, mark) = (failure.problem, failure.mark)
        if let start = failure.contextMark, character(at: start, in: text) == "*" {
            return alias("", at: .init(file: file, line: start.line, column: start.column))
        }
        let fix = hint(problem, at: character(at: mark, in: text))
        // For something unclosed or without a colon, its start helps more than the line where the parser stopped.
        let isOpen =
            problem.contains("end of stream") || problem.contains("',' or ") || problem.contains("expected ':'")
        let summary = fix.id == "tab-indentation" ? "a tab where YAML requires spaces" : "invalid YAML: \(problem)"
        return diagnostic(fix.id, summary, isOpen ? failure.contextMark ?? mark : mark, hint: fix.text)
    }

    /// The problem of text that begins with `*`: an alias, or what YAML reads as one.
    static func alias(_ name: String, at location: Diagnostic.Location) -> Diagnostic {
        Diagnostic(
            .error, id: "alias", "aliases such as *\(name.prefix(40)) are not part of the policy language",
            at: location,
            hint: "write the value in place, or share it through `extends`; quote text that begins with *")
    }

    private static func hint(_ problem: String, at character: Unicode.Scalar?) -> (id: String, text: String?) {
        if character == "\t" || problem.contains("tab character") {
            return ("tab-indentation", "indent with spaces")
        }
        let text: String? =
            if problem.contains("cannot start any token") {
                "quote text that begins with \(character.map { "`\($0)`" } ?? "this character")"
            } else if problem.contains("mapping values are not allowed") {
                "quote text that contains a colon and a space, or check the indentation"
            } else if problem.contains("expected ':'") {
                "a key needs a colon and a space after it"
            } else if problem.contains("expected key") || problem.contains("block end")
                || problem.contains("expected '-'")
                || problem.contains("block sequence entries")
            {
                "check the indentation: keys of one map and items of one list must begin in the same column"
            } else if problem.contains("',' or ']'") {
                "close the list with `]`, or put a comma between its items"
            } else if problem.contains("',' or '}'") {
                "close the map with `}`, or put a comma between its keys"
            } else if problem.contains("end of stream") || problem.contains("document indicator") {
                "close the quote that begins here"
            } else if problem.contains("escape character") {
                "double the backslash in double quotes, or use single quotes"
            } else {
                nil
            }
        return ("yaml-syntax", text)
    }

    private static func character(at mark: YAMLMark, in text: String) -> Unicode.Scalar? {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].dropFirst(mark.column - 1).first
    }

    /// The first place with more open brackets than a policy has levels, else the start of the most indented line.
    private static func deepest(in text: String) -> YAMLMark {
        var open = 0
        var deepestLine = YAMLMark(line: 1, column: 1)
        for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var start = 0
            for (column, scalar) in line.enumerated() {
                if scalar == "[" || scalar == "{" { open += 1 }
                if scalar == "]" || scalar == "}" { open -= 1 }
                if open > YAMLReader.maximumDepth { return YAMLMark(line: index + 1, column: column + 1) }
                if start == column, scalar == " " || scalar == "-" || scalar == "?" { start += 1 }
            }
            if start + 1 > deepestLine.column { deepestLine = YAMLMark(line: index + 1, column: start + 1) }
        }
        return deepestLine
    }
}
