package import AWSNames

/// The address of a PostgreSQL server and the login.
package struct PostgresConnection: Sendable, Equatable {
    /// How the connection is protected.
    package enum Security: Sendable, Equatable {
        /// The certificate must be signed by one of the authorities in the file and match the host name.
        case verifyFull(authorities: String)
        /// Only allowed for sockets and loopback addresses.
        case unencrypted
    }

    /// A host name, an address, or the directory of a socket.
    package var host: String
    package var port: Int
    package var user: String
    package var database: String
    /// Nil when the server requires none.
    package var password: Redacted<String>?
    package var security: Security
    /// In seconds; libpq requires at least 2.
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

    /// The same login on another server.
    package func at(host: String, port: Int) -> PostgresConnection {
        var copy = self
        copy.host = host
        copy.port = port
        return copy
    }

    /// True when the server is on this machine.
    package var isLocal: Bool {
        host.hasPrefix("/") || host.hasPrefix("127.") || host == "::1" || host == "localhost"
    }
}

/// The settings of a session.
package struct SessionSettings: Sendable, Equatable {
    /// The name shown in pg_stat_activity.
    package var applicationName: String
    /// The limit for one statement in seconds.
    package var statementTimeout: Int
    package var readOnly: Bool

    package init(applicationName: String, statementTimeout: Int = 300, readOnly: Bool = true) {
        self.applicationName = applicationName
        self.statementTimeout = statementTimeout
        self.readOnly = readOnly
    }

    /// The settings as libpq `options`, with which times, floats and bytes print alike on every server.
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
