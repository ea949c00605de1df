import RecoveryModel

extension Control where Subject == BucketSubject {
    /// An overwritten or deleted backup can be had back.
    package static let bucketVersioning = Control(
        "storage.versioning",
        title: "Versions of objects are kept",
        why: "An overwritten or deleted backup can then be had back.",
        severity: .high,
        standards: [
            .securityHub("S3.14"), .awsConfig("s3-bucket-versioning-enabled"), .nist80053("CP-9"), .nist80053("SI-12"),
        ],
        field: "storage[].versioning",
        required: { $0.policy.versioning == true ? true : nil },
        observed: \.bucket.versioning,
        satisfies: { observed, _ in observed },
        remedy: { subject, _ in
            .changes([.enableBucketVersioning(bucket: subject.bucket.name)], disruption: .none)
        },
        template: { subject, _ in subject.fragment("VersioningConfiguration", "Status", value: "Enabled") }
    )
}
