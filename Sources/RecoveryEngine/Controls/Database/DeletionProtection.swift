import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// The database cannot be deleted by one call.
    package static let deletionProtection = Control(
        "database.deletion-protection",
        title: "The database cannot be deleted by one call",
        why: "Deleting an instance deletes its automated backups with it.",
        severity: .medium,
        standards: [.securityHub("RDS.8"), .awsConfig("rds-instance-deletion-protection-enabled"), .nist80053("CM-3")],
        field: "databases[].protection.deletionProtection",
        required: \.policy.protection.deletionProtection,
        observed: \.instance.deletionProtection,
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in subject.modify { $0.deletionProtection = wanted } },
        template: { $0.fragment("DeletionProtection", value: .bool($1)) }
    )
}
