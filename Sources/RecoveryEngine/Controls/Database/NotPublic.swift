import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// The database is not reachable from the internet.
    package static let notPublic = Control(
        "database.not-public",
        title: "The database is not reachable from the internet",
        why: "What can be reached can be destroyed, and a copy of it leaked.",
        severity: .critical,
        standards: [
            .securityHub("RDS.2"), .awsConfig("rds-instance-public-access-check"), .cis("2.2.3"), .nist80053("AC-4"),
            .nist80053("SC-7"),
        ],
        field: "databases[].protection.publicAccess",
        required: \.policy.protection.publicAccess,
        observed: \.instance.publiclyAccessible,
        satisfies: { observed, required in !observed || required },
        remedy: { subject, wanted in subject.modify { $0.publiclyAccessible = wanted } },
        template: { $0.fragment("PubliclyAccessible", value: .bool($1)) }
    )
}
