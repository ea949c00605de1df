/// The requirements for the backups of one PostgreSQL outside RDS.
package struct SelfManagedPolicy: Sendable, Equatable {
    /// Where the login to the database comes from; exactly one of them. None contains a password.
    package struct Source: Sendable, Equatable {
        /// A service of libpq's service file.
        package var service: String?
        /// A file with the URL.
        package var urlFile: String?
        /// A secret in Secrets Manager.
        package var secret: String?

        package init() {}
    }

    /// What a backup is encrypted with; exactly one of them.
    package struct Encryption: Sendable, Equatable {
        /// Recipients of age.
        package var age: [String]?
        /// The key with which S3 encrypts.
        package var kms: String?

        package init() {}
    }

    /// Where backups are, how they are made, and how long they stay.
    package struct Backups: Sendable, Equatable {
        /// A folder or `s3://bucket/prefix`.
        package var to = ""
        package var encryption = Encryption()
        /// How many sessions read rows at a time.
        package var jobs = 1
        package var schemaVersionQuery: String?
        package var keep = RetentionRules.standard
        /// How old the newest backup that was verified may be.
        package var verifyEvery = TimeSpan(7, .days)

        package init() {}
    }

    /// Where drills restore its backups.
    package struct Drill: Sendable, Equatable {
        /// The login to a server for scratch databases, which is not production; exactly one of them.
        package var server = Source()
        /// The file of age's key on the machine that drills; nil where the environment names it.
        package var identity: String?

        package init() {}
    }

    /// The name of the database, by which commands choose it.
    package var database: String
    package var source = Source()
    package var backups = Backups()
    /// Nil where drills are told the server by options.
    package var drill: Drill?

    package init(database: String) { self.database = database }
}

extension RetentionRules {
    /// A month of days, and a year of months.
    package static let standard: RetentionRules = {
        var rules = RetentionRules()
        (rules.daily, rules.monthly) = (30, 12)
        return rules
    }()
}
