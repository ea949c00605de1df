import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// The logs outlive the database.
    static func logExports(of kind: DatabaseKind) -> Control {
        let postgres: [Standard] = [.securityHub("RDS.36"), .awsConfig("rds-postgresql-logs-to-cloudwatch")]
        let aurora: [Standard] = [.securityHub("RDS.37"), .awsConfig("rds-aurora-postgresql-logs-to-cloudwatch")]
        return Control(
            kind.pick(instance: "database.log-exports", cluster: "cluster.log-exports"),
            title: "Logs are exported to CloudWatch",
            why: "Logs on a lost database are lost with it; the time of the mistake is found in them.",
            severity: .low,
            standards: kind.pick(
                instance: postgres + [.securityHub("RDS.9"), .awsConfig("rds-logging-enabled")], cluster: aurora)
                + Standard.logging,
            field: "databases[].protection.exportLogs",
            required: { subject in
                subject.policy.protection.exportLogs.flatMap { $0.isEmpty ? nil : Set($0).sorted() }
            },
            observed: \.database.logExports,
            satisfies: { observed, required in Set(observed).isSuperset(of: required) },
            remedy: { subject, types in
                let exported = subject.database.logExports.value ?? []
                let offered = types.filter { subject.database.engine.logTypes?.contains($0) ?? false }
                let all = Set(exported).union(offered).sorted()
                guard all != exported.sorted() else {
                    return .procedure(
                        "\(subject.database.engine) has no log of that name: it exports "
                            + "\(Shown.text(subject.database.engine.logTypes ?? [])).")
                }
                return subject.modify(.logExports(Edit(exported, to: all)))
            },
            template: { $0.fragment("EnableCloudwatchLogsExports", value: .array($1.map(JSONValue.string))) },
            claims: kind.pick(
                instance: [
                    // RDS.9 asks for both logs, RDS.36 for one of them.
                    Claims(postgres + [.securityHub("RDS.9"), .awsConfig("rds-logging-enabled")] + Standard.logging) {
                        $0.exports("postgresql") && $0.exports("upgrade")
                    },
                    Claims(postgres + Standard.logging) { $0.exports("postgresql") },
                    Claims(Standard.logging) { _ in true },
                ],
                cluster: [
                    Claims(aurora + Standard.logging) {
                        $0.database.engine.family == .auroraPostgres && $0.exports("postgresql")
                    },
                    Claims(Standard.logging) { _ in true },
                ])
        )
    }
}

extension DatabaseSubject {
    /// Whether the policy asks for the log of a PostgreSQL engine.
    fileprivate func exports(_ log: String) -> Bool {
        database.engine.isPostgreSQL && policy.protection.exportLogs?.contains(log) == true
    }
}
