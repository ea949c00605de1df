/// Why a connection or statement failed.
package struct PostgresError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure, on which callers base decisions.
    package enum Kind: String, Hashable, Sendable {
        /// psql was not found or cannot run.
        case tool
        /// The host cannot be resolved or reached, or nothing listens on the port.
        case unreachable
        /// The server is starting and does not accept connections yet.
        case starting
        /// The certificate is not trusted or does not match the host, or the server does not support TLS.
        case certificate
        /// The password, token, role or database was refused.
        case authentication
        /// The session was lost.
        case connectionLost
        /// The statement timed out.
        case timeout
        /// The statement failed.
        case statement
    }

    package var kind: Kind
    /// The SQLSTATE, when the server answered.
    package var state: String?
    /// The message of the server or libpq. Of data errors it holds only the class, since their messages quote values.
    package var message: String

    package init(_ kind: Kind, state: String? = nil, _ message: String) {
        self.kind = kind
        self.state = state
        self.message = message
    }

    /// The message and the SQLSTATE, for people.
    package var description: String { message + (state.map { " [\($0)]" } ?? "") }

    /// The error of a failed statement.
    static func statement(state: String, message: String) -> PostgresError {
        switch state.prefix(2) {
        case "22":
            PostgresError(
                .statement, state: state, "invalid data (the message is not stored, since it may quote values)")
        case "23":
            PostgresError(
                .statement, state: state, "constraint violation (the message is not stored, since it may quote values)")
        case "08": PostgresError(.connectionLost, state: state, message)
        default: PostgresError(state == "57014" ? .timeout : .statement, state: state, message)
        }
    }

    /// Classifies what libpq prints when a connection fails.
    ///
    /// libpq has no codes for these before PostgreSQL 18, but its messages are stable in the C locale, which is set.
    static func connecting(_ output: String) -> PostgresError {
        let text = output.split(separator: "\n").map { $0.trimmingPrefix("psql: error: ") }
            .filter { !$0.hasPrefix("\t") && !$0.isEmpty }.joined(separator: "; ")
        func says(_ phrases: String...) -> Bool { phrases.contains { text.contains($0) } }
        if says("starting up", "not yet accepting", "not accepting connections", "shutting down", "in recovery mode") {
            return PostgresError(.starting, state: "57P03", text)
        }
        if says("SSL", "certificate") { return PostgresError(.certificate, text) }
        if says("authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist", "permission")
        {
            return PostgresError(.authentication, text)
        }
        return PostgresError(.unreachable, text.isEmpty ? "psql ended without a message" : text)
    }
}
