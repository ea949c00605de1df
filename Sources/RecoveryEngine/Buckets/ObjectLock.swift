import RecoveryModel

extension Control where Judged == BucketSubject {
    /// Nobody deletes a backup before its time, a stolen administrator included.
    static let objectLock = Control(
        "storage.object-lock",
        title: "Object Lock retention is configured",
        why: "Ransomware deletes the backups first; a lock outlives stolen credentials.",
        severity: .high,
        standards: [.securityHub("S3.15"), .awsConfig("s3-bucket-default-lock-enabled"), .nist80053("CP-6(2)")]
            + Standard.records,
        field: "storage[].objectLock",
        required: { subject in
            subject.policy.objectLock.map {
                ObjectLockState(enabled: true, mode: $0.mode.rawValue.uppercased(), days: $0.retention.days)
            }
        },
        observed: \.bucket.objectLock,
        satisfies: { observed, required in
            observed.enabled && (observed.days ?? 0) >= (required.days ?? 0)
                && (observed.mode == "COMPLIANCE" || observed.mode == required.mode)
        },
        showRequired: { $0.shown },
        showObserved: { $0.shown },
        remedy: { subject, wanted in
            // What is stronger already stays so.
            var lock = wanted
            if case .known(let present) = subject.bucket.objectLock {
                lock.days = max(present.days ?? 0, wanted.days ?? 0)
                if present.mode == "COMPLIANCE" { lock.mode = present.mode }
            }
            // S3 locks only what has versions.
            let versioning: [Change] =
                subject.bucket.versioning == .known(true)
                ? [] : [.bucket(.enableVersioning(bucket: subject.bucket.name))]
            return .changes(
                versioning
                    + [
                        .bucket(
                            .putObjectLock(
                                bucket: subject.bucket.name, Edit(subject.bucket.objectLock.value, to: lock)))
                    ])
        },
        template: { subject, wanted in
            wanted.templateJSON.map { subject.fragment("ObjectLockConfiguration", value: $0) } ?? []
        }
    )
}
