import RecoveryModel

extension Control where Judged == KeySubject {
    /// A key exists behind the alias.
    static let keyExists = Control(
        "keys.exists",
        title: "The key exists",
        why: "Without the key nothing that it encrypted can be restored.",
        severity: .critical,
        standards: Standard.cryptography,
        field: "keys[].alias",
        asksForExistence: true,
        required: { _ in true },
        observed: { $0.state.key.map { $0 != nil } },
        satisfies: { exists, _ in exists },
        showRequired: { _ in "exists" },
        showObserved: { $0 ? "exists" : "not found" },
        remedy: { subject, _ in
            .changes([
                .key(
                    .create(
                        alias: subject.policy.alias, policy: subject.keyPolicy, tags: subject.context.target.tags))
            ])
        },
        template: { subject, _ in
            let alias = subject.policy.alias
            return [
                TemplateFragment(.key, alias, "KeyPolicy", value: subject.keyPolicy.json),
                TemplateFragment(.key, alias, "Description", value: .string(KeyChange.summary(alias: alias))),
                TemplateFragment(.key, alias, .tag(KeyChange.aliasTag, alias)),
                TemplateFragment(.alias, alias, "AliasName", value: .string("alias/\(alias)")),
                TemplateFragment(.alias, alias, "TargetKeyId", value: TemplateFragment.reference(.key, alias)),
            ]
                // KMS takes it with each deletion; CloudFormation keeps it for the deletion of the stack.
                + (subject.policy.deletionWindow.map {
                    [TemplateFragment(.key, alias, "PendingWindowInDays", value: .integer($0.days))]
                } ?? [])
        }
    )

    /// The key is not about to be deleted.
    static let keyNotPendingDeletion = Control(
        "keys.not-pending-deletion",
        title: "The key is not pending deletion",
        why: "When the key is deleted, every backup that it encrypted is lost.",
        severity: .critical,
        standards: [.securityHub("KMS.3"), .awsConfig("kms-cmk-not-scheduled-for-deletion"), .nist80053("SC-12")]
            + Standard.cryptography,
        field: "keys[]",
        isJudged: { !$0.isMissing },
        required: { _ in "not pending deletion" },
        observed: { $0.state.key.map { $0?.state ?? "missing" } },
        satisfies: { state, _ in !["PendingDeletion", "PendingReplicaDeletion", "missing"].contains(state) },
        remedy: { subject, _ in subject.onKey { .cancelDeletion($0) } }
    )

    /// The key can be used.
    static let keyEnabled = Control(
        "keys.enabled",
        title: "The key is enabled",
        why: "A disabled key fails every restore that needs it.",
        severity: .critical,
        standards: Standard.cryptography,
        field: "keys[]",
        isJudged: { !$0.isMissing },
        required: { _ in "Enabled" },
        observed: { $0.state.key.map { $0?.state ?? "missing" } },
        satisfies: ==,
        remedy: { subject, _ in
            // What waits for its deletion is disabled once the deletion is cancelled.
            guard case .known(let key?) = subject.state.key, ["Disabled", "PendingDeletion"].contains(key.state) else {
                return .procedure("Find out in KMS why the key is in that state: enabling it does not help.")
            }
            return subject.onKey { .enable($0) }
        }
    )

    /// The key's material is replaced as often as asked.
    static let keyRotation = Control(
        "keys.rotation",
        title: "Key rotation is enabled",
        why: "Rotation bounds what a leaked key can decrypt, and old backups stay readable.",
        severity: .medium,
        standards: [
            .securityHub("KMS.4"), .awsConfig("cmk-backing-key-rotation-enabled"), .cis("3.6"), .nist80053("SC-12"),
        ] + Standard.cryptography,
        field: "keys[].rotation",
        required: { $0.policy.rotation?.days },
        observed: { subject in
            subject.state.key.flatMap { key in
                key?.rotation.map { $0.enabled ? $0.periodDays ?? 365 : nil } ?? .known(nil)
            }
        },
        satisfies: { observed, required in observed.map { $0 <= required } ?? false },
        showRequired: { "at least every \(Shown.days($0))" },
        showObserved: { $0.map { "every \(Shown.days($0))" } ?? "disabled" },
        remedy: { subject, days in
            let key = subject.state.key.value ?? nil
            if let obstacle = key?.rotationObstacle {
                return .procedure(
                    "A manual step: \(obstacle). Replace the key behind the alias by a new one every \(Shown.days(days)) "
                        + "and keep the old one for old backups, or require no rotation: `rotation: null`.")
            }
            let rotation = key?.rotation.value
            return .changes([
                .key(
                    .enableRotation(
                        KeyChange.KeyReference(alias: subject.policy.alias, id: key?.id),
                        period: Edit(rotation?.enabled == true ? rotation?.periodDays ?? 365 : nil, to: days)))
            ])
        },
        template: { subject, days in
            [
                TemplateFragment(.key, subject.policy.alias, "EnableKeyRotation", value: true),
                TemplateFragment(.key, subject.policy.alias, "RotationPeriodInDays", value: .integer(days)),
            ]
        }
    )
}

extension KeySubject {
    /// Known to be missing: then there is nothing to judge, and `keys.exists` says so.
    var isMissing: Bool { state.key == .known(nil) }

    /// The account administers the key; AWS's own publishers may use it for encrypted topics.
    ///
    /// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    var keyPolicy: AccessPolicy {
        AccessPolicy(
            statements: [
                AccessStatement(
                    sid: "DrctlAccountAdministers", .allow,
                    principals: .init("AWS", [context.target.place.arn("iam", "root")]),
                    actions: ["kms:*"], resources: ["*"])
            ] + publisherStatements)
    }

    fileprivate func onKey(_ change: (KeyChange.KeyReference) -> KeyChange) -> Remedy {
        guard case .known(let key?) = state.key else { return .resolvesItself("The key is created by the same plan.") }
        return .changes([.key(change(KeyChange.KeyReference(alias: policy.alias, id: key.id)))])
    }
}
