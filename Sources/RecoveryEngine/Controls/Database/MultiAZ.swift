import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// A standby runs in another zone.
    package static let multiAZ = Control(
        "database.multi-az",
        title: "A standby runs in another zone",
        why: "The loss of a zone is then a failover of a minute, not a restore of hours.",
        severity: .medium,
        standards: [
            .securityHub("RDS.5"), .awsConfig("rds-multi-az-support"), .cis("2.2.4"), .nist80053("CP-10"),
            .nist80053("SI-13(5)"),
        ],
        field: "databases[].protection.multiAZ",
        required: \.policy.protection.multiAZ,
        observed: \.instance.multiAZ,
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in subject.modify { $0.multiAZ = wanted } },
        template: { $0.fragment("MultiAZ", value: .bool($1)) }
    )
}
