import AWSCore
import AWSNames
import AWSServices
import FoundationEssentials
import PostgresTools
import RecoveryModel

/// Knows how to log in to the source and to its copy; passwords live here and in no record.
///
/// One invariant: the login that a drill uses for the copy is the source's until the copy's password is replaced.
actor DatabaseLogins {
    /// Who logs in; the server's place is added where it is known.
    struct Login: Sendable {
        var user: String
        var password: Redacted<String>?
        /// True when the password is a token, made for the place anew each time.
        var usesToken = false
        var database: String
    }

    private let client: AWSClient
    /// Asks the region of the copy: its tokens are signed for it, and a recovery there can read only its secrets.
    private let there: AWSClient
    private let settings: LoginSettings
    private var found: Login?
    private var replaced: Redacted<String>?

    init(_ environment: DrillEnvironment) {
        client = environment.client
        there = environment.there
        settings = environment.login
    }

    /// The connection to the source.
    func source(_ instance: InstanceFacts) async throws -> PostgresConnection {
        if let url = settings.url {
            return try await connection(try await login(instance), client, host: url.host, port: url.port)
        }
        guard let host = instance.host, let port = instance.port else {
            throw PostgresError(.unreachable, "\(instance.id) has no endpoint")
        }
        return try await connection(try await login(instance), client, host: host, port: port)
    }

    /// The connection to the copy of the source.
    func copy(of source: InstanceFacts, host: String, port: Int) async throws -> PostgresConnection {
        var login = try await login(source)
        if let replaced, let master = source.masterUser {
            (login.user, login.password, login.usesToken) = (master, replaced, false)
        }
        return try await connection(login, there, host: host, port: port)
    }

    /// A secret's own login to the copy.
    func application(_ secret: String, source: InstanceFacts, host: String, port: Int) async throws
        -> PostgresConnection
    {
        try await connection(try await stored(secret, source, there), there, host: host, port: port)
    }

    /// A new master password for the copy.
    func replacePassword() -> Redacted<String> {
        // RDS takes printable ASCII but / " @ and space; letters and digits are enough at this length.
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        let password = Redacted(String((0..<40).compactMap { _ in alphabet.randomElement(using: &generator) }))
        replaced = password
        return password
    }

    private func connection(_ login: Login, _ client: AWSClient, host: String, port: Int) async throws
        -> PostgresConnection
    {
        guard let authorities = settings.authorities ?? settings.url?.authorities else {
            throw PostgresError(
                .certificate,
                "no file of certificate authorities to verify the database with: set DRCTL_RDS_CA_BUNDLE or "
                    + "PGSSLROOTCERT to RDS's global-bundle.pem")
        }
        var password = login.password
        if login.usesToken {
            password = try await client.databaseAuthToken(host: host, port: port, user: login.user)
        }
        return PostgresConnection(
            host: host, port: port, user: login.user, database: login.database, password: password,
            security: .verifyFull(authorities: authorities))
    }

    private func login(_ instance: InstanceFacts) async throws -> Login {
        if let found { return found }
        let login: Login
        if let url = settings.url {
            login = Login(user: url.user, password: url.password, database: settings.database ?? url.database)
        } else if let user = settings.iamUser {
            login = Login(
                user: user, password: nil, usesToken: true,
                database: settings.database ?? instance.database ?? "postgres")
        } else if let secret = settings.secret ?? instance.masterSecret {
            login = try await stored(secret, instance, client)
        } else {
            throw PostgresError(
                .authentication,
                "no login to \(instance.id) is known: it has no managed master secret; give --secret, --iam-user or a "
                    + "database URL")
        }
        found = login
        return login
    }

    private struct StoredLogin: Decodable {
        var username: String
        var password: String
        var dbname: String?
    }

    private func stored(_ secret: String, _ instance: InstanceFacts, _ client: AWSClient) async throws -> Login {
        guard let text = try await SecretReader(client: client).text(secret)?.secret,
            let stored = try? JSONDecoder().decode(StoredLogin.self, from: Data(text.utf8))
        else {
            throw PostgresError(.authentication, "secret \(secret) holds no username and password")
        }
        return Login(
            user: stored.username, password: Redacted(stored.password),
            database: settings.database ?? stored.dbname ?? instance.database ?? "postgres")
    }
}
