import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// The logs outlive the instance.
    package static let logExports = Control(
        "database.log-exports",
        title: "Logs are exported to CloudWatch",
        why: "Logs on a lost instance are lost with it; the time of the mistake is found in them.",
        severity: .low,
        standards: [.securityHub("RDS.36"), .awsConfig("rds-postgresql-logs-to-cloudwatch")],
        field: "databases[].protection.exportLogs",
        required: { subject in
            subject.policy.protection.exportLogs.flatMap { $0.isEmpty ? nil : Array(Set($0)).sorted() }
        },
        observed: { .known($0.instance.logExports.sorted()) },
        satisfies: { observed, required in Set(observed).isSuperset(of: required) },
        remedy: { subject, types in
            let missing = types.filter { !subject.instance.logExports.contains($0) }
            return subject.modify { $0.addLogExports = missing }
        },
        template: { $0.fragment("EnableCloudwatchLogsExports", value: .array($1.map(JSONValue.string))) }
    )
}
