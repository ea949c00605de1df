import RecoveryModel

extension Control where Subject == ClusterSubject {
    /// Snapshots carry the cluster's tags.
    package static let clusterCopyTags = Control(
        "cluster.copy-tags",
        title: "Cluster snapshots carry the cluster's tags",
        why: "Selectors, costs and clean-up find snapshots by their tags.",
        severity: .low,
        standards: [.securityHub("RDS.16"), .nist80053("CM-2")],
        field: "databases[].protection.copyTagsToSnapshots",
        required: \.policy.protection.copyTagsToSnapshots,
        observed: \.cluster.copyTagsToSnapshots,
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in subject.modify(wanted ? "--copy-tags-to-snapshot" : "--no-copy-tags-to-snapshot") }
    )
}
