import RecoveryModel

extension RecoveryPolicy {
    /// The policy with PostgreSQL wherever it leaves the engine open: a template that requires TLS has to know.
    var withEngines: RecoveryPolicy {
        var policy = self
        policy.databases = databases.map(\.withEngine)
        return policy
    }
}

extension DatabasePolicy {
    var withEngine: DatabasePolicy {
        var database = self
        database.engine = engine ?? DatabaseEngine("postgres")
        return database
    }
}
