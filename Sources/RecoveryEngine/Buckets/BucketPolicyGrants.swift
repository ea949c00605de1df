import RecoveryModel

extension PolicyControls<BucketSubject> {
    /// Whom the bucket policy lets in.
    static let ofBucket = PolicyControls(
        severity: .critical, operation: "s3:GetBucketPolicy",
        notPublic: Half(
            id: "storage.policy-not-public",
            title: "The bucket policy grants no access outside the scope",
            why: "Whoever may read a backup has all the data; whoever may delete it ends recovery.",
            standards: [.nist80053("AC-3")] + Standard.boundary,
            field: "storage[].publicAccess",
            remedy: "Narrow the principal of the statement, or delete it, once you know who relies on it."),
        namesNobody: Half(
            id: "storage.cross-account-grants",
            title: "The bucket policy names nobody outside the scope",
            why:
                "An account that may delete backups or change their lifecycle can end recovery without any login here.",
            standards: [.securityHub("S3.6"), .nist80053("CA-9(1)"), .nist80053("AC-3")] + Standard.access,
            field: "storage[].sharedWith",
            remedy: "Take the principal out of the statement, or name it in `sharedWith` if it is meant."),
        isJudged: { $0.bucket.exists != .known(false) },
        policy: { $0.bucket.policy },
        isClosed: { $0.policy.publicAccessBlocked == true },
        sharedWith: { $0.policy.sharedWith },
        isPublicByService: { $0.bucket.isPublicByS3 })
}
