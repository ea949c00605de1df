import AWSCore
import AWSNames
import Files
import FoundationEssentials
import PostgresTools
import RecoveryEngine
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
        if let place = options.compose {
            return try connection(try compose(place), authorities)
        }
        let (text, place): (String, String)
        if let path = options.urlFile {
            (text, place) = (try privateText(path), path)
        } else if let given = environment["DRCTL_DATABASE_URL"], !given.isEmpty {
            (text, place) = (given, "DRCTL_DATABASE_URL")
        } else {
            throw CommandFailure(
                .usage, "no database was named",
                hint: "give --database-url-file, --service, --secret or --compose, or set DRCTL_DATABASE_URL")
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

    /// The login of a service of Docker Compose.
    ///
    /// - Parameter place: Such as `compose.yaml:database`.
    private func compose(_ place: String) throws -> Login {
        guard let colon = place.lastIndex(of: ":"), colon > place.startIndex, place.index(after: colon) < place.endIndex
        else {
            throw CommandFailure(
                .usage, "\(place) names no service of a compose file", hint: "write it as compose.yaml:SERVICE")
        }
        let (file, name) = (String(place[..<colon]), String(place[place.index(after: colon)...]))
        guard let bytes = try InputFile(file, mebibytes: 1).read() else {
            throw CommandFailure(.usage, "failed to read service \(name): \(file) not found")
        }
        do {
            let service = try ComposeService(name, in: String(decoding: bytes, as: UTF8.self), file: file)
            let password: Redacted<String>
            switch service.password {
            case .text(let text): password = text
            case .file(let path):
                let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
                // The image takes the file without the end of its line.
                let text = try privateText(path.hasPrefix("/") ? path : folder + path)
                password = Redacted(String(text.prefix { $0 != "\n" && $0 != "\r\n" }))
            }
            return Login(
                host: service.host, port: service.port, user: service.user, database: service.database,
                password: password, authorities: nil)
        } catch let refusal as ComposeService.Refusal {
            throw CommandFailure(.usage, "\(file): \(refusal)")
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
