import RecoveryModel

extension Control where Judged == BucketSubject {
    /// A stolen login deletes backups, unless something besides the login is needed.
    static let bucketDeletionProtection = Control(
        "storage.delete-needs-mfa-or-lock",
        title: "Versions cannot be deleted with a login alone",
        why: "Ransomware deletes the backups first, with the login of an administrator.",
        severity: .high,
        standards: [.securityHub("S3.20"), .awsConfig("s3-bucket-mfa-delete-enabled"), .nist80053("CP-9")]
            + Standard.records,
        field: "storage[].deletionProtection",
        isJudged: { $0.bucket.exists != .known(false) },
        required: { $0.policy.deletionProtection == true ? true : nil },
        observed: { $0.deletionGuard },
        satisfies: { observed, _ in observed != DeletionGuard.nothing },
        showRequired: { _ in "Object Lock retention or MFA Delete" },
        showObserved: \.rawValue,
        remedy: { _, _ in
            .procedure(
                "Add `objectLock` to the bucket in the policy, which apply sets; or let the account's root enable MFA Delete."
            )
        }
    )
}

/// What stands before the deletion of a version.
private enum DeletionGuard: String, Sendable, Recordable {
    case lock = "Object Lock retention"
    case mfa = "MFA Delete"
    case nothing = "neither"

    var recorded: JSONValue { .string(rawValue) }
}

extension BucketSubject {
    /// Unavailable only when what is unknown could decide.
    fileprivate var deletionGuard: Collected<DeletionGuard> {
        if let lock = bucket.objectLock.value, lock.enabled, lock.mode != nil, (lock.days ?? 0) > 0 {
            return .known(.lock)
        }
        if bucket.mfaDelete.value == true { return .known(.mfa) }
        return bucket.objectLock.flatMap { _ in bucket.mfaDelete.map { _ in .nothing } }
    }
}
