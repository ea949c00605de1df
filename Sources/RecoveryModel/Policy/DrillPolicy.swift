package import AWSNames

/// How recoverability is proven.
package struct DrillPolicy: Sendable, Equatable {
    /// What is restored.
    package enum Source: Sendable, Equatable {
        /// The newest automated snapshot.
        case latest
        /// The newest snapshot of any kind.
        case newest
        /// A snapshot taken for the drill.
        case fresh
        /// A named snapshot.
        case snapshot(String)
        /// An instant: RFC 3339, or relative such as `1h ago`, or `latest`, or `now`.
        case pointInTime(String)
        /// The newest copy in another region, restored there.
        case copy(in: Region)
        /// Just before an event of the source: a call's name or id, or words of an RDS event.
        case before(String)
    }

    /// Where it is restored to; nothing is inherited from the source unless said.
    package struct Target: Sendable, Equatable {
        package var subnetGroup: String?
        package var securityGroups: [String] = []
        package var instanceClass: String?
        /// A name, or `same-as-source`.
        package var parameterGroup: String?

        package init() {}
    }

    /// Where the copies in another region are restored to.
    package struct Elsewhere: Sendable, Equatable {
        package var region: Region
        package var target: Target

        package init(region: Region, target: Target) {
            self.region = region
            self.target = target
        }
    }

    /// One check of the restored data.
    package struct Check: Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// Rows with `until <= T`, or all rows when it is nil, counted on source and copy.
            case rowCount(table: String, until: String?)
            /// A checksum over columns that never change, of rows with `until <= T`, on source and copy.
            case checksum(table: String, columns: [String], until: String?)
            /// One value that a query must give.
            case query(String, Expectation)
        }

        package var name: String
        package var kind: Kind

        package init(name: String, kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    package enum Expectation: Sendable, Equatable {
        case equal(String)
        case atLeast(Double)
        case atMost(Double)
    }

    /// How often; an overdue drill is a violation.
    package var every: TimeSpan?
    package var source: Source = .latest
    package var into = Target()
    /// Other regions have subnet groups, security groups and parameter groups of their own.
    package var elsewhere: [Elsewhere] = []
    /// One value that names the schema's version.
    package var schemaVersionQuery: String?
    /// One timestamp: the newest data. The realised RPO is measured with it.
    package var freshnessQuery: String?
    package var checks: [Check] = []
    /// A table of the source, with its schema, for a row on either side of a drill's instant.
    package var marker: String?
    /// A command that runs with DATABASE_URL of the restored instance.
    package var smoke: [String] = []
    package var verifySecrets = false
    /// Whether every page is read after the checks, and how long that takes.
    package var warms = false
    /// Whether PostgreSQL's amcheck looks at the restored tables and indexes.
    package var checksStructures = false
    /// In US dollars for one drill.
    package var budget: Double?

    package init() {}
}
