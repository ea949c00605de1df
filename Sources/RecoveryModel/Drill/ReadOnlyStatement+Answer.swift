extension ReadOnlyStatement {
    /// What a query can return at all, where its text shows it.
    package enum Answer: String, Sendable {
        case boolean
        case count
    }

    /// What the query's only column returns; nil where only the database knows.
    package var answer: Answer? {
        let tokens = tokens
        guard tokens.count > 3, tokens[0] == .word("select"), case .word(let function) = tokens[1],
            tokens[2] == .other("(")
        else { return nil }
        let kind: Answer
        switch function {
        case "exists", "bool_and", "bool_or", "every": kind = .boolean
        case "count": kind = .count
        default: return nil
        }
        // Only a call that is the whole column: `count(*) = 5` is a boolean.
        var (depth, index) = (0, 2)
        while index < tokens.count {
            if tokens[index] == .other("(") { depth += 1 }
            if tokens[index] == .other(")") { depth -= 1 }
            index += 1
            if depth == 0 { break }
        }
        guard depth == 0 else { return nil }
        guard index < tokens.count else { return kind }
        guard case .word(let next) = tokens[index] else { return nil }
        return ["as", "from", "where", "filter"].contains(next) ? kind : nil
    }

    /// True when the query names no table and calls no function, so that its answer says nothing about any data.
    package var readsNothing: Bool {
        let constants: Set<String> = [
            "select", "values", "as", "true", "false", "null", "and", "or", "not", "is", "in", "between", "case",
            "when",
            "then", "else", "end", "limit", "offset", "with", "union", "all", "distinct", "interval", "date",
            "timestamp",
            "current_date", "current_timestamp", "localtimestamp", "current_user",
        ]
        var isName = false
        for (index, token) in tokens.enumerated() {
            guard case .word(let word) = token else {
                isName = false
                continue
            }
            if word == "from" || word == "table" || word == "show" { return false }
            // A name after `as` is the column's.
            if !isName, !constants.contains(word), tokens.dropFirst(index + 1).first == .other("(") { return false }
            isName = word == "as"
        }
        return true
    }

    /// Words in lower case, and signs.
    private var tokens: [SQLScanner.Token] {
        var scanner = SQLScanner(text)
        var tokens: [SQLScanner.Token] = []
        while let token = try? scanner.next() {
            if case .word(let word) = token { tokens.append(.word(word.lowercased())) } else { tokens.append(token) }
        }
        return tokens
    }
}
