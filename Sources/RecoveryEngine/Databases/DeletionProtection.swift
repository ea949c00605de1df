import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// The database cannot be deleted by one call.
    static func deletionProtection(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.deletion-protection", cluster: "cluster.deletion-protection"),
            title: "Deletion protection is enabled",
            why: kind.pick(
                instance: "Deleting an instance deletes its automated backups with it.",
                cluster: "Deleting a cluster deletes its storage and its automated backups with it."),
            severity: .medium,
            standards: kind.pick(
                instance: [.securityHub("RDS.8"), .awsConfig("rds-instance-deletion-protection-enabled")],
                cluster: [.securityHub("RDS.7"), .awsConfig("rds-cluster-deletion-protection-enabled")])
                + [.nist80053("CM-3")] + Standard.records,
            field: "databases[].protection.deletionProtection",
            required: \.policy.protection.deletionProtection,
            observed: \.database.deletionProtection,
            satisfies: { observed, required in observed || !required },
            remedy: { subject, wanted in
                subject.modify(.deletionProtection(Edit(subject.database.deletionProtection.value, to: wanted)))
            },
            template: { $0.fragment("DeletionProtection", value: .bool($1)) },
            configRule: { _, wanted in
                wanted
                    ? ConfigRule(
                        kind.pick(
                            instance: "rds-instance-deletion-protection-enabled",
                            cluster: "rds-cluster-deletion-protection-enabled")) : nil
            }
        )
    }
}
