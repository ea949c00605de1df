import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// A standby runs in another zone. Of clusters another question: `clusterMultiAZ`.
    static let multiAZ = Control(
        "database.multi-az",
        title: "Multi-AZ is enabled",
        why: "The loss of a zone is then a failover of a minute, not a restore of hours.",
        severity: .medium,
        standards: [
            .securityHub("RDS.5"), .awsConfig("rds-multi-az-support"), .cis("2.2.4"), .nist80053("CP-10"),
            .nist80053("SI-13(5)"),
        ] + Standard.redundancy,
        field: "databases[].protection.multiAZ",
        required: \.policy.protection.multiAZ,
        observed: { subject in
            guard case .instance(let multiAZ, _) = subject.database.form else { return .known(false) }
            return subject.database.status.flatMap { _ in multiAZ }
        },
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in
            guard !["sqlserver-ex", "sqlserver-web"].contains(subject.database.engine.description) else {
                return .procedure(
                    "\(subject.database.engine) has no Multi-AZ: choose another edition, or do not ask for it.")
            }
            return subject.modify(.multiAZ(Edit(!wanted, to: wanted)))
        },
        template: { $0.fragment("MultiAZ", value: .bool($1)) },
        configRule: { _, wanted in wanted ? ConfigRule("rds-multi-az-support") : nil }
    )

    /// Instances run in more than one zone.
    static let clusterMultiAZ = Control(
        "cluster.multi-az",
        title: "The cluster has instances in more than one zone",
        why: "The loss of a zone is then a failover of a minute, not a wait for another instance.",
        severity: .medium,
        standards: [
            .securityHub("RDS.15"), .awsConfig("rds-cluster-multi-az-enabled"), .cis("2.2.4"), .nist80053("CP-10"),
            .nist80053("SI-13(5)"),
        ] + Standard.redundancy,
        field: "databases[].protection.multiAZ",
        required: \.policy.protection.multiAZ,
        observed: { $0.database.members.map { Set($0.compactMap(\.zone)).sorted() } },
        satisfies: { zones, required in zones.count > 1 || !required },
        showRequired: { $0 ? "more than one zone" : "any" },
        remedy: { subject, _ in
            guard subject.database.form == .auroraCluster else {
                return .procedure(
                    "A Multi-AZ DB cluster has three instances in three zones: read the events of \(subject.database.id)."
                )
            }
            return .procedure(
                "Add a reader in another zone: aws rds create-db-instance --db-cluster-identifier \(subject.database.id) "
                    + "--engine \(subject.database.engine) --availability-zone ZONE …")
        }
    )
}
