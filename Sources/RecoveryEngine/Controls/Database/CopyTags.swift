import RecoveryModel

extension Control where Subject == DatabaseSubject {
    /// Snapshots carry the instance's tags.
    package static let copyTags = Control(
        "database.copy-tags",
        title: "Snapshots carry the instance's tags",
        why: "Selectors, costs and clean-up find snapshots by their tags.",
        severity: .low,
        standards: [.securityHub("RDS.17"), .nist80053("CM-2")],
        field: "databases[].protection.copyTagsToSnapshots",
        required: \.policy.protection.copyTagsToSnapshots,
        observed: \.instance.copyTagsToSnapshots,
        satisfies: { observed, required in observed || !required },
        remedy: { subject, wanted in subject.modify { $0.copyTagsToSnapshots = wanted } },
        template: { $0.fragment("CopyTagsToSnapshot", value: .bool($1)) }
    )
}
