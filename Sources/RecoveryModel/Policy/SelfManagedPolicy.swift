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
        /// A service of a compose file, as `FILE:SERVICE`.
        package var compose: String?

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

    /// The stanza of pgBackRest that archives its log, where the team runs that.
    package struct PgBackRest: Sendable, Equatable {
        package var stanza = ""
        /// The configuration; nil where pgBackRest has it in its usual place.
        package var config: String?
        /// The number of the repository that is judged and restored from; nil for the first that has backups.
        package var repository: Int?
        /// How old the newest backup may be: all log since then has to be replayed.
        package var backupEvery = TimeSpan(24, .hours)
        /// Nil where no drill can run.
        package var drill: StanzaDrill?

        package init() {}
    }

    /// Where drills of a stanza start a server of their own.
    package struct StanzaDrill: Sendable, Equatable {
        /// The folder on the machine that drills, with room for the whole cluster.
        package var folder = ""
        /// The superuser of the cluster.
        package var user = "postgres"

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
    /// The dumps of `drctl backup`; nil where pgBackRest makes the backups.
    package var backups: Backups?
    /// Nil where `drctl backup` makes the backups. A policy has exactly one of the two.
    package var pgBackRest: PgBackRest?
    /// Where drills restore dumps; nil where no drill can run.
    package var drill: Drill?

    package init(database: String) { self.database = database }

    /// Where its backups are, for people.
    package var place: String { backups?.to ?? pgBackRest.map { "pgBackRest's stanza \($0.stanza)" } ?? "" }
}

extension RetentionRules {
    /// A month of days, and a year of months.
    package static let standard: RetentionRules = {
        var rules = RetentionRules()
        (rules.daily, rules.monthly) = (30, 12)
        return rules
    }()
}
