package import AWSCore
package import AWSNames
package import PostgresTools
package import RecoveryModel

/// What a drill works with: AWS, psql, the clock, and somebody who watches.
package struct DrillEnvironment: Sendable {
    package var client: AWSClient
    /// Asks the region in which the drill restores: the same, but for a drill of a copy elsewhere.
    package var there: AWSClient
    package var account: AccountID
    package var caller: String
    package var region: Region
    /// Nil when this machine has no psql: preflight says so.
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
        there = client
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

/// How to log in to the source and to its copy.
package struct LoginSettings: Sendable {
    /// A file of certificate authorities: RDS's bundle.
    package var authorities: String?
    /// A login with the source's place, before everything else; for the copy the place is replaced.
    package var url: DatabaseURL?
    /// A secret with `username` and `password`, before the instance's own.
    package var secret: String?
    /// True to log in as `user` with IAM tokens.
    package var iamUser: String?
    /// The database, where neither instance nor secret names one.
    package var database: String?
    /// In seconds, for one statement.
    package var statementTimeout = 600

    package init(authorities: String?) { self.authorities = authorities }
}

/// What is worth telling somebody who watches.
package enum DrillProgress: Sendable {
    case entered(DrillPhase)
    /// RDS's word for the instance, and how long it has been and may take, in milliseconds.
    case waiting(status: String, elapsed: Int, expected: Int?)
    /// RDS's words about the restored database.
    case told(String)
    case asking(check: String, number: Int, of: Int)
    /// In bytes.
    case warming(relation: String, done: Int, of: Int)
    case trouble(String)
}
