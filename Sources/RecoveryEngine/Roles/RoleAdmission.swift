import RecoveryModel

extension Control where Judged == BucketSubject {
    /// The bucket's policy denies nothing that backups, restores and replications need.
    static let bucketAdmitsRoles = Control(
        "storage.policy-allows-roles",
        title: "The bucket policy denies nothing that the policy's roles need",
        why: "A denial stops the job that writes or restores backups, while the role's own policies look right.",
        severity: .critical,
        standards: [.nist80053("CP-9"), .nist80053("CP-10")] + Standard.backups,
        field: "roles[].may",
        isJudged: { $0.bucket.exists != .known(false) },
        required: { subject in subject.roles.isEmpty ? nil : subject.roles },
        observed: { subject in
            subject.bucket.policy.flatMap { policy in
                policy.map { subject.refusals(by: $0.denialsAlone) } ?? .known([])
            }
        },
        satisfies: { refused, _ in refused.isEmpty },
        showRequired: { "nothing is denied to \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "nothing is denied" : "denied to \(Shown.text($0))" },
        remedy: { _, _ in .narrowedDenial("bucket") }
    )
}

extension Control where Judged == KeySubject {
    /// The key's policy lets roles use it as their duties need.
    static let keyAdmitsRoles = Control(
        "keys.policy-allows-roles",
        title: "The key policy lets the policy's roles use the key",
        why:
            "Nothing is written to a bucket or read from it whose key denies its use, whatever the role's policies say.",
        severity: .critical,
        standards: [.nist80053("CP-9"), .nist80053("CP-10")] + Standard.cryptography,
        field: "roles[].may",
        isJudged: { !$0.isMissing },
        required: { subject in subject.roles.isEmpty ? nil : subject.roles },
        observed: { subject in
            subject.state.key.flatMap { key in
                key.map { key in key.policy.flatMap { subject.refusals(by: $0, key.arn) } } ?? .known([])
            }
        },
        satisfies: { refused, _ in refused.isEmpty },
        showRequired: { "usable by \(Shown.text($0))" },
        showObserved: { $0.isEmpty ? "usable by all of them" : "not allowed to \(Shown.text($0))" },
        remedy: { _, _ in .narrowedDenial("key") }
    )
}

extension Remedy {
    fileprivate static func narrowedDenial(_ resource: String) -> Remedy {
        .procedure(
            resource == "key"
                ? "Let the key's policy give the account its use (kms:* to the account's root), so that IAM policies decide, "
                    + "and narrow the statement that denies it, with whoever relies on it."
                : "Narrow the statement that denies it, with whoever relies on it: drctl changes no statement of others."
        )
    }
}

extension BucketSubject {
    private var needs: [RoleNeeds.Need] { context.roleNeeds.of(bucket: bucket.name) }
    fileprivate var roles: [String] { context.roles(needs) }

    fileprivate func refusals(by denials: AccessPolicy) -> Collected<[String]> {
        let denied = denials.statements.flatMap(\.resources).filter { $0 != "*" }
        return context.refusals(
            of: needs, by: denials, on: { WrittenPattern.examples(of: $0.arn, within: denied) }, "s3:GetBucketPolicy")
    }
}

extension KeySubject {
    /// Of the key by its alias; one that the policy names by its ARN too has no other needs.
    private var needs: [RoleNeeds.Need] { context.roleNeeds.of(key: "alias/\(policy.alias)") }
    fileprivate var roles: [String] { context.roles(needs) }

    fileprivate func refusals(by policy: AccessPolicy, _ key: String) -> Collected<[String]> {
        context.refusals(of: needs, by: policy, on: { _ in [key] }, "kms:GetKeyPolicy")
    }
}

extension AccessPolicy {
    /// What it denies, where everything else is allowed by whoever asks for it: an identity of the account needs nothing of a
    /// bucket's policy.
    fileprivate var denialsAlone: AccessPolicy {
        var alone = self
        alone.statements.removeAll { $0.effect != .deny }
        alone.statements.append(AccessStatement(.allow, principals: .anyone, actions: ["*"], resources: ["*"]))
        return alone
    }
}
