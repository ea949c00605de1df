import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// No instance of the cluster has a public address.
    package static let clusterNotPublic = Control(
        "cluster.not-public",
        title: "No instance of the cluster is reachable from the internet",
        why: "What can be reached can be destroyed, and a copy of it leaked.",
        severity: .critical,
        standards: [
            .securityHub("RDS.2"), .awsConfig("rds-instance-public-access-check"), .nist80053("AC-4"),
            .nist80053("SC-7"),
        ],
        field: "databases[].protection.publicAccess",
        required: \.policy.protection.publicAccess,
        observed: { $0.publicMembers },
        satisfies: { open, allowed in open.isEmpty || allowed },
        showRequired: { $0 ? "allowed" : "none public" },
        showObserved: { $0.isEmpty ? "none public" : "public: \(Shown.text($0))" },
        remedy: { subject, _ in
            .procedure(
                "For each of them: aws rds modify-db-instance --no-publicly-accessible --apply-immediately "
                    + "--db-instance-identifier …")
        }
    )

    /// Instances run in more than one zone.
    package static let clusterMultiAZ = Control(
        "cluster.multi-az",
        title: "The cluster has instances in more than one zone",
        why: "The loss of a zone is then a failover of a minute, not a wait for another instance.",
        severity: .medium,
        standards: [
            .securityHub("RDS.15"), .awsConfig("rds-cluster-multi-az-enabled"), .nist80053("CP-10"),
            .nist80053("SI-13(5)"),
        ],
        field: "databases[].protection.multiAZ",
        required: \.policy.protection.multiAZ,
        observed: { $0.cluster.members.map { Set($0.compactMap(\.zone)).sorted() } },
        satisfies: { zones, required in zones.count > 1 || !required },
        showRequired: { $0 ? "more than one zone" : "any" },
        showObserved: { Shown.text($0) },
        remedy: { subject, _ in
            .procedure(
                "Add a reader in another zone: aws rds create-db-instance --db-cluster-identifier \(subject.cluster.id) "
                    + "--engine aurora-postgresql --availability-zone ZONE …")
        }
    )

    /// The logs outlive the cluster.
    package static let clusterLogExports = Control(
        "cluster.log-exports",
        title: "The cluster's logs are exported to CloudWatch",
        why: "Logs on a lost instance are lost with it; the time of the mistake is found in them.",
        severity: .low,
        standards: [.securityHub("RDS.37"), .awsConfig("rds-aurora-postgresql-logs-to-cloudwatch")],
        field: "databases[].protection.exportLogs",
        // Of an instance's log types a cluster has this one.
        required: { $0.policy.protection.exportLogs?.contains("postgresql") == true ? "postgresql" : nil },
        observed: { .known($0.cluster.logExports.sorted()) },
        satisfies: { exported, wanted in exported.contains(wanted) },
        remedy: { subject, wanted in
            subject.modify("--cloudwatch-logs-export-configuration EnableLogTypes=\(wanted)")
        }
    )
}

extension ClusterSubject {
    /// The members with a public address; one that could not be told decides nothing while another one has it.
    fileprivate var publicMembers: Collected<[String]> {
        cluster.members.flatMap { members in
            let open = members.filter { $0.publiclyAccessible.value == true }.map(\.id)
            let unseen = members.compactMap(\.publiclyAccessible.failure).first
            if let unseen, open.isEmpty { return .unavailable(unseen) }
            return .known(open.sorted())
        }
    }
}
