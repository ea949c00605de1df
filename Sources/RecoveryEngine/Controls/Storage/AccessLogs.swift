import RecoveryModel

extension Control where Subject == BucketSubject {
    /// Who touched the backups is on record.
    package static let accessLogs = Control(
        "storage.access-logs",
        title: "Access to the backups is logged",
        why: "After a breach the first question is who read, changed or deleted them.",
        severity: .low,
        standards: [.securityHub("S3.9"), .awsConfig("s3-bucket-logging-enabled"), .nist80053("AU-12")],
        field: "storage[].accessLogs",
        required: { subject in subject.policy.accessLogs.map(subject.context.expanded) },
        observed: \.bucket.accessLogs,
        satisfies: ==,
        remedy: { subject, target in
            .changes(
                [.putBucketLogging(bucket: subject.bucket.name, target: target, prefix: "\(subject.bucket.name)/")],
                disruption: .none)
        },
        template: { subject, target in
            subject.fragment("LoggingConfiguration", "DestinationBucketName", value: .string(target))
                + subject.fragment("LoggingConfiguration", "LogFilePrefix", value: .string("\(subject.bucket.name)/"))
        }
    )
}
