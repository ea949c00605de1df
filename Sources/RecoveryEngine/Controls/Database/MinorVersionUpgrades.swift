import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Minor versions are installed automatically.
    package static let minorVersionUpgrades = Control(
        "database.minor-version-upgrades",
        title: "Minor versions are installed automatically",
        why: "A copy can only be restored into an engine version that AWS still offers.",
        severity: .low,
        standards: [
            .securityHub("RDS.13"), .awsConfig("rds-automatic-minor-version-upgrade-enabled"), .cis("2.2.2"),
            .nist80053("SI-2"),
        ],
        field: "databases[].protection.minorVersionUpgrades",
        required: \.policy.protection.minorVersionUpgrades,
        observed: \.instance.minorVersionUpgrades,
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in subject.modify { $0.minorVersionUpgrades = wanted } },
        template: { $0.fragment("AutoMinorVersionUpgrade", value: .bool($1)) }
    )
}
