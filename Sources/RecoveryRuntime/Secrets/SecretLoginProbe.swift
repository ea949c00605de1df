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
        guard let text, case .object(let members)? = try? JSONValue(parsing: text.secret) else {
            return .absent("it contains no host, username and password")
        }
        if let engine = members["engine"]?.text, !engine.contains("postgres") {
            return .absent("it is a login to \(engine)")
        }
        guard let login = members["host"], login != .null else {
            let isReadable = members["password"].map { $0.text != nil } ?? true
            return isReadable
                ? .absent("it contains no host, username and password") : .unknown("its `password` is no text")
        }
        guard let host = login.text, let user = members["username"]?.text, let password = members["password"]?.text
        else {
            let doubtful = ["host", "username", "password"].filter { members[$0]?.text == nil }
            return .unknown("it has a host, and no text as \(doubtful.map { "`\($0)`" }.joined(separator: ", "))")
        }
        guard let port = Self.port(members["port"]) else { return .unknown("its `port` is no number of a port") }
        var connection = PostgresConnection(
            host: host, port: port, user: user, database: members["dbname"]?.text ?? "postgres",
            password: Redacted(password), security: .unencrypted)
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

    /// The port of a login, which some write as a text; nil when it is none.
    private static func port(_ value: JSONValue?) -> Int? {
        let port: Int? =
            switch value {
            case nil, .null: 5_432
            case .integer(let number): number
            case .string(let text): Int(text)
            default: nil
            }
        return port.flatMap { (1...65_535).contains($0) ? $0 : nil }
    }
}
