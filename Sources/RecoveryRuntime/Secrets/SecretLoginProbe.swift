package import AWSCore
import AWSNames
package import PostgresTools
package import RecoveryModel

/// Finds out whether the login in a secret works, and keeps nothing of it.
package struct SecretLoginProbe: Sendable {
    private let client: AWSClient
    private let tools: ClientTools
    /// The file of certificate authorities for servers elsewhere; nil when none is named.
    private let authorities: String?

    package init(client: AWSClient, tools: ClientTools, authorities: String?) {
        self.client = client
        self.tools = tools
        self.authorities = authorities
    }

    /// Logs in once.
    package func probe(_ secret: String) async throws -> SecretCheckup.Login {
        let text: Redacted<String>?
        do {
            text = try await SecretReader(client: client).text(secret)
        } catch let error as ClientError {
            return .unknown("the value could not be read: \(error.reason)")
        }
        guard let text, let stored = StoredLogin(text) else { return .absent(Self.nothing) }
        if let engine = stored.engine, !engine.contains("postgres") { return .absent("it is a login to \(engine)") }
        // What is there and cannot be read may be a login: that is not known to be none.
        if let first = stored.unreadable.first { return .unknown("its `\(first)` cannot be read") }
        guard let host = stored.host else { return .absent(Self.nothing) }
        guard let user = stored.username, let password = stored.password else {
            return .unknown("it has a host, and no `\(stored.username == nil ? "username" : "password")`")
        }
        var connection = PostgresConnection(
            host: host, port: stored.port ?? 5_432, user: user, database: stored.database ?? "postgres",
            password: password, security: .unencrypted)
        if let authorities, !host.hasPrefix("/") { connection.security = .verifyFull(authorities: authorities) }
        guard connection.security != .unencrypted || connection.isLocal else {
            return .unknown("no certificate authorities were named to verify \(host) by (--ca-bundle)")
        }
        do {
            let settings = SessionSettings(applicationName: "drctl secrets")
            _ = try await PsqlSession.open(connection, settings: settings, tools: tools) { session in
                try await session.value("show server_version")
            }
            return .accepted
        } catch let error as PostgresError where error.kind == .authentication {
            return .refused(error.description)
        } catch let error as PostgresError {
            return .unknown(error.description)
        }
    }

    private static let nothing = "it contains no host, username and password"
}
