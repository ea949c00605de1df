import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// The cluster cannot be deleted by one call.
    package static let clusterDeletionProtection = Control(
        "cluster.deletion-protection",
        title: "The cluster cannot be deleted by one call",
        why: "Deleting a cluster deletes its storage and its automated backups with it.",
        severity: .medium,
        standards: [.securityHub("RDS.7"), .awsConfig("rds-cluster-deletion-protection-enabled"), .nist80053("CM-3")],
        field: "databases[].protection.deletionProtection",
        required: \.policy.protection.deletionProtection,
        observed: \.cluster.deletionProtection,
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in subject.modify(wanted ? "--deletion-protection" : "--no-deletion-protection") }
    )
}
