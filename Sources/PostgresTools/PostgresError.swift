/// Why PostgreSQL did not answer as asked.
package struct PostgresError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller's decision depends on.
    package enum Kind: String, Hashable, Sendable {
        /// psql is missing or cannot run.
        case tool
        /// Nothing listens there, or no route, or no such name.
        case unreachable
        /// It listens and does not take connections yet.
        case starting
        /// The certificate is not trusted, not for this host, or there is no TLS.
        case certificate
        /// Password, token, role or database refused.
        case authentication
        /// The session broke after it stood.
        case connectionLost
        /// The statement took too long.
        case timeout
        /// The statement failed.
        case statement
    }

    package var kind: Kind
    /// The server's five characters, when it answered.
    package var state: String?
    /// What the server or libpq said; for data errors only the class, since their texts quote values.
    package var message: String

    package init(_ kind: Kind, state: String? = nil, _ message: String) {
        self.kind = kind
        self.state = state
        self.message = message
    }

    /// For people.
    package var description: String { message + (state.map { " [\($0)]" } ?? "") }

    /// A statement's failure.
    static func statement(state: String, message: String) -> PostgresError {
        switch state.prefix(2) {
        case "22": PostgresError(.statement, state: state, "a value did not fit (its text is not kept)")
        case "23": PostgresError(.statement, state: state, "a constraint was violated (its text is not kept)")
        case "08": PostgresError(.connectionLost, state: state, message)
        default: PostgresError(state == "57014" ? .timeout : .statement, state: state, message)
        }
    }

    /// Sorts what libpq prints when no session comes to stand.
    ///
    /// libpq gives no code for these before PostgreSQL 18; its texts are stable in the C locale, which we set.
    static func connecting(_ output: String) -> PostgresError {
        let text = output.split(separator: "\n").map { $0.trimmingPrefix("psql: error: ") }
            .filter { !$0.hasPrefix("\t") && !$0.isEmpty }.joined(separator: "; ")
        func says(_ phrases: String...) -> Bool { phrases.contains { text.contains($0) } }
        if says("starting up", "not yet accepting", "shutting down", "in recovery mode") {
            return PostgresError(.starting, state: "57P03", text)
        }
        if says("SSL", "certificate") { return PostgresError(.certificate, text) }
        if says("authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist", "permission")
        {
            return PostgresError(.authentication, text)
        }
        return PostgresError(.unreachable, text.isEmpty ? "psql ended without a word" : text)
    }
}
