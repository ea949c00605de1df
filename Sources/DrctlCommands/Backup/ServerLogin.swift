import AWSCore
import AWSNames
import Files
import FoundationEssentials
import PostgresTools
import RecoveryModel
import RecoveryRuntime

extension CommandContext {
    /// The login that the options or the environment name.
    ///
    /// - Parameter client: Of a secret; nil when there is no session.
    /// - Throws: `CommandFailure`, which never contains a part of a password; `ClientError`.
    func serverLogin(_ options: ServerOptions, client: AWSClient?) async throws -> PostgresConnection {
        let authorities = options.authorities
        if let name = options.service {
            return try connection(try service(name), authorities)
        }
        if let name = options.secret {
            guard let client else { throw CommandFailure(.usage, "\(name) cannot be read without a session") }
            return try connection(try await secret(name, client), authorities)
        }
        let (text, place): (String, String)
        if let path = options.urlFile {
            (text, place) = (try privateText(path), path)
        } else if let given = environment["DRCTL_DATABASE_URL"], !given.isEmpty {
            (text, place) = (given, "DRCTL_DATABASE_URL")
        } else {
            throw CommandFailure(
                .usage, "no database was named",
                hint: "give --database-url-file, --service or --secret, or set DRCTL_DATABASE_URL")
        }
        do {
            let url = try DatabaseURL(text)
            return try connection(
                Login(
                    host: url.host, port: url.port, user: url.user, database: url.database, password: url.password,
                    authorities: url.authorities), authorities)
        } catch let refusal as DatabaseURL.Refusal {
            throw CommandFailure(
                .usage, "\(place): \(refusal)", hint: "use the form postgresql://USER:PASSWORD@HOST:5432/DATABASE")
        }
    }

    private struct Login {
        var host: String
        var port: Int
        var user: String
        var database: String
        var password: Redacted<String>?
        var authorities: String?
    }

    /// TLS with a verified certificate, but for sockets and loopback addresses without authorities.
    private func connection(_ login: Login, _ authorities: String?) throws -> PostgresConnection {
        var connection = PostgresConnection(
            host: login.host, port: login.port, user: login.user, database: login.database, password: login.password,
            security: .unencrypted)
        // What the environment says is meant for servers elsewhere.
        let general = connection.isLocal ? nil : environment["PGSSLROOTCERT"].flatMap { $0.isEmpty ? nil : $0 }
        if let file = authorities ?? login.authorities ?? general, !login.host.hasPrefix("/") {
            connection.security = .verifyFull(authorities: file)
        }
        guard connection.security != .unencrypted || connection.isLocal else {
            throw CommandFailure(
                .usage,
                "\(login.host) is not on this machine, and no certificate authorities were named to verify it by",
                hint: "give --ca-bundle FILE, or set PGSSLROOTCERT")
        }
        return connection
    }

    private func service(_ name: String) throws -> Login {
        let home = environment["HOME"] ?? ""
        let path = environment["PGSERVICEFILE"] ?? home + "/.pg_service.conf"
        guard let bytes = try InputFile(path, mebibytes: 1).read() else {
            throw CommandFailure(.usage, "failed to read service \(name): \(path) not found")
        }
        do {
            var service = try ConnectionService(name, in: String(decoding: bytes, as: UTF8.self))
            if service.password == nil {
                service.password = try passwordFile(home).flatMap { service.password(in: $0) }
            }
            return Login(
                host: service.host, port: service.port, user: service.user, database: service.database,
                password: service.password, authorities: service.authorities)
        } catch let refusal as ConnectionService.Refusal {
            throw CommandFailure(.usage, "\(path): \(refusal)")
        }
    }

    /// The text of the password file; nil when there is none.
    private func passwordFile(_ home: String) throws -> String? {
        if let given = environment["PGPASSFILE"], !given.isEmpty { return try privateText(given) }
        let path = home + "/.pgpass"
        return FileManager.default.fileExists(atPath: path) ? try privateText(path) : nil
    }

    private func secret(_ name: String, _ client: AWSClient) async throws -> Login {
        let stored = try await SecretReader(client: client).text(name).flatMap(StoredLogin.init)
        guard let stored, let host = stored.host, let user = stored.username, let password = stored.password,
            let database = stored.database
        else {
            throw CommandFailure(.usage, "secret \(name) does not contain host, dbname, username and password")
        }
        // Another server than that of the secret would be the one at the usual port.
        guard !stored.unreadable.contains("port") else {
            throw CommandFailure(.usage, "the `port` of secret \(name) is no number of a port")
        }
        return Login(
            host: host, port: stored.port ?? 5_432, user: user, database: database, password: password,
            authorities: nil)
    }
}
