import RecoveryModel

/// Refuses, before YAML is parsed, the texts that are expensive to parse.
///
/// Yams compares the keys of a map as whole trees, so maps as keys of maps as keys cost the square of their number. The
/// policy language has words for keys only. Keys of more than a word need either `?`, or brackets within one line, as
/// https://yaml.org/spec/1.2.2/#742-flow-mappings has it; both are counted without knowing what is quoted, generously.
enum YAMLBounds {
    private static let bracketsInALine = 50
    private static let explicitKeys = 100

    static func diagnostic(for text: String, file: String) -> Diagnostic? {
        var keys = 0
        for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var open = 0
            var isStart = true
            var previousIsKey = false
            for (column, scalar) in line.enumerated() {
                if previousIsKey, scalar == " " || scalar == "\t" { keys += 1 }
                previousIsKey = isStart && scalar == "?"
                switch scalar {
                case "[", "{": open += 1
                case "]", "}": open -= 1
                default: break
                }
                isStart = "[{,-? \t".unicodeScalars.contains(scalar)
                guard open > bracketsInALine || keys > explicitKeys else { continue }
                return Diagnostic(
                    .error, id: "nested-too-deeply", "lists and maps are nested more deeply than any policy's",
                    at: .init(file: file, line: index + 1, column: column + 1),
                    hint: "check the brackets and the indentation")
            }
            if previousIsKey { keys += 1 }
        }
        return nil
    }
}
