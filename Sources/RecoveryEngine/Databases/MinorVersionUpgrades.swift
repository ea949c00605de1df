import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Minor versions are installed automatically, on every member of a cluster.
    static func minorVersionUpgrades(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.minor-version-upgrades", cluster: "cluster.minor-version-upgrades"),
            title: "Automatic minor version upgrades are enabled",
            why: "A copy can only be restored into an engine version that AWS still offers.",
            severity: .low,
            standards: kind.pick(
                instance: [
                    .securityHub("RDS.13"), .awsConfig("rds-automatic-minor-version-upgrade-enabled"), .cis("2.2.2"),
                    .nist80053("SI-2"),
                ],
                cluster: [
                    .securityHub("RDS.35"), .awsConfig("rds-cluster-auto-minor-version-upgrade-enable"),
                    .securityHub("RDS.13"), .cis("2.2.2"), .nist80053("SI-2"),
                ]) + Standard.flaws,
            field: "databases[].protection.minorVersionUpgrades",
            required: { $0.policy.protection.minorVersionUpgrades == true ? true : nil },
            observed: { subject in
                subject.ofMembers { _ in subject.database.members(where: \.minorVersionUpgrades, is: false) }
            },
            satisfies: { without, _ in without.holds(\.isEmpty) },
            showRequired: { _ in "enabled" },
            showObserved: { seen in
                seen.shown {
                    $0.isEmpty ? "enabled" : kind.pick(instance: "disabled", cluster: "disabled on \(Shown.text($0))")
                }
            },
            remedy: { subject, _ in
                subject.memberlessRemedy
                    ?? subject.modifyMembers(where: \.minorVersionUpgrades, is: false) { .minorVersionUpgrades($0) }
            },
            template: { $0.memberFragment("AutoMinorVersionUpgrade", value: .bool($1)) },
            configRule: { _, _ in
                // A cluster's rule reads the cluster, and the setting is its members'.
                kind == .instance ? ConfigRule("rds-automatic-minor-version-upgrade-enabled") : nil
            },
            // RDS.35 is about Multi-AZ DB clusters; Aurora's members are instances to Security Hub.
            claims: kind.pick(
                instance: [],
                cluster: [
                    Claims([.securityHub("RDS.13"), .cis("2.2.2"), .nist80053("SI-2")] + Standard.flaws) {
                        $0.database.form == .auroraCluster
                    },
                    Claims(
                        [
                            .securityHub("RDS.35"), .awsConfig("rds-cluster-auto-minor-version-upgrade-enable"),
                            .nist80053("SI-2"),
                        ] + Standard.flaws
                    ) { _ in true },
                ])
        )
    }
}

extension Database {
    /// The members with an unwanted value, sorted. One that could not be read decides nothing while another one has it.
    func members(where value: KeyPath<Member, Collected<Bool>>, is unwanted: Bool) -> Collected<[String]> {
        members.flatMap { members in
            let found = members.filter { $0[keyPath: value].value == unwanted }.map(\.id)
            let unseen = members.compactMap { $0[keyPath: value].failure }.first
            if let unseen, found.isEmpty { return .unavailable(unseen) }
            return .known(found.sorted())
        }
    }
}
