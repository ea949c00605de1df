import RecoveryModel

extension LintRule {
    /// Settings that no control can judge on the kind and engine that they are written for.
    static let engineRules = [kindOfEngine, logTypeOfEngine, tlsOfEngine, iamOfEngine, drillOfEngine]

    private static let kindOfEngine = LintRule(
        id: "kind-of-another-engine", severity: .error,
        reason: "Aurora has clusters only; Multi-AZ DB clusters exist for PostgreSQL and MySQL."
    ) { subject in
        subject.databases.compactMap { path, database in
            switch (database.statedKind, database.engine) {
            case (.instance?, let engine?) where engine.isAurora:
                Finding(
                    path: path.appending("kind"), summary: "\(engine) has clusters only",
                    fix: "remove `kind`, or write `kind: cluster`")
            case (.cluster?, nil):
                Finding(
                    path: path.appending("kind"), summary: "`kind: cluster` requires an engine",
                    fix: "add `engine: postgres` or `engine: mysql`")
            case (.cluster?, let engine?) where !engine.isAurora && !engine.hasMultiAZClusters:
                Finding(
                    path: path.appending("kind"), summary: "\(engine) has no Multi-AZ DB clusters",
                    fix: "remove `kind`; `multiAZ: true` requires a standby instance")
            default: nil
            }
        }
    }

    private static let logTypeOfEngine = LintRule(
        id: "log-type-of-another-engine", severity: .error,
        reason: "Each engine exports its own logs; RDS refuses any other."
    ) { subject in
        subject.databases.flatMap { path, database -> [Finding] in
            let offered =
                database.engine.map { $0.logTypes ?? [] }
                ?? DatabaseEngine.names.map(DatabaseEngine.init).filter { !$0.isAurora }.flatMap { $0.logTypes ?? [] }
            return (database.protection.exportLogs ?? []).enumerated().compactMap { index, type in
                guard !offered.contains(type) else { return nil }
                return Finding(
                    path: path.appending("protection").appending("exportLogs").appending(index),
                    summary:
                        "\(database.engine?.description ?? "no engine that has instances") exports no log `\(type)`",
                    fix: offered.isEmpty
                        ? "remove it"
                        : "use one of \(Set(offered).sorted().map { "`\($0)`" }.joined(separator: ", "))")
            }
        }
    }

    private static let tlsOfEngine = LintRule(
        id: "tls-without-parameter", severity: .error,
        reason: "Only PostgreSQL, MySQL, MariaDB and SQL Server have a parameter that refuses plain connections."
    ) { subject in
        subject.databases.compactMap { path, database in
            guard database.protection.forceTLS == true, let engine = database.engine, engine.tlsParameter == nil else {
                return nil
            }
            return Finding(
                path: path.appending("protection").appending("forceTLS"),
                summary: "no parameter of \(engine) refuses connections without TLS",
                fix: "remove `forceTLS`, and require TLS by the option group or the engine's own configuration")
        }
    }

    private static let iamOfEngine = LintRule(
        id: "iam-authentication-of-another-engine", severity: .error,
        reason: "IAM database authentication exists for PostgreSQL, MySQL, MariaDB and Aurora."
    ) { subject in
        subject.databases.compactMap { path, database in
            guard database.protection.iamAuthentication == true, let engine = database.engine,
                !engine.hasIAMAuthentication
            else { return nil }
            return Finding(
                path: path.appending("protection").appending("iamAuthentication"),
                summary: "\(engine) has no IAM database authentication", fix: "remove `iamAuthentication`")
        }
    }

    private static let drillOfEngine = LintRule(
        id: "drill-of-another-engine", severity: .warning,
        reason: "drctl verifies the data of PostgreSQL only; a database that no drill can verify has no proof."
    ) { subject in
        guard subject.policy.drill != nil else { return [] }
        return subject.databases.compactMap { path, database in
            guard let engine = database.engine, !(engine.isPostgreSQL && database.form != .multiAZCluster) else {
                return nil
            }
            return Finding(
                path: path,
                summary: "drills cover PostgreSQL instances and Aurora PostgreSQL clusters, not "
                    + (database.kind == .cluster && !engine.isAurora ? "Multi-AZ DB clusters" : "\(engine)"),
                fix:
                    "waive `\(database.kind == .cluster ? "cluster" : "database").drill-current` for it, with its owner and "
                    + "the other proof as the reason")
        }
    }
}
