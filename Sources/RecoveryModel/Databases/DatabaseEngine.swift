/// A database engine as RDS names it, with what differs between engines.
///
/// An engine that RDS offers and this list does not know has no facts: what depends on them is then unknown.
package struct DatabaseEngine: Hashable, Sendable, CustomStringConvertible {
    /// Engines that share their settings.
    package enum Family: String, Sendable, CaseIterable {
        case postgres, mysql, mariadb, oracle, sqlServer, db2, auroraPostgres, auroraMySQL
    }

    /// The parameter that refuses connections without TLS.
    package struct TLSParameter: Hashable, Sendable {
        package var name: String
        /// The values that refuse them.
        package var on: Set<String>
        /// True when a change is in force without a restart.
        package var isDynamic: Bool
    }

    /// As RDS writes it, such as `aurora-postgresql`.
    package let description: String

    package init(_ name: String) { description = name }

    /// Every engine that a policy can name.
    package static let names = [
        "postgres", "mysql", "mariadb", "oracle-ee", "oracle-ee-cdb", "oracle-se2", "oracle-se2-cdb", "sqlserver-ee",
        "sqlserver-se", "sqlserver-ex", "sqlserver-web", "db2-ae", "db2-se", "aurora-postgresql", "aurora-mysql",
    ]

    /// Nil for an engine that we do not know.
    package var family: Family? {
        switch description {
        case "postgres": .postgres
        case "mysql": .mysql
        case "mariadb": .mariadb
        case "aurora-postgresql": .auroraPostgres
        case "aurora-mysql", "aurora": .auroraMySQL
        case let name where name.hasPrefix("oracle-"): .oracle
        case let name where name.hasPrefix("sqlserver-"): .sqlServer
        case let name where name.hasPrefix("db2-"): .db2
        default: nil
        }
    }

    package var isAurora: Bool { family == .auroraPostgres || family == .auroraMySQL }

    /// True for the engines whose data drctl can verify after a restore.
    package var isPostgreSQL: Bool { family == .postgres || family == .auroraPostgres }

    /// True for the engines of which RDS makes Multi-AZ DB clusters.
    package var hasMultiAZClusters: Bool { family == .postgres || family == .mysql }

    /// The log types that can be exported to CloudWatch; nil for an engine that we do not know.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CloudwatchLogsExportConfiguration.html
    package var logTypes: [String]? {
        switch family {
        case .postgres: ["iam-db-auth-error", "postgresql", "upgrade"]
        case .auroraPostgres: ["iam-db-auth-error", "instance", "postgresql"]
        case .mysql, .mariadb: ["audit", "error", "general", "iam-db-auth-error", "slowquery"]
        case .auroraMySQL: ["audit", "error", "general", "iam-db-auth-error", "instance", "slowquery"]
        case .oracle: ["alert", "audit", "listener", "oemagent", "trace"]
        case .sqlServer: ["agent", "error"]
        case .db2: ["diag.log", "iam-db-auth-error", "notify.log"]
        case nil: nil
        }
    }

    /// Nil where no parameter does it.
    ///
    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
    package var tlsParameter: TLSParameter? {
        switch family {
        case .postgres, .auroraPostgres: TLSParameter(name: "rds.force_ssl", on: ["1"], isDynamic: true)
        case .sqlServer: TLSParameter(name: "rds.force_ssl", on: ["1"], isDynamic: false)
        case .mysql, .mariadb, .auroraMySQL:
            TLSParameter(name: "require_secure_transport", on: ["1", "ON"], isDynamic: true)
        case .oracle, .db2, nil: nil
        }
    }

    /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.IamDatabaseAuthentication.html
    package var hasIAMAuthentication: Bool {
        switch family {
        case .postgres, .mysql, .mariadb, .auroraPostgres, .auroraMySQL: true
        case .oracle, .sqlServer, .db2, nil: false
        }
    }

    /// The parameter group family of a version, such as `postgres15` or `mysql8.0`; nil when the version does not say.
    package func parameterGroupFamily(version: String) -> String? {
        let parts = version.split(separator: ".").prefix(2).map(String.init)
        guard let major = parts.first.flatMap({ Int($0) }) else { return nil }
        switch family {
        case .postgres, .auroraPostgres:
            if major >= 10 { return "\(description)\(major)" }
            return parts.count == 2 ? "\(description)\(parts[0]).\(parts[1])" : nil
        case .mysql, .mariadb, .auroraMySQL: return parts.count == 2 ? "\(description)\(parts[0]).\(parts[1])" : nil
        case .oracle: return "\(description)-\(major)"
        case .sqlServer:
            return parts.count == 2 ? "\(description)-\(major).\(Int(parts[1]).map(String.init) ?? parts[1])" : nil
        case .db2: return parts.count == 2 ? "\(description)-\(parts[0]).\(parts[1])" : nil
        case nil: return nil
        }
    }
}
