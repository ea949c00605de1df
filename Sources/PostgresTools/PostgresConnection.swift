package import AWSNames

/// Where a PostgreSQL is and as whom it is asked.
package struct PostgresConnection: Sendable, Equatable {
    /// How the line is protected.
    package enum Security: Sendable, Equatable {
        /// The certificate must be signed by one of the authorities in the file, and be for this host.
        case verifyFull(authorities: String)
        /// Only for sockets and loopback; anything else refuses it.
        case unencrypted
    }

    /// A name, an address, or a socket's directory.
    package var host: String
    package var port: Int
    package var user: String
    package var database: String
    /// Nil where the server asks for none.
    package var password: Redacted<String>?
    package var security: Security
    /// In seconds; libpq takes no less than 2.
    package var connectTimeout = 5

    package init(
        host: String, port: Int, user: String, database: String, password: Redacted<String>?, security: Security
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.database = database
        self.password = password
        self.security = security
    }

    /// The same login at another server.
    package func at(host: String, port: Int) -> PostgresConnection {
        var copy = self
        copy.host = host
        copy.port = port
        return copy
    }

    /// Whether the peer is on this machine.
    package var isLocal: Bool {
        host.hasPrefix("/") || host.hasPrefix("127.") || host == "::1" || host == "localhost"
    }
}

/// What holds for every statement of a session.
package struct SessionSettings: Sendable, Equatable {
    /// Shown in pg_stat_activity.
    package var applicationName: String
    /// In seconds.
    package var statementTimeout: Int
    package var readOnly: Bool

    package init(applicationName: String, statementTimeout: Int = 300, readOnly: Bool = true) {
        self.applicationName = applicationName
        self.statementTimeout = statementTimeout
        self.readOnly = readOnly
    }

    /// As libpq's `options`. Times, floats and bytes print alike on every server.
    var serverOptions: String {
        [
            "default_transaction_read_only=\(readOnly ? "on" : "off")",
            "statement_timeout=\(statementTimeout)s",
            "idle_in_transaction_session_timeout=\(statementTimeout + 60)s",
            "lock_timeout=10s",
            "client_min_messages=error",
            "standard_conforming_strings=on",
            "TimeZone=UTC",
            "DateStyle=ISO",
            "IntervalStyle=iso_8601",
            "extra_float_digits=1",
            "bytea_output=hex",
        ].map { "-c \($0)" }.joined(separator: " ")
    }
}
