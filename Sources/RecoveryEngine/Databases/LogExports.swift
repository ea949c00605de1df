import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// The logs outlive the database.
    static func logExports(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.log-exports", cluster: "cluster.log-exports"),
            title: "Logs are exported to CloudWatch",
            why: "Logs on a lost database are lost with it; the time of the mistake is found in them.",
            severity: .low,
            standards: kind.pick(
                instance: [.securityHub("RDS.36"), .awsConfig("rds-postgresql-logs-to-cloudwatch")],
                cluster: [.securityHub("RDS.37"), .awsConfig("rds-aurora-postgresql-logs-to-cloudwatch")]),
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
            template: { $0.fragment("EnableCloudwatchLogsExports", value: .array($1.map(JSONValue.string))) }
        )
    }
}
