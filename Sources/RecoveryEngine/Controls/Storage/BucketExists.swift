import RecoveryModel

extension Control where Subject == BucketSubject {
    /// The bucket is there, and is ours.
    package static let bucketExists = Control(
        "storage.bucket-exists",
        title: "The backup bucket exists in this account",
        why: "Backups that have nowhere to go are not taken.",
        severity: .critical,
        field: "storage[].bucket",
        required: { _ in true },
        observed: \.bucket.exists,
        satisfies: { exists, _ in exists },
        showRequired: { _ in "exists" },
        showObserved: { $0 ? "exists" : "missing" },
        remedy: { subject, _ in
            .changes(
                [.createBucket(name: subject.bucket.name, objectLock: subject.policy.objectLock != nil)],
                disruption: .none)
        },
        template: { subject, _ in
            subject.fragment("BucketName", value: .string(subject.bucket.name))
                + (subject.policy.objectLock == nil ? [] : subject.fragment("ObjectLockEnabled", value: true))
        }
    )
}
