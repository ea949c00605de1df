import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// People and jobs can log in with IAM.
    static func iamAuthentication(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.iam-authentication", cluster: "cluster.iam-authentication"),
            title: "IAM database authentication is enabled",
            why: "Drills and recovery then need no stored password, which a disaster may take along.",
            severity: .medium,
            standards: kind.pick(
                instance: [.securityHub("RDS.10"), .awsConfig("rds-instance-iam-authentication-enabled")],
                cluster: [.securityHub("RDS.12"), .awsConfig("rds-cluster-iam-authentication-enabled")])
                + [.nist80053("AC-3")] + Standard.access,
            field: "databases[].protection.iamAuthentication",
            required: \.policy.protection.iamAuthentication,
            observed: \.database.iamAuthentication,
            satisfies: { observed, required in observed || !required },
            remedy: { subject, wanted in
                guard subject.database.engine.hasIAMAuthentication || !wanted else {
                    return .procedure(
                        "\(subject.database.engine) has no IAM database authentication: do not ask for it.")
                }
                return subject.modify(.iamAuthentication(Edit(subject.database.iamAuthentication.value, to: wanted)))
            },
            template: { $0.fragment("EnableIAMDatabaseAuthentication", value: .bool($1)) },
            configRule: { _, wanted in
                wanted
                    ? ConfigRule(
                        kind.pick(
                            instance: "rds-instance-iam-authentication-enabled",
                            cluster: "rds-cluster-iam-authentication-enabled")) : nil
            }
        )
    }
}
