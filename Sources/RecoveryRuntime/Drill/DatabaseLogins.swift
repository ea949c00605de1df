import AWSCore
import AWSNames
import AWSServices
import PostgresTools
import RecoveryModel

/// The logins to the source and to its copy. Passwords are held here only and are never part of a record.
///
/// Invariant: a drill uses the source's login for the copy until the copy's password is reset.
actor DatabaseLogins {
    /// A login without the server's address.
    struct Login: Sendable {
        var user: String
        var password: Redacted<String>?
        /// True when the password is an IAM token, which is generated for each connection.
        var usesToken = false
        var database: String
    }

    private let client: AWSClient
    /// The client of the copy's region: tokens are signed for it, and a recovery there can read only its secrets.
    private let targetClient: AWSClient
    private let settings: LoginSettings
    private var found: Login?
    private var replaced: Redacted<String>?

    init(_ environment: DrillEnvironment) {
        client = environment.client
        targetClient = environment.targetClient
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
        return try await connection(login, targetClient, host: host, port: port)
    }

    /// A connection to the copy with the login that a secret contains.
    func application(_ secret: String, source: InstanceFacts, host: String, port: Int) async throws
        -> PostgresConnection
    {
        guard let exported = settings.exported else {
            return try await connection(
                try await stored(secret, source, targetClient), targetClient, host: host, port: port)
        }
        guard let text = exported[secret] else {
            throw PostgresError(.authentication, "secret \(secret) is not in the export")
        }
        return try await connection(try login(in: text, of: secret, source), targetClient, host: host, port: port)
    }

    /// Finds out, without connecting, whether there is a login to what a recovery restores. A managed secret is created
    /// only after the restore.
    func prepare(_ database: InstanceFacts) async throws {
        let isGiven = settings.url != nil || settings.secret != nil || settings.iamUser != nil
        if !isGiven, database.masterSecret != nil { return }
        // Not kept: what is recovered knows the name of its database, which a policy does not.
        _ = try await resolved(database)
    }

    /// Generates a new master password for the copy.
    func replacePassword() -> Redacted<String> {
        // RDS accepts printable ASCII except / " @ and space; letters and digits suffice at this length.
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
                "no certificate authorities to verify the database with: set DRCTL_RDS_CA_BUNDLE or PGSSLROOTCERT to "
                    + "RDS's global-bundle.pem")
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
        let login = try await resolved(instance)
        found = login
        return login
    }

    private func resolved(_ instance: InstanceFacts) async throws -> Login {
        if let url = settings.url {
            return Login(user: url.user, password: url.password, database: settings.database ?? url.database)
        }
        if let user = settings.iamUser {
            return Login(
                user: user, password: nil, usesToken: true,
                database: settings.database ?? instance.database ?? "postgres")
        }
        guard let secret = settings.secret ?? instance.masterSecret else {
            throw PostgresError(
                .authentication,
                "no login for \(instance.id): it has no managed master secret; pass --secret, --iam-user or "
                    + "--database-url-file")
        }
        return try await stored(secret, instance, client)
    }

    private func stored(_ secret: String, _ instance: InstanceFacts, _ client: AWSClient) async throws -> Login {
        try login(in: try await SecretReader(client: client).text(secret), of: secret, instance)
    }

    /// The login that the value of a secret is.
    private func login(in text: Redacted<String>?, of secret: String, _ instance: InstanceFacts) throws -> Login {
        guard let stored = text.flatMap(StoredLogin.init), let user = stored.username, let password = stored.password
        else {
            throw PostgresError(.authentication, "secret \(secret) does not contain a username and password")
        }
        return Login(
            user: user, password: password,
            database: settings.database ?? stored.database ?? instance.database ?? "postgres")
    }
}
