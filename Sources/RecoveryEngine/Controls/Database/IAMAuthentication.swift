import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// People and jobs can log in with IAM.
    package static let iamAuthentication = Control(
        "database.iam-authentication",
        title: "People and jobs can log in with IAM",
        why: "Drills and recovery then need no stored password, which a disaster may take along.",
        severity: .medium,
        standards: [.securityHub("RDS.10"), .awsConfig("rds-instance-iam-authentication-enabled"), .nist80053("AC-3")],
        field: "databases[].protection.iamAuthentication",
        required: \.policy.protection.iamAuthentication,
        observed: \.instance.iamAuthentication,
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in subject.modify { $0.iamAuthentication = wanted } },
        template: { $0.fragment("EnableIAMDatabaseAuthentication", value: .bool($1)) }
    )
}
