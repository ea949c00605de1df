import RecoveryModel

extension Control where Judged == BucketSubject {
    /// The bucket exists, and is ours.
    static let bucketExists = Control(
        "storage.bucket-exists",
        title: "The backup bucket exists in this account",
        why: "Backups that have nowhere to go are not taken.",
        severity: .critical,
        field: "storage[].bucket",
        asksForExistence: true,
        required: { _ in true },
        observed: \.bucket.exists,
        satisfies: { exists, _ in exists },
        showRequired: { _ in "exists" },
        showObserved: { $0 ? "exists" : "not found" },
        remedy: { subject, _ in
            .changes([
                .bucket(
                    .create(
                        name: subject.bucket.name, objectLock: subject.policy.objectLock != nil,
                        tags: subject.context.target.tags))
            ])
        },
        template: { subject, _ in
            subject.fragment("BucketName", value: .string(subject.bucket.name))
                + (subject.policy.objectLock == nil ? [] : subject.fragment("ObjectLockEnabled", value: true))
        }
    )
}
