import RecoveryModel

extension Control where Judged == BucketSubject {
    /// An overwritten or deleted backup can be recovered.
    static let bucketVersioning = Control(
        "storage.versioning",
        title: "Versioning is enabled",
        why: "An overwritten or deleted backup can then be recovered.",
        severity: .high,
        standards: [
            .securityHub("S3.14"), .awsConfig("s3-bucket-versioning-enabled"), .nist80053("CP-9"), .nist80053("SI-12"),
        ] + Standard.records,
        field: "storage[].versioning",
        required: { $0.policy.versioning == true ? true : nil },
        observed: \.bucket.versioning,
        satisfies: { observed, _ in observed },
        remedy: { subject, _ in
            .changes([.bucket(.enableVersioning(bucket: subject.bucket.name))])
        },
        template: { subject, _ in subject.fragment("VersioningConfiguration", "Status", value: "Enabled") },
        configRule: { _, _ in ConfigRule("s3-bucket-versioning-enabled") }
    )
}
