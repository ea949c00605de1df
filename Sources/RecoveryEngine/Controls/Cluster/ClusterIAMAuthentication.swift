import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// People and jobs can log in with IAM.
    package static let clusterIAMAuthentication = Control(
        "cluster.iam-authentication",
        title: "People and jobs can log in to the cluster with IAM",
        why: "Drills and recovery then need no stored password, which a disaster may take along.",
        severity: .medium,
        standards: [.securityHub("RDS.12"), .awsConfig("rds-cluster-iam-authentication-enabled"), .nist80053("AC-3")],
        field: "databases[].protection.iamAuthentication",
        required: \.policy.protection.iamAuthentication,
        observed: \.cluster.iamAuthentication,
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in
            subject.modify(wanted ? "--enable-iam-database-authentication" : "--no-enable-iam-database-authentication")
        }
    )
}
