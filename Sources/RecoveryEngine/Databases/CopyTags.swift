import RecoveryModel

extension Control where Judged == DatabaseSubject {
    /// Snapshots carry the database's tags.
    static func copyTags(of kind: DatabaseKind) -> Control {
        Control(
            kind.pick(instance: "database.copy-tags", cluster: "cluster.copy-tags"),
            title: "Tags are copied to snapshots",
            why: "Selectors, costs and clean-up find snapshots by their tags.",
            severity: .low,
            standards: kind.pick(
                instance: [.securityHub("RDS.17"), .nist80053("CM-2")],
                cluster: [.securityHub("RDS.16"), .nist80053("CM-2")]),
            field: "databases[].protection.copyTagsToSnapshots",
            required: \.policy.protection.copyTagsToSnapshots,
            observed: \.database.copyTagsToSnapshots,
            satisfies: { observed, required in observed || !required },
            remedy: { subject, wanted in
                subject.modify(.copyTagsToSnapshots(Edit(subject.database.copyTagsToSnapshots.value, to: wanted)))
            },
            template: { $0.fragment("CopyTagsToSnapshot", value: .bool($1)) }
        )
    }
}
