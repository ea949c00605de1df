import RecoveryModel

extension Control where Judged == BucketSubject {
    /// No ACL or policy can open the bucket: the effect counts, by the bucket's or the account's block.
    static let publicAccessBlocked = Control(
        "storage.public-access-blocked",
        title: "Block Public Access is enabled",
        why: "One wrong policy must not be able to publish the backups.",
        severity: .critical,
        standards: [
            .securityHub("S3.8"), .awsConfig("s3-bucket-level-public-access-prohibited"), .securityHub("S3.1"),
            .cis("2.1.4"), .nist80053("AC-3"), .nist80053("SC-7"),
        ] + Standard.boundary,
        field: "storage[].publicAccess",
        required: { $0.policy.publicAccessBlocked == true ? PublicAccessBlock.all : nil },
        observed: { $0.effectiveBlock },
        satisfies: { observed, required in observed.block == required },
        showRequired: { $0.shown },
        showObserved: { "\($0.block.shown) by \($0.holder)" },
        remedy: { subject, _ in
            .changes([
                .bucket(
                    .putPublicAccessBlock(
                        bucket: subject.bucket.name, Edit(subject.bucket.publicAccessBlock.value ?? nil, to: .all)))
            ])
        },
        template: { subject, block in
            subject.fragment("PublicAccessBlockConfiguration", value: block.templateJSON)
        },
        // S3.8 and its rule read the bucket's own block, S3.1 the account's.
        claims: [
            Claims(
                [.securityHub("S3.1"), .cis("2.1.4"), .nist80053("AC-3"), .nist80053("SC-7")] + Standard.boundary
            ) { subject in
                subject.bucket.publicAccessBlock.value.map { $0 != PublicAccessBlock.all } ?? false
                    && (subject.context.inventory.accountPublicAccessBlock.value ?? nil) == PublicAccessBlock.all
            },
            Claims(
                [
                    .securityHub("S3.8"), .awsConfig("s3-bucket-level-public-access-prohibited"), .cis("2.1.4"),
                    .nist80053("AC-3"), .nist80053("SC-7"),
                ] + Standard.boundary
            ) { _ in true },
        ]
    )

    /// ACLs, which grant object by object, are disabled.
    static let aclsDisabled = Control(
        "storage.acl-disabled",
        title: "ACLs are disabled (bucket owner enforced)",
        why: "With ACLs an uploader can own a backup that the account then cannot read.",
        severity: .medium,
        standards: [.securityHub("S3.12"), .awsConfig("s3-bucket-acl-prohibited"), .nist80053("AC-3")]
            + Standard.access,
        field: "storage[].publicAccess",
        required: { $0.policy.publicAccessBlocked == true ? true : nil },
        observed: \.bucket.aclsDisabled,
        satisfies: { observed, _ in observed },
        showRequired: { _ in "disabled" },
        showObserved: { $0 ? "disabled" : "enabled" },
        remedy: { subject, _ in
            .changes([.bucket(.disableACLs(bucket: subject.bucket.name))])
        },
        template: { subject, _ in
            subject.fragment("OwnershipControls", "Rules", value: [["ObjectOwnership": "BucketOwnerEnforced"]])
        }
    )
}

extension PublicAccessBlock {
    /// Each switch is on when either block has it on, as S3 combines them.
    static func union(_ left: PublicAccessBlock?, _ right: PublicAccessBlock?) -> PublicAccessBlock {
        let none = PublicAccessBlock(
            blockPublicACLs: false, ignorePublicACLs: false, blockPublicPolicy: false, restrictPublicBuckets: false)
        let (left, right) = (left ?? none, right ?? none)
        return PublicAccessBlock(
            blockPublicACLs: left.blockPublicACLs || right.blockPublicACLs,
            ignorePublicACLs: left.ignorePublicACLs || right.ignorePublicACLs,
            blockPublicPolicy: left.blockPublicPolicy || right.blockPublicPolicy,
            restrictPublicBuckets: left.restrictPublicBuckets || right.restrictPublicBuckets)
    }
}

/// The block that holds for a bucket, and whose it is.
struct EffectiveBlock: Sendable, Recordable {
    var block: PublicAccessBlock
    /// For people.
    var holder: String

    var recorded: JSONValue { block.recorded }
}

extension BucketSubject {
    /// The block that holds for the bucket, and whose it is; unavailable only when what is unknown could decide.
    fileprivate var effectiveBlock: Collected<EffectiveBlock> {
        if let own = bucket.publicAccessBlock.value, own == .all {
            return .known(EffectiveBlock(block: .all, holder: "the bucket"))
        }
        if let account = accountBlock.value, account == .all {
            return .known(EffectiveBlock(block: .all, holder: "the account"))
        }
        return bucket.publicAccessBlock.flatMap { own in
            accountBlock.map { account in
                EffectiveBlock(block: PublicAccessBlock.union(own, account), holder: "bucket and account")
            }
        }
    }
}
