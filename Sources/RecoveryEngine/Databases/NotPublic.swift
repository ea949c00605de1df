import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// The database is not reachable from the internet, by any of its instances.
    static func notPublic(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.not-public", cluster: "cluster.not-public"),
            title: "Public access is disabled",
            why: "What can be reached can be destroyed, and a copy of it leaked.",
            severity: .critical,
            standards: [
                .securityHub("RDS.2"), .awsConfig("rds-instance-public-access-check"), .cis("2.2.3"),
                .nist80053("AC-4"), .nist80053("SC-7"),
            ] + Standard.boundary,
            field: "databases[].protection.publicAccess",
            required: { $0.policy.protection.publicAccess },
            observed: { $0.database.members(where: \.publiclyAccessible, is: true) },
            satisfies: { open, allowed in open.isEmpty || allowed },
            showRequired: { $0 ? "allowed" : "disabled" },
            showObserved: {
                $0.isEmpty ? "disabled" : kind.pick(instance: "enabled", cluster: "enabled on \(Shown.text($0))")
            },
            remedy: { subject, _ in
                guard subject.database.form != .multiAZCluster else {
                    return .procedure(
                        "RDS cannot change it on a Multi-AZ DB cluster: restore a snapshot of \(subject.database.id) with "
                            + "--no-publicly-accessible, and move the application to it.")
                }
                return subject.modifyMembers(where: \.publiclyAccessible, is: true) { .publicAccess($0) }
            },
            template: { $0.memberFragment("PubliclyAccessible", value: .bool($1)) },
            configRule: { _, allowed in
                // Of instances; those of a cluster are judged by it too, but AWS Config does not know as what.
                kind == .instance && !allowed ? ConfigRule("rds-instance-public-access-check") : nil
            }
        )
    }
}
