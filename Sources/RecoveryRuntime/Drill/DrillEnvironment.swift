package import AWSCore
package import AWSNames
package import PostgresTools
package import RecoveryModel

/// The dependencies of a drill: AWS, psql, the clock and the progress display.
package struct DrillEnvironment: Sendable {
    package var client: AWSClient
    /// The client of the region in which the drill restores, which differs for a drill of a copy in another region.
    package var targetClient: AWSClient
    package var account: AccountID
    package var caller: String
    package var region: Region
    /// Nil when psql is not found, which preflight reports.
    package var tools: ClientTools?
    package var login: LoginSettings
    package var now: @Sendable () -> Instant
    package var sleep: @Sendable (Duration) async throws -> Void
    package var progress: @Sendable (DrillProgress) -> Void

    package init(
        client: AWSClient, account: AccountID, caller: String, region: Region, tools: ClientTools?,
        login: LoginSettings, now: @escaping @Sendable () -> Instant
    ) {
        self.client = client
        targetClient = client
        self.account = account
        self.caller = caller
        self.region = region
        self.tools = tools
        self.login = login
        self.now = now
        sleep = { try await Task.sleep(for: $0) }
        progress = { _ in }
    }
}

/// The settings for logging in to the source and to its copy.
package struct LoginSettings: Sendable {
    /// The file of certificate authorities, such as RDS's bundle.
    package var authorities: String?
    /// A login with the source's address, which takes precedence; for the copy the address is replaced.
    package var url: DatabaseURL?
    /// A secret with `username` and `password`, which takes precedence over the instance's own.
    package var secret: String?
    /// The user to log in as with IAM tokens.
    package var iamUser: String?
    /// The database, if neither the instance nor the secret names one.
    package var database: String?
    /// The values of an export, by secret, which take the place of Secrets Manager's where secrets are proven; nil without
    /// one.
    package var exported: [String: Redacted<String>]?
    /// The limit for one statement in seconds.
    package var statementTimeout = 600

    package init(authorities: String?) { self.authorities = authorities }
}

/// Progress of a drill, for display.
package enum DrillProgress: Sendable {
    case entered(DrillPhase)
    /// The instance's status, with the elapsed and the expected time in milliseconds.
    case waiting(status: String, elapsed: Int, expected: Int?)
    /// The message of an RDS event of the restored database.
    case notice(String)
    case asking(check: String, number: Int, of: Int)
    /// In bytes.
    case warming(relation: String, done: Int, of: Int)
    case trouble(String)
}
