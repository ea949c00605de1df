package import AWSNames

/// How recoverability is proven.
package struct DrillPolicy: Sendable, Equatable {
    /// The recovery point to restore.
    package enum Source: Hashable, Sendable, Codable {
        /// The newest automated snapshot.
        case latest
        /// The newest snapshot of any kind.
        case newest
        /// A snapshot taken for the drill.
        case fresh
        /// A named snapshot.
        case snapshot(String)
        /// A point in time: RFC 3339, relative such as `1h ago`, `latest` or `now`.
        case pointInTime(String)
        /// The newest copy in another region, restored there.
        case copy(in: Region)
        /// The newest recovery point in a vault of AWS Backup, which is named by its name or ARN.
        case vault(String)
        /// Just before an event of the source: a call's name or id, or words of an RDS event.
        case before(String)
    }

    /// Where to restore it; nothing is inherited from the source unless stated.
    package struct Target: Sendable, Equatable {
        package var subnetGroup: String?
        package var securityGroups: [String] = []
        package var instanceClass: String?
        /// A name, or `same-as-source`.
        package var parameterGroup: String?

        package init() {}
    }

    /// Where to restore the copies in another region.
    package struct Elsewhere: Sendable, Equatable {
        package var region: Region
        package var target: Target

        package init(region: Region, target: Target) {
            self.region = region
            self.target = target
        }
    }

    /// Where copies in a region are restored; nil where the policy names no place there.
    package func place(in region: Region) -> Target? { elsewhere.first { $0.region == region }?.target }

    /// One check of the restored data.
    package struct Check: Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// The count of rows with `until <= T`, or of all rows when nil, on source and copy.
            case rowCount(table: String, until: String?)
            /// A checksum over columns that never change, of rows with `until <= T`, on source and copy.
            case checksum(table: String, columns: [String], until: String?)
            /// The one value that a query must return.
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
        case atLeast(ExactDecimal)
        case atMost(ExactDecimal)
    }

    /// Who restores.
    package enum Engine: String, Sendable, Hashable, CaseIterable {
        case drctl
        /// Restore testing of AWS Backup: drctl verifies what it restores, and answers.
        case awsBackup = "aws-backup"
    }

    package var engine = Engine.drctl
    /// The interval between drills; an overdue drill is a violation.
    package var every: TimeSpan?
    package var source: Source = .latest
    /// Other accounts whose shared snapshots a drill may copy and restore.
    package var sharedFrom: [AccountID] = []
    /// The role with which AWS Backup restores from a vault.
    package var restoreRole: String?
    package var into = Target()
    /// The targets in other regions, each of which has its own subnet, security and parameter groups.
    package var elsewhere: [Elsewhere] = []
    /// A query for the schema's version.
    package var schemaVersionQuery: String?
    /// A query for the timestamp of the newest data, with which the realised RPO is measured.
    package var freshnessQuery: String?
    package var checks: [Check] = []
    /// What a restore loses or leaves unproven and the policy accepts.
    package var accepted: [RestoreRisk] = []
    /// How far figures may be off those of earlier drills.
    package var anomaly = AnomalyLimit()
    /// A table of the source, with its schema, for the rows before and after a drill's instant.
    package var marker: String?
    /// A command that runs with the `DATABASE_URL` of the restored instance.
    package var smoke: [String] = []
    package var verifySecrets = false
    /// True to read every page after the checks and measure how long that takes.
    package var warms = false
    /// True to verify the restored tables and indexes with PostgreSQL's amcheck.
    package var checksStructures = false
    /// The budget of one drill in US dollars.
    package var budget: Double?

    package init() {}
}
